// The search finds what it should, from a disk and under the policy of a
// careful server: there its index files must come by a trusted address.

import { visit } from './chromium.mjs';

const PAGE = 'search/index.html';

export async function search(report, browser, site, bases) {
  if (!site.pages.includes(PAGE)) return;
  for (const base of bases) {
    const { seen, heard } = await visit(browser, base, PAGE, {}, async (page) => {
      await page.fill('form.search input', '县');
      await page.waitForSelector('#hits mark', { timeout: 5000 }).catch(() => {});
      return page.locator('#hits mark').count();
    });
    report.check(`${base.name}: a search`, [...heard, ...(seen > 0 ? [] : ['finds nothing'])]);
  }
}
