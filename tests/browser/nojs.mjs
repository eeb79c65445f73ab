// Without JavaScript nothing is lost: all text and all links that a reader has
// with scripts are there without them. Controls that only a script can serve
// (search box, sort buttons, theme switch) are the scripts' own to add.

import { visit } from './chromium.mjs';
import { each } from './report.mjs';

/** `full` holds what `read` gave for each page with scripts. */
export async function withoutScripts(report, browser, site, base, full) {
  await each(site.pages, 2, async (file) => {
    const { seen: plain, heard } = await visit(browser, base, file, { script: false }, read);
    const scripted = full.get(file);
    const lacks = (here, line) => !here.whole.includes(line.replace(/\s/g, ''));
    report.check(`${file} without JavaScript`, [
      ...heard,
      ...(plain.heading ? [] : ['has no visible h1']),
      ...scripted.text.filter((line) => lacks(plain, line)).map((line) => `lost: ${line}`),
      ...scripted.links.filter((link) => !plain.links.includes(link)).map((link) => `lost the link to ${link}`),
    ]);
    // And the other way round: a script that hides what the page says loses it for nearly all readers.
    report.check(`${file} with JavaScript`, plain.text.filter((line) => lacks(scripted, line)).map((line) => `hidden by a script: ${line}`));
  });
}

/** What a loaded page says to its reader. */
export function read(page) {
  return page.evaluate(visible);
}

/** In the page: its visible text, line by line, without controls, and its links. */
function visible() {
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
