// node run.mjs SITE CONTENT
//
// Looks at the built SITE the way readers do and holds its numbers against the
// CONTENT it was built from. Ends with `N passed, N failed` and exit status 1
// when anything failed.

import { launch } from './chromium.mjs';
import { crawl } from './crawl.mjs';
import { look } from './look.mjs';
import { serve } from './nginx.mjs';
import { read, withoutScripts } from './nojs.mjs';
import { numbers } from './numbers.mjs';
import { print } from './print.mjs';
import { Report } from './report.mjs';
import { Site } from './site.mjs';
import { validate } from './vnu.mjs';

const [folder, content] = process.argv.slice(2);
if (!folder || !content) {
  console.error('usage: node run.mjs SITE CONTENT');
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
  const full = new Map();
  await report.section('from a disk, and on paper', () =>
    crawl(report, browser, site, disk, async (page, file) => {
      full.set(file, await read(page));
      await print(report, page, file);
    }));
  await report.section('without JavaScript', () => withoutScripts(report, browser, site, disk, full));
  await report.section('numbers against their TOML', () => numbers(report, browser, site, disk, content));
  await report.section('from a server', () => crawl(report, browser, site, server.root));
  await report.section('from a sub-path of a server, at 360 and 1280 px, light and dark', () =>
    crawl(report, browser, site, server.below, (page, file) => look(report, page, file)));
} finally {
  await browser.close();
  server.stop();
}
process.exit(report.close());
