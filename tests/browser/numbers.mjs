// Every number of the built site against the TOML it comes from, read back from
// what a reader gets: the data page and its three downloads, the indicator
// pages with their rankings and the tables of their charts, the references of
// every write-up. What the program computes (totals, progress, places) is
// computed here anew, in fractions of whole numbers.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { editions } from './content.mjs';
import { visit } from './chromium.mjs';
import { cells, workbook } from './downloads.mjs';
import { compare, middle, minus, over, percent, read, same, sum } from './quantity.mjs';

export async function numbers(report, browser, site, base, folder) {
  const years = editions(folder);
  for (const edition of years) {
    const names = new Map(edition.counties.map((county) => [county.slug, nameOf(county)]));
    const file = `${edition.name}/data/index.html`;
    const { seen: rows } = await visit(browser, base, file, { script: false }, (page) => page.evaluate(tableRows));
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const county of edition.counties) {
      for (const [id, figure] of county.figures) {
        report.check(`${edition.name}: ${county.slug}-${id}`, row(byId.get(`${county.slug}-${id}`), figure, edition.indicators.get(id)));
      }
      const address = `${edition.name}/${county.slug}/index.html`;
      const { seen: links } = await visit(browser, base, address, { script: false }, (page) => page.evaluate(figureLinks));
      references(report, address, county, edition, years, links);
    }
    downloads(report, site, edition, `${edition.name}/data/figures`, names);
    for (const indicator of edition.indicators.values()) {
      report.check(`${edition.name}: total of ${indicator.id}`, total(byId.get(`region-${indicator.id}`), indicator, edition));
      const address = `${edition.name}/indicator/${indicator.id}/index.html`;
      if (!site.known.has(address)) continue;
      const { seen } = await visit(browser, base, address, { script: false }, (page) => page.evaluate(indicatorTables));
      report.check(address, indicatorPage(seen, indicator, edition, names));
      downloads(report, site, edition, `${edition.name}/indicator/${indicator.id}/${indicator.id}`, names, indicator.id);
    }
  }
}

/** In the page: the rows that carry a figure. */
function tableRows() {
  return [...document.querySelectorAll('tr[id]')].map((row) => {
    const cell = row.querySelector('.value');
    return { id: row.id, exact: cell?.dataset.exact, unit: cell?.dataset.unit, text: cell?.innerText, cells: [...row.cells].map((one) => one.innerText), row: row.innerText };
  });
}

/** In the page: what stands on each link to a row of the data page. */
function figureLinks() {
  return [...document.querySelectorAll('main a[href*="data/index.html#"]')].map((link) => ({ anchor: decodeURIComponent(link.hash.slice(1)), edition: link.pathname.split('/').at(-3), text: link.innerText }));
}

/** In the page: the ranking, and the rows of the charts' tables, with their heads. */
function indicatorTables() {
  const table = (one) => [...one.rows].map((row) => [...row.cells].map((cell) => ({ text: cell.textContent.trim(), exact: cell.dataset.exact })));
  const ranking = document.querySelector('table[data-sortable]');
  return { ranking: ranking ? table(ranking) : [], charts: [...document.querySelectorAll('details table')].map(table) };
}

function nameOf(county) {
  return county.text.match(/^name\s*=\s*"(.+?)"/m)?.[1] ?? county.slug;
}

/** A number of a figure, read in the unit it is meant in. */
function number(value, figure, indicator) {
  return value === undefined ? undefined : read(String(value), indicator?.unit ?? figure.unit ?? '');
}

function row(row, figure, indicator) {
  if (!row) return ['has no row on the data page'];
  const faults = [];
  const unit = indicator?.unit ?? figure.unit ?? '';
  const target = number(figure.target, figure, indicator);
  if (target && !row.cells.some((cell) => same(target, read(cell, unit)))) faults.push(`the target is ${figure.target}, the row shows ${row.row}`);
  if (figure.value === undefined) return /暂无数据/.test(row.row) ? faults : [...faults, `no value is written, the page shows ${row.text}`];
  const written = read(String(figure.value), unit);
  if (!written) return [`this suite cannot read “${figure.value}”`];
  if (!same(written, read(row.exact ?? '', row.unit))) faults.push(`written ${figure.value}, data-exact is ${row.exact} ${row.unit}`);
  const shown = read(row.text, row.unit);
  if (!same(written, shown)) faults.push(`written ${figure.value}, shown ${row.text}`);
  if (shown && shown.qualifier !== written.qualifier) faults.push(`written ${figure.value}, shown ${row.text}: the qualifier differs`);
  return faults;
}

/** How far a figure has come, as a fraction; `undefined` where it says no target. */
function progress(figure, indicator) {
  const [value, target, baseline] = ['value', 'target', 'baseline'].map((key) => number(figure[key], figure, indicator));
  if (!value || !target) return undefined;
  if (!baseline) return over(middle(value), middle(target));
  return over(minus(middle(value), middle(baseline)), minus(middle(target), middle(baseline)));
}

