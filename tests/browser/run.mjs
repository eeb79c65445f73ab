// node run.mjs SITE CONTENT ADDRESSED URL
//
// Looks at the built SITE the way readers do and holds its numbers against the
// CONTENT it was built from. ADDRESSED is the same showcase built with URL as
// its address and with what a government site must carry. Ends with `N passed, N failed` and exit status 1
// when anything failed.

import { addresses } from './addresses.mjs';
import { launch } from './chromium.mjs';
import { crawl } from './crawl.mjs';
import { every } from './every.mjs';
import { footers, tags } from './government.mjs';
import { leave } from './leave.mjs';
import { look } from './look.mjs';
import { serve } from './nginx.mjs';
import { read, withoutScripts } from './nojs.mjs';
import { numbers } from './numbers.mjs';
import { print } from './print.mjs';
import { Report } from './report.mjs';
import { search } from './search.mjs';
import { single } from './single.mjs';
import { Site } from './site.mjs';
import { validate } from './vnu.mjs';

const [folder, content, addressed, url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node run.mjs SITE CONTENT ADDRESSED URL');
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const report = new Report();
const site = new Site(folder);
const browser = await launch();
const server = await serve(site);
const disk = site.disk;
try {
  await report.section('HTML by the Nu checker', () => validate(report, site));
  const official = new Site(addressed);
  await report.section('addresses of a showcase with a url', () => addresses(report, official, url));
  await report.section('a government site: tags, HTML, looks', async () => {
    tags(report, official);
    await validate(report, official);
    await footers(report, browser, official);
  });
  const full = new Map();
  await report.section('from a disk, and on paper', () =>
    crawl(report, browser, site, disk, async (page, file) => {
      full.set(file, await read(page));
      await print(report, page, file);
    }));
  await report.section('without JavaScript', () => withoutScripts(report, browser, site, disk, full));
  await report.section('numbers against their TOML', () => numbers(report, browser, site, disk, content));
  await report.section('every number on every page', () => every(report, browser, site, disk, content));
  await report.section('leaving the site', async () => {
    await leave(report, browser, site, disk);
    await leave(report, browser, site, server.below);
  });
  await report.section('a search', () => search(report, browser, site, [disk, server.root, server.below]));
  await report.section('a county as one file', () => single(report, browser, site));
  await report.section('from a server', () => crawl(report, browser, site, server.root));
  await report.section('from a sub-path of a server, at 360 and 1280 px, light and dark', () =>
    crawl(report, browser, site, server.below, (page, file) => look(report, page, file)));
} finally {
  await browser.close();
  server.stop();
}
process.exit(report.close());
