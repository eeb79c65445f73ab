// The numbers on the pages against the TOML they come from, read from the
// rendered page: the data page's row of every figure, the region's totals, and
// every plain reference in a write-up.

import { editions } from './content.mjs';
import { visit } from './chromium.mjs';
import { read, same, sum } from './quantity.mjs';

export async function numbers(report, browser, site, base, folder) {
  for (const edition of editions(folder)) {
    const file = `${edition.name}/data/index.html`;
    const { seen: rows } = await visit(browser, base, file, { script: false }, (page) => page.evaluate(tableRows));
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const county of edition.counties) {
      for (const [id, figure] of county.figures) {
        report.check(`${edition.name}: ${county.slug}-${id}`, row(byId.get(`${county.slug}-${id}`), figure, edition.indicators.get(id)));
      }
      const address = `${edition.name}/${county.slug}/index.html`;
      const { seen: links } = await visit(browser, base, address, { script: false }, (page) => page.evaluate(figureLinks));
      references(report, address, county, edition, links);
    }
    for (const indicator of edition.indicators.values()) {
      report.check(`${edition.name}: total of ${indicator.id}`, total(byId.get(`region-${indicator.id}`), indicator, edition));
    }
  }
}

/** In the page: the rows that carry a figure. */
function tableRows() {
  return [...document.querySelectorAll('tr[id]')].map((row) => {
    const cell = row.querySelector('.value');
    return { id: row.id, exact: cell?.dataset.exact, unit: cell?.dataset.unit, text: cell?.innerText, row: row.innerText };
  });
}

/** In the page: what stands on each link to a row of the data page. */
function figureLinks() {
  return [...document.querySelectorAll('main a[href*="data/index.html#"]')].map((link) => ({ anchor: decodeURIComponent(link.hash.slice(1)), text: link.innerText }));
}

function row(row, figure, indicator) {
  if (!row) return ['has no row on the data page'];
  if (figure.value === undefined) return /暂无数据/.test(row.text) ? [] : [`no value is written, the page shows ${row.text}`];
  const unit = indicator?.unit ?? figure.unit ?? '';
  const written = read(String(figure.value), unit);
  if (!written) return [`this suite cannot read “${figure.value}”`];
  const faults = [];
  if (!same(written, read(row.exact ?? '', row.unit))) faults.push(`written ${figure.value}, data-exact is ${row.exact} ${row.unit}`);
  const shown = read(row.text, row.unit);
  if (!same(written, shown)) faults.push(`written ${figure.value}, shown ${row.text}`);
  if (shown && shown.qualifier !== written.qualifier) faults.push(`written ${figure.value}, shown ${row.text}: the qualifier differs`);
  return faults;
}

function references(report, address, county, edition, links) {
  const asked = new Set([...county.text.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].map(([, id]) => id));
  for (const id of asked) {
    const figure = county.figures.get(id);
    const indicator = edition.indicators.get(id);
    const unit = indicator?.unit ?? figure?.unit ?? '';
    const shown = links.filter((link) => link.anchor === `${county.slug}-${id}`).map((link) => link.text);
    const written = read(String(figure?.value), unit);
    const right = shown.some((text) => same(written, read(text, unit)));
    report.check(`${address}: {{${id}}}`, right ? [] : [`written ${figure?.value}, the text shows ${shown.join(', ') || 'nothing'}`]);
  }
}

function total(row, indicator, edition) {
  if (indicator.total !== 'sum') return [];
  const values = edition.counties.map((county) => county.figures.get(indicator.id)?.value).filter((value) => value !== undefined);
  if (values.length === 0) return [];
  if (!row) return ['has no row on the data page'];
  const computed = sum(values.map((value) => read(String(value), indicator.unit)));
  const faults = [];
  if (!same(computed, read(row.exact ?? '', row.unit))) faults.push(`the counties add up to something else than ${row.exact} ${row.unit}: ${values.join(' + ')}`);
  if (values.length < edition.counties.length && !row.row.includes(String(values.length))) faults.push(`does not say that it covers ${values.length} counties`);
  return faults;
}
