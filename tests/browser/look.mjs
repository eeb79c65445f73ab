// A page as readers meet it: on a telephone and on a desk, by day and by night.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { charts } from './charts.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

/** Looks at a loaded page, `file`, in every width and scheme. */
export async function look(report, page, file) {
  // Evaluated by the debugger, not put into the page: the page's own policy stays in force.
  await page.evaluate(AXE);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    report.check(`${file} at ${width} px: chart text keeps its place`, await page.evaluate(charts));
    report.check(`${file} at ${width} px: no picture is stretched`, await page.evaluate(stretched));
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const place = `${file} at ${width} px, ${colorScheme}`;
      report.check(`${place}: nothing runs over the side`, await page.evaluate(overflow));
      report.check(`${place}: axe`, await accessibility(page));
      await page.emulateMedia({ contrast: 'more' });
      report.check(`${place}: more contrast where it is asked for`, await page.evaluate(soft));
      await page.emulateMedia({ contrast: 'no-preference' });
    }
    if (width < 500) report.check(`${file} at ${width} px: a finger hits what it means`, await page.evaluate(small));
  }
}

async function accessibility(page) {
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false }),
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

/** In the page: pictures whose box has not the shape that they say they have, and that fill it. */
function stretched() {
  return [...document.images].flatMap((image) => {
    const { width, height } = image.getBoundingClientRect();
    const shape = image.getAttribute('width') / image.getAttribute('height');
    const fits = !(width > 0) || getComputedStyle(image).objectFit !== 'fill' || Math.abs(width / height / shape - 1) < 0.02;
    return fits ? [] : [`${image.getAttribute('src').slice(0, 60)}: ${Math.round(width)} by ${Math.round(height)} px`];
  });
}

/** In the page: the grey of small print, where a reader wants more contrast. */
function soft() {
  const root = getComputedStyle(document.documentElement);
  return root.getPropertyValue('--soft') === root.getPropertyValue('--ink') ? [] : ['small print stays grey'];
}

/** In the page: what is tapped and lower than 44 px. Links in the flow of a sentence, marks of notes and those that a whole card stands for are what WCAG 2.5.5 exempts. */
function small() {
  const faults = [];
  for (const element of document.querySelectorAll('a[href], button, summary, input:not([type=checkbox])')) {
    if (!element.checkVisibility() || element.matches('.skip, .mark a, .fig a, svg a')) continue;
    if (getComputedStyle(element, '::after').position === 'absolute') continue;
    const around = element.closest('p, li, td, dd, dt');
    const flows = getComputedStyle(element).display === 'inline' && [...(around?.childNodes ?? [])].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1);
    const { width, height } = element.getBoundingClientRect();
    if (width > 0 && height < 43.5 && !flows) faults.push(`${Math.round(height)} px: ${element.textContent.trim().slice(0, 20)} in ${element.closest('[class]')?.className}`);
  }
  return faults;
}