/** Whether less is better: where targets lie below baselines, or are zero. */
function falls(id, years) {
  const figures = years.flatMap((year) => year.counties.map((county) => [county.figures.get(id), year.indicators.get(id)]));
  const down = figures.filter(([figure, indicator]) => {
    const [target, baseline] = ['target', 'baseline'].map((key) => figure && number(figure[key], figure, indicator));
    return target && baseline && compare(middle(target), middle(baseline)) < 0;
  });
  return down.length > 0;
}

/** The place of a county by an indicator: one more than are better. */
function place(slug, indicator, edition, years) {
  const values = edition.counties.map((county) => [county.slug, number(county.figures.get(indicator.id)?.value, county.figures.get(indicator.id) ?? {}, indicator)]).filter(([, value]) => value);
  const own = values.find(([one]) => one === slug)?.[1];
  const sign = falls(indicator.id, years) ? -1 : 1;
  return own && 1 + values.filter(([, value]) => sign * compare(middle(value), middle(own)) > 0).length;
}

/** Whether `text` is the share as a percentage, to its last printed digit. */
function isPercent(text, share) {
  const shown = read(text, '%');
  return Boolean(shown) && percent(shown, share);
}

const ASKED = /\{\{\s*(?:([\w-]+)\/)?([\w-]+)(?:\.(value|target|baseline|progress|rank))?\s*(?:[|｜]\s*([^}]+?)\s*)?\}\}/g;

function references(report, address, county, edition, years, links) {
  const asked = new Map([...county.text.matchAll(ASKED)].map((found) => [found[0], found.slice(1)]));
  for (const [written, [slug, id, field = 'value', unit]] of asked) {
    const owner = slug && slug !== 'region' ? edition.counties.find((one) => one.slug === slug) : county;
    const indicator = edition.indicators.get(id);
    const here = links.filter((link) => link.edition === edition.name);
    const shown = here.filter((link) => link.anchor === `${slug ?? county.slug}-${id}`).map((link) => link.text);
    const figure = owner?.figures.get(id);
    const faults = [];
    const ours = shown.filter((text) => {
      if (slug === 'region') return indicator?.total === 'sum' || indicator?.total === undefined ? same(added(indicator, edition), read(text, indicator.unit)) : true;
      if (!figure) return false;
      if (field === 'progress') return isPercent(text, progress(figure, indicator));
      if (field === 'rank') return text.includes(`第${place(owner.slug, indicator, edition, years)}位`);
      const reading = read(text, indicator?.unit ?? figure.unit ?? '');
      return same(number(figure[field], figure, indicator), reading) && (!unit || text.includes(unit));
    });
    if (ours.length === 0) faults.push(`written ${slug === 'region' ? 'in the counties' : figure?.[field === 'rank' || field === 'progress' ? 'value' : field]}, the text shows ${shown.join(', ') || 'nothing'}`);
    report.check(`${address}: ${written}`, faults);
  }
}

/** What the counties come to; `undefined` where none states a value. */
function added(indicator, edition) {
  const values = edition.counties.map((county) => county.figures.get(indicator.id)?.value).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : sum(values.map((value) => read(String(value), indicator.unit)));
}

function total(row, indicator, edition) {
  if ((indicator.total ?? 'sum') !== 'sum') return [];
  const values = edition.counties.map((county) => county.figures.get(indicator.id)?.value).filter((value) => value !== undefined);
  if (values.length === 0) return [];
  if (!row) return ['has no row on the data page'];
  const faults = [];
  if (!same(added(indicator, edition), read(row.exact ?? '', row.unit))) faults.push(`the counties add up to something else than ${row.exact} ${row.unit}: ${values.join(' + ')}`);
  if (values.length < edition.counties.length && !row.row.includes(String(values.length))) faults.push(`does not say that it covers ${values.length} counties`);
  return faults;
}

/** The ranking of an indicator's page, and every number of its charts' tables. */
function indicatorPage({ ranking, charts }, indicator, edition, names) {
  const faults = [];
  const rows = new Map(ranking.map((cells) => [cells[1]?.text, cells]));
  for (const county of edition.counties) {
    const figure = county.figures.get(indicator.id) ?? {};
    const name = names.get(county.slug);
    const cells = rows.get(name);
    const value = number(figure.value, figure, indicator);
    if (!cells) {
      faults.push(`the ranking has no row for ${name}`);
      continue;
    }
    if (value && !same(value, read(cells[2].text, indicator.unit))) faults.push(`${name}: written ${figure.value}, the ranking shows ${cells[2].text}`);
    if (value && !same(value, read(cells[2].exact ?? '', indicator.unit))) faults.push(`${name}: written ${figure.value}, data-exact is ${cells[2].exact}`);
    if (!value && !/暂无数据/.test(cells[2].text)) faults.push(`${name}: no value is written, the ranking shows ${cells[2].text}`);
    const target = number(figure.target, figure, indicator);
    if (target && !same(target, read(cells[3].text, indicator.unit))) faults.push(`${name}: the target is ${figure.target}, the ranking shows ${cells[3].text}`);
    const series = Object.values(figure.series ?? {}).map((one) => number(one, figure, indicator));
    const known = [value, target, number(figure.baseline, figure, indicator), ...series].filter(Boolean);
    const share = progress(figure, indicator);
    // Rows of a series over editions hold the values of other years too.
    const own = (text, head) => /^\d{4}/.test(head) || known.some((one) => same(one, read(text, indicator.unit))) || (share && isPercent(text, share));
    for (const table of charts) {
      const heads = table[0]?.map((cell) => cell.text) ?? [];
      for (const cells of table.filter((row) => row[0]?.text === name)) {
        cells.slice(1).forEach((cell, at) => {
          const says = read(cell.text, indicator.unit);
          if (says && !own(cell.text, heads[at + 1] ?? '')) faults.push(`${name}: a chart's table shows ${cell.text}, which is none of its numbers`);
        });
      }
    }
  }
  return faults;
}

