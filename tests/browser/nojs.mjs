// Without JavaScript nothing is lost: all text and all links that a reader has
// with scripts are there without them. Controls that only a script can serve
// (search box, sort buttons, theme switch) are the scripts' own to add.

import { visit } from './chromium.mjs';
import { each } from './report.mjs';

export async function withoutScripts(report, browser, site, base) {
  await each(site.pages, 2, async (file) => {
    const plain = await visit(browser, base, file, { script: false }, (page) => page.evaluate(read));
    const full = await visit(browser, base, file, {}, (page) => page.evaluate(read));
    report.check(`${file} without JavaScript`, [
      ...plain.heard,
      ...(plain.seen.heading ? [] : ['has no visible h1']),
      ...full.seen.text.filter((line) => !plain.seen.whole.includes(line.replace(/\s/g, ''))).map((line) => `lost: ${line}`),
      ...full.seen.links.filter((link) => !plain.seen.links.includes(link)).map((link) => `lost the link to ${link}`),
    ]);
    // And the other way round: a script that hides what the page says loses it for nearly all readers.
    report.check(`${file} with JavaScript`, plain.seen.text
      .filter((line) => !full.seen.whole.includes(line.replace(/\s/g, '')))
      .map((line) => `hidden by a script: ${line}`));
  });
}

/** In the page: its visible text, line by line, without controls, and its links. */
function read() {
  const OWN = 'button, input, select, textarea, dialog, output, [role="status"], [role="search"], noscript, script';
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const owned = [...document.body.querySelectorAll(OWN)].map((element) => element.innerText ?? '').filter(Boolean);
  const lines = document.body.innerText.split('\n').map((line) => line.trim()).filter(Boolean);
  const controls = new Set(owned.flatMap((text) => text.split('\n').map((line) => line.trim())));
  return {
    text: lines.filter((line) => !controls.has(line)),
    whole: document.body.innerText.replace(/\s/g, ''),
    links: [...new Set([...document.querySelectorAll('a[href]')].filter(shown).map((a) => new URL(a.getAttribute('href'), document.baseURI).href))],
    heading: [...document.querySelectorAll('h1')].some(shown),
  };
}
