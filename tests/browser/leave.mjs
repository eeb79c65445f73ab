// Leaving the site: a link to another host asks first, one to an allowed host
// or within the site does not, and without scripts every link is plain.

import { visit } from './chromium.mjs';

const OUTSIDE = 'https://outside.example/a?b=1';

export async function leave(report, browser, site, base) {
  const file = 'index.html';
  const { seen, heard } = await visit(browser, base, file, {}, async (page) => {
    const faults = [];
    if (await page.locator('#leave').count() === 0) return ['there is no notice'];
    await page.evaluate((href) => {
      const link = document.createElement('a');
      link.id = 'way-out';
      link.href = href;
      link.textContent = 'out';
      document.querySelector('main').prepend(link);
    }, OUTSIDE);
    const here = page.url();
    await page.click('#way-out');
    if (!(await page.locator('#leave[open]').count())) faults.push('a link to another host does not ask');
    if (page.url() !== here) faults.push('the page was left unasked');
    if ((await page.locator('#leave .go').getAttribute('href')) !== OUTSIDE) faults.push('“go on” leads elsewhere');
    if (!(await page.locator('#leave .where').textContent()).includes('outside.example')) faults.push('it does not say where to');
    await page.click('#leave button');
    if (await page.locator('#leave[open]').count()) faults.push('“stay” does not close it');
    await page.click('#way-out');
    await page.keyboard.press('Escape');
    if (await page.locator('#leave[open]').count()) faults.push('Escape does not close it');
    await page.click('footer a[href$="accessibility/index.html"]');
    await page.waitForLoadState();
    if (!page.url().includes('accessibility')) faults.push('a link within the site asks');
    return faults;
  });
  report.check(`the notice from ${base.name}`, [...seen, ...heard]);
}