/** CSV, JSON and XLSX of the same figures, each value on its own. */
function downloads(report, site, edition, stem, names, only) {
  const file = (extension) => path.join(site.folder, `${stem}.${extension}`);
  if (!site.known.has(`${stem}.csv`)) return;
  const csv = cells(readFileSync(file('csv'), 'utf8'));
  const json = JSON.parse(readFileSync(file('json'), 'utf8'));
  const sheets = workbook(readFileSync(file('xlsx')));
  const rows = sheets.flatMap((sheet) => sheet.slice(1));
  const key = (name, id) => `${name}|${id}`;
  const inCsv = new Map(csv.map((one) => [key(one['县'], one['编号']), one]));
  const inJson = new Map(json.figures.map((one) => [key(one.county_name, one.id), one]));
  const inBook = new Map(rows.map((cells) => [key(cells[0], cells[2]), cells]));
  const faults = readFileSync(file('csv'), 'utf8').startsWith('\uFEFF') ? [] : ['the CSV has no byte-order mark'];
  let count = 0;
  for (const county of edition.counties) {
    for (const [id, figure] of county.figures) {
      if (only && id !== only) continue;
      count += 1;
      const name = key(names.get(county.slug), id);
      faults.push(...ofDownloads(name, figure, edition.indicators.get(id), [inCsv, inJson, inBook].map((map) => map.get(name))));
    }
  }
  for (const [kind, map] of [['CSV', inCsv], ['JSON', inJson], ['XLSX', inBook]]) {
    if (map.size !== count) faults.push(`the ${kind} has ${map.size} figures, ${count} are written`);
  }
  report.check(`${stem}: downloads`, faults);
}

function ofDownloads(name, figure, indicator, [csv, json, book]) {
  if (!csv || !json || !book) return [`${name} is missing in a download`];
  const faults = [];
  const unit = indicator?.unit ?? figure.unit ?? '';
  const differs = (what, written, text) => {
    const shown = text === undefined || text === null || text === '' ? undefined : read(String(text), unit);
    if (written ? !same(written, shown) : shown) faults.push(`${name}: ${what} is ${text}`);
  };
  const value = number(figure.value, figure, indicator);
  const end = (low, high) => (low === '' || high === '' ? low : `${low}—${high}`);
  differs('value in the CSV', value, end(csv['数值'], csv['上限']));
  differs('value in the XLSX', value, end(book[4], book[5]));
  differs('value in the JSON', value, json.value);
  differs('printed value', value, json.as_printed);
  if (value && csv['单位'] !== unit) faults.push(`${name}: the CSV's unit is ${csv['单位']}`);
  if ((value?.qualifier ?? '') !== (csv['限定'] || '')) faults.push(`${name}: the CSV's qualifier is ${csv['限定']}`);
  if (value && typeof book[4] !== 'number') faults.push(`${name}: the XLSX has ${book[4]} as text`);
  for (const [column, at, field] of [['目标', 9, 'target'], ['基期', 10, 'baseline']]) {
    const written = number(figure[field], figure, indicator);
    differs(`${field} in the CSV`, written, csv[column]);
    differs(`${field} in the XLSX`, written, book[at]);
    differs(`${field} in the JSON`, written, json[field]);
  }
  for (const [year, one] of Object.entries(figure.series ?? {})) {
    differs(`series of ${year} in the JSON`, number(one, figure, indicator), json.series[year]);
  }
  const share = progress(figure, indicator);
  if (json.progress !== null && !nearly(json.progress, share)) faults.push(`${name}: progress in the JSON is ${json.progress}`);
  if (csv['完成率'] && !isPercent(csv['完成率'], share)) faults.push(`${name}: progress in the CSV is ${csv['完成率']}`);
  return faults;
}

/** Whether a number of 28 digits is a share. */
function nearly(text, share) {
  if (!share) return false;
  const [top, bottom] = minus(middle(read(text, '')), share);
  return (top < 0n ? -top : top) * 10n ** 20n < bottom;
}
