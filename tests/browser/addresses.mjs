// The addresses that only a showcase with a `url` has: canonical links, the
// feed, the sitemap, and the page for what is not found, which a server shows
// at any depth and whose links therefore begin at the root of the host. All of them name a file
// that is there.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Base } from './site.mjs';

const NOT_FOUND = '404.html';

export function addresses(report, site, url) {
  const base = new Base(url, url);
  const text = (file) => (site.known.has(file) ? readFileSync(path.join(site.folder, file), 'utf8') : '');
  const named = (address) => {
    const file = base.file(plain(address));
    if (file === undefined) return [`${address} is not below ${url}`];
    return file === '' || site.known.has(file) ? [] : [`${address} names no file`];
  };
  const canonical = new Map();
  for (const file of site.pages.filter((page) => page !== NOT_FOUND)) {
    const found = [...text(file).matchAll(/<link rel="canonical" href="([^"]*)"/g)].map(([, address]) => address);
    canonical.set(file, base.file(plain(found[0] ?? '')));
    report.check(`canonical link of ${file}`, found.length === 1 ? named(found[0]) : [`there are ${found.length}`]);
  }
  const listed = [...text('sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
  const files = new Set(listed.map((address) => base.file(plain(address))));
  const own = (file) => canonical.get(file) === file && !/<meta name="robots" content="[^"]*noindex/.test(text(file));
  report.check('sitemap.xml', [
    ...listed.flatMap(named),
    ...[...files].filter((file) => canonical.has(file) && !own(file)).map((file) => `lists ${file}, which is to be found under another address`),
    ...site.pages.filter((file) => own(file) && !files.has(file)).map((file) => `does not list ${file}`),
  ]);
  const entries = [...text('feed.xml').matchAll(/<link[^>]* href="([^"]*)"/g)].map(([, address]) => address);
  report.check('feed.xml', entries.length > 2 ? entries.flatMap(named) : ['has no entries']);
  report.check('robots.txt', text('robots.txt').includes(`Sitemap: ${url}sitemap.xml`) ? [] : ['does not name the sitemap']);
  const links = [...text(NOT_FOUND).matchAll(/ (?:href|src)="([^"#]+)"/g)].map(([, address]) => address);
  // What leads to another host, as a government site's footer does, is whole.
  const own404 = links.filter((address) => !/^https?:/.test(address) || address.startsWith(new URL(url).origin));
  report.check(NOT_FOUND, own404.length > 0 ? own404.flatMap((address) => (/^(\/|https?:)/.test(address) ? named(new URL(address, url).href) : [`${address} is relative`])) : ['has no links']);
}

function plain(address) {
  return address.replaceAll('&amp;', '&');
}
