// Every link, picture, script and anchor, followed as the browser resolves
// them: from the disk, from `/` and from a sub-path. Names are compared with
// the folder listing letter by letter, so that a wrong capital is found on any
// disk; on a server every target is fetched as well. Each way in starts with a
// visit by the browser, which also hears what a page says while it loads.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { visit } from './chromium.mjs';
import { each } from './report.mjs';

/** Pages that nothing has to link to: a server shows them by itself. */
const UNLINKED = new Set(['404.html']);

/** Addresses that lead away on purpose, and only from a link the reader clicks. */
const AWAY = /^(https?|mailto|tel):/;

/** Opens every page from `base` and follows what it names; `also` gets each loaded page when it is done with here. */
export async function crawl(report, browser, site, base, also = async () => undefined) {
  const pages = new Map();
  await each(site.pages, 2, async (file) => {
    const { seen, heard } = await visit(browser, base, file, {}, async (page) => {
      const found = { ...(await page.evaluate(collect)), broken: await page.evaluate(unseen) };
      await also(page, file);
      return found;
    });
    pages.set(file, seen);
    report.check(`${file} opened from ${base.name}`, [...heard, ...seen.broken]);
  });
  const served = base.href.startsWith('http') ? new Map() : undefined;
  await each(site.pages, 2, async (file) => {
    const faults = [];
    for (const ref of pages.get(file).refs) faults.push(...(await follow(site, base, pages, ref, served)));
    report.check(`links of ${file} from ${base.name}`, [...new Set(faults)]);
  });
  for (const file of site.files.filter((name) => name.endsWith('.css'))) {
    const refs = [...readFileSync(path.join(site.folder, file), 'utf8').matchAll(/url\(\s*["']?([^"')]+)/g)]
      .map(([, raw]) => ({ what: 'url()', raw, href: new URL(raw, base.address(file)).href, inside: true }));
    const faults = [];
    for (const ref of refs) faults.push(...(await follow(site, base, pages, ref, served)));
    report.check(`links of ${file} from ${base.name}`, faults);
  }
  report.check(`every page can be reached from ${base.name}`, orphans(site, base, pages));
}

/** In the page: every reference as written and as resolved, and every name a fragment can mean. */
function collect() {
  const refs = [];
  const add = (element, attribute, raw, inside) => {
    let href;
    try {
      href = new URL(raw, document.baseURI).href;
    } catch {
      href = '';
    }
    refs.push({ what: `<${element.localName} ${attribute}>`, raw, href, inside });
  };
  for (const element of document.querySelectorAll('*')) {
    for (const attribute of ['href', 'xlink:href', 'src', 'poster', 'data', 'action', 'formaction', 'cite']) {
      const raw = element.getAttribute(attribute);
      if (raw === null) continue;
      const leads = ['a', 'form', 'blockquote', 'q'].includes(element.localName) || element.matches('link[rel~=canonical], link[rel~=alternate]');
      add(element, attribute, raw, !leads);
    }
    for (const part of (element.getAttribute('srcset') ?? '').split(',')) {
      if (part.trim()) add(element, 'srcset', part.trim().split(/\s+/)[0], true);
    }
    if (element instanceof SVGElement) {
      for (const { name, value } of element.attributes) {
        for (const [, raw] of value.matchAll(/url\(["']?(#[^"')]+)/g)) add(element, name, raw, true);
      }
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return { refs, ids: [...ids, ...[...document.querySelectorAll('a[name]')].map((a) => a.name)] };
}

/** In the page: pictures that did not draw and style sheets that did not apply. */
async function unseen() {
  const faults = [];
  for (const image of document.images) {
    image.loading = 'eager';
    await image.decode().catch(() => faults.push(`picture not drawn: ${image.getAttribute('src')}`));
    if (!image.getAttribute('width') || !image.getAttribute('height')) faults.push(`picture without its size: ${image.getAttribute('src')}`);
  }
  for (const link of document.querySelectorAll('link[rel~=stylesheet]')) {
    if (!link.sheet) faults.push(`style sheet not applied: ${link.getAttribute('href')}`);
  }
  if (document.styleSheets.length === 0) faults.push('no style sheet at all');
  return faults;
}

async function follow(site, base, pages, ref, served) {
  const said = `${ref.what} “${ref.raw}”`;
  if (ref.raw.trim() === '') return [`${said} is empty`];
  if (ref.href.startsWith('data:') && ref.inside) return [];
  const file = base.file(ref.href);
  if (file === undefined) {
    if (AWAY.test(ref.href) && !ref.href.startsWith(new URL(base.href).origin) && !ref.inside) return [];
    return [`${said} leaves the site`];
  }
  if (!site.known.has(file)) return [`${said}: ${missing(site, file)}`];
  if (served && !served.has(file)) served.set(file, await fetched(base.address(file), file));
  if (served?.get(file)) return [`${said}: ${served.get(file)}`];
  const fragment = decodeURIComponent(new URL(ref.href).hash.slice(1));
  if (fragment && fragment !== 'top' && file.endsWith('.html') && !pages.get(file).ids.includes(fragment)) return [`${said}: ${file} has no place #${fragment}`];
  return [];
}

function missing(site, file) {
  if (file === '' || file.endsWith('/') || site.known.has(`${file}/index.html`)) return 'names a folder, which shows no page on a disk';
  const near = site.files.find((name) => name.toLowerCase() === file.toLowerCase());
  return near ? `is written ${near} on the disk` : 'is not there';
}

/** What is wrong with the answer to `address`; nothing when it is the file itself. */
async function fetched(address, file) {
  const answer = await fetch(address, { redirect: 'manual' });
  await answer.arrayBuffer();
  if (answer.status !== 200) return `the server answers ${answer.status}`;
  const type = answer.headers.get('content-type') ?? '';
  if (file.endsWith('.html') && !type.startsWith('text/html')) return `the server calls it ${type}`;
  return undefined;
}

function orphans(site, base, pages) {
  const reached = new Set(['index.html']);
  for (const file of reached) {
    for (const ref of pages.get(file)?.refs ?? []) {
      const target = base.file(ref.href);
      if (ref.what === '<a href>' && target && pages.has(target)) reached.add(target);
    }
  }
  return site.pages.filter((file) => !reached.has(file) && !UNLINKED.has(file)).map((file) => `no page leads to ${file}`);
}
