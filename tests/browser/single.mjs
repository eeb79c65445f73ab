// A county as one file to send: opened from a folder that holds nothing else,
// with scripts refused. It asks for nothing, its links lead within it or are
// whole, and it reads as well as the page it was made of.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { visit } from './chromium.mjs';
import { look } from './look.mjs';
import { each } from './report.mjs';
import { Base } from './site.mjs';
import { pathToFileURL } from 'node:url';

export async function single(report, browser, site) {
  const counties = site.pages.filter((file) => /class="county"/.test(text(site, file)));
  report.check('every county has its file', counties.filter((file) => !site.singles.some((one) => path.dirname(one) === path.dirname(file))));
  const folder = mkdtempSync(path.join(tmpdir(), 'xunli-single-'));
  try {
    await each(site.singles, 2, async (file) => {
      const alone = path.join(folder, file.replaceAll('/', '-'));
      cpSync(path.join(site.folder, file), alone);
      const base = new Base('a folder of its own', pathToFileURL(alone).href);
      const page = text(site, `${path.dirname(file)}/index.html`);
      const { seen, heard } = await visit(browser, base, '', {}, async (opened) => {
        const found = await opened.evaluate(collect);
        await look(report, opened, file);
        return found;
      });
      report.check(`${file} opened alone`, [...heard, ...seen.faults]);
      report.check(`${file} tells all`, prose(page).filter((line) => !seen.text.includes(line)).map((line) => `lost: ${line}`));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function text(site, file) {
  return readFileSync(path.join(site.folder, file), 'utf8');
}

/** The paragraphs of the case, without tags and spaces. */
function prose(html) {
  const start = html.indexOf('<div class="text case">');
  const paragraphs = [...html.slice(start).matchAll(/<p>(.*?)<\/p>/gs)].map(([, inner]) => inner.replace(/<[^>]*>/g, ''));
  return paragraphs.map((line) => line.replace(/&[a-z]+;|\s/g, '')).filter(Boolean);
}

/** In the page: what it would ask for, links that lead nowhere, pictures that did not draw; and its text. */
async function collect() {
  const faults = performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !name.startsWith('data:')).map((name) => `asks for ${name}`);
  for (const element of document.querySelectorAll('[href], [src], [srcset], [action], [data]')) {
    for (const attribute of ['href', 'src', 'srcset', 'action', 'data']) {
      const raw = element.getAttribute(attribute);
      if (raw === null || raw.startsWith('data:')) continue;
      const leads = element.localName === 'a' || element.matches('link[rel=canonical]');
      if (leads && /^(https?|mailto|tel):/.test(raw)) continue;
      if (raw.startsWith('#')) {
        if (!document.getElementById(decodeURIComponent(raw.slice(1)))) faults.push(`there is no place ${raw}`);
      } else faults.push(`<${element.localName} ${attribute}="${raw.slice(0, 60)}">`);
    }
  }
  for (const image of document.images) await image.decode().catch(() => faults.push('a picture does not draw'));
  for (const sheet of document.querySelectorAll('style')) {
    if (/url\((?!["']?(data:|#))|@import/.test(sheet.textContent)) faults.push('a style sheet names a file');
  }
  if (document.querySelector('script')) faults.push('has a script');
  return { faults, text: document.body.textContent.replace(/[\s&<>"]/g, '') };
}
