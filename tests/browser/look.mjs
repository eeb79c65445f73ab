// Every page as a reader meets it: on a telephone and on a desk, by day and by
// night, behind a real server in a sub-path.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { visit } from './chromium.mjs';
import { each } from './report.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

export async function look(report, browser, site, base) {
  const views = site.pages.flatMap((file) => WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ file, width, scheme }))));
  await each(views, 2, async ({ file, width, scheme }) => {
    const place = `${file} at ${width} px, ${scheme}`;
    const { seen, heard } = await visit(browser, base, file, { width, scheme }, async (page) => ({
      overflow: await page.evaluate(overflow),
      axe: await accessibility(page),
    }));
    report.check(`${place}: console and requests`, heard);
    report.check(`${place}: nothing runs over the side`, seen.overflow);
    report.check(`${place}: axe`, seen.axe);
  });
}

async function accessibility(page) {
  // Evaluated by the debugger, not put into the page: the page's own policy stays in force.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    RULES,
  );
  return violations.flatMap((v) => v.nodes.map((node) => `${v.impact} ${v.id}: ${v.help}\n       at ${node.target.join(' ')}\n       ${firstReason(node)}`));
}

function firstReason(node) {
  return [...node.any, ...node.all, ...node.none].map((reason) => reason.message).join(' ');
}

/** In the page: what makes it wider than its window. A box that scrolls by itself may hold wide things. */
function overflow() {
  const root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return [];
  const scrolls = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(element))
    .map((element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}${[...element.classList].map((c) => `.${c}`).join('')}`);
  return [`${over} px too wide`, ...new Set(wide)];
}
