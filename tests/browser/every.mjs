// Every number that stands on a page, read back and explained by the TOML: in
// running text, lists, tiles, tables and the tables under charts, on screen and
// on paper, in the single files. A number is explained when it is one of the
// figures of its page's edition (value, target, baseline, a year of the series),
// what follows from them (change, gap, progress, pace, total, mean, share), or
// stands in the words that the editors wrote. In a table a county's row must
// hold numbers of that very county, and of the indicator that the table names.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { editions } from './content.mjs';
import { visit } from './chromium.mjs';
import { compare, key, middle, minus, over, read, sum } from './quantity.mjs';

export async function every(report, browser, site, base, folder) {
  const years = editions(folder);
  const words = written(folder);
  const known = years.map((edition) => facts(edition, years));
  // The statement on accessibility names a standard, and no figure.
  const pages = [...site.pages, ...site.singles].filter((file) => !file.startsWith('accessibility/'));
  for (const file of pages) {
    const at = years.findIndex((edition) => file.startsWith(`${edition.name}/`));
    const own = at < 0 ? known : [known[at]];
    const county = at < 0 ? undefined : years[at].counties.find((one) => file.startsWith(`${years[at].name}/${one.slug}/`));
    const here = county && nameOf(county);
    const narrow = here && [ofCounty(known[at], here)];
    const { seen } = await visit(browser, base, file, { script: false }, (page) => page.evaluate(texts));
    const faults = new Set();
    for (const { text, table, wide } of seen) {
      for (const token of tokens(text)) {
        if (!explained(token, here && !wide ? narrow : own, words)) faults.add(`${token.written} in “${text.slice(Math.max(0, token.at - 24), token.at + 24).replace(/\s+/g, ' ')}”`);
      }
      if (table) for (const fault of ofTable(table, own, words, here)) faults.add(fault);
    }
    report.check(file, [...faults].slice(0, 12));
  }
}

function nameOf(county) {
  return county.text.match(/^name\s*=\s*"(.+?)"/m)?.[1] ?? county.slug;
}

/** In the page: the blocks of text, each by itself, and the tables. */
function texts() {
  const main = document.querySelector('main') ?? document.body;
  const skip = 'svg, script, style, time, nav, .date, .nth, .mark, .notes, code, pre, .downloads, [aria-hidden="true"]';
  const seen = [];
  const tables = [...main.querySelectorAll('table')];
  for (const one of tables) {
    const caption = one.caption?.textContent ?? '';
    const rows = [...one.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    seen.push({ text: '', table: { caption, rows } });
  }
  const copy = main.cloneNode(true);
  for (const gone of copy.querySelectorAll(skip)) gone.remove();
  const blocks = 'p, li, td, th, h1, h2, h3, h4, dt, dd, figcaption, caption, summary, blockquote, div, a, span.value';
  const leaf = (one) => ![...one.querySelectorAll(blocks)].some((inner) => /^(P|LI|TD|TH|H\d|DT|DD|FIGCAPTION|CAPTION|SUMMARY|BLOCKQUOTE|DIV)$/.test(inner.tagName));
  for (const one of copy.querySelectorAll('p, li, td, th, h1, h2, h3, h4, dt, dd, figcaption, caption, summary, blockquote, div')) {
    // A chart sets a county beside the others.
    if (leaf(one)) seen.push({ text: one.textContent, wide: Boolean(one.closest('figure, details')) });
  }
  return seen;
}

const UNIT = String.raw`(?:万亿|亿|万)?(?:[\p{Script=Han}]{0,4}|%|‰)(?:\/[\p{Script=Han}]{1,2})?`;
const NUMBER = /(?<![\w.\/#-])[-−]?\d[\d,]*(?:\.\d+)?/gu;

/** The numbers of a text with what stands behind them, dates and ordinals left out. */
function* tokens(text) {
  const plain = text.normalize('NFKC').replace(/[\u2060\u200b]/g, '');
  for (const found of plain.matchAll(NUMBER)) {
    const rest = plain.slice(found.index + found[0].length);
    if (/^(?:年|月|日|号|:\d|[A-Za-z])/.test(rest) || /第$/.test(plain.slice(0, found.index))) continue;
    const behind = rest.replace(/^\s+/, '').match(new RegExp(`^${UNIT}`, 'u'))?.[0] ?? '';
    yield { at: found.index, written: found[0] + behind, number: found[0].replace(/,/g, '').replace('−', '-'), behind };
  }
}

/** All numbers in the words of the content, those of the figures themselves left out. */
function written(folder) {
  const words = new Set();
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(md|toml)$/.test(name) && !name.endsWith('README.md'));
  for (const name of files) {
    const text = readFileSync(path.join(folder, name), 'utf8').normalize('NFKC');
    const said = name.endsWith('.md') ? text : text.split('\n').filter((line) => !/^\s*(?:value|target|baseline|series|stated_total|tolerance|acknowledged)\s*=/.test(line)).join('\n');
    for (const found of said.matchAll(/\d[\d,]*(?:\.\d+)?/g)) words.add(strip(found[0].replace(/,/g, '')));
  }
  return words;
}

/** 030.50 and 30.5 are one number. */
function strip(number) {
  const text = number.replace(/^[-−]/, '').replace(/^0+(?=\d)/, '');
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

/** A fraction to `places` decimals, rounded half away from zero, and cut. */
function decimals([top, bottom], places) {
  const size = 10n ** BigInt(places);
  const bare = top < 0n ? -top : top;
  const cut = (bare * size) / bottom;
  const round = (bare * size * 2n + bottom) / (bottom * 2n);
  const text = (whole) => strip(places === 0 ? `${whole}` : `${whole / size}.${`${whole % size}`.padStart(places, '0')}`);
  return [text(cut), text(round)];
}

/** What is known of an edition: by county and indicator, and of all. */
function facts(edition, years) {
  const all = new Facts();
  const rows = new Map();
  const before = years.filter((one) => one.name < edition.name).reverse();
  const ofRegion = new Map();
  for (const county of edition.counties) {
    const name = nameOf(county);
    for (const [id, figure] of county.figures) {
      const indicator = edition.indicators.get(id);
      const unit = indicator?.unit ?? figure.unit ?? '';
      const own = new Facts();
      const say = (value) => (value === undefined ? undefined : read(String(value), unit));
      const [value, target, baseline] = [figure.value, figure.target, figure.baseline].map(say);
      const series = Object.values(figure.series ?? {}).map(say);
      const other = years.filter((one) => one !== edition).map((one) => [one, one.counties.find((c) => c.slug === county.slug)?.figures.get(id)]).filter(([, f]) => f);
      const past = other.map(([one, f]) => read(String(f.value), one.indicators.get(id)?.unit ?? f.unit ?? ''));
      for (const one of [value, target, baseline, ...series, ...past]) own.quantity(one, unit, indicator?.decimals);
      own.pairs(value, [target, baseline, ...series, ...past], unit);
      own.pairs(target, [baseline], unit);
      for (const [i, one] of series.entries()) own.pairs(one, series.slice(i + 1), unit);
      own.progress(value, target, baseline);
      rows.set(`${name}|${indicator?.name ?? figure.name}`, own);
      all.take(own);
      const list = ofRegion.get(id) ?? [];
      list.push({ value, target, baseline, past: past[0], slug: county.slug, name });
      ofRegion.set(id, list);
    }
  }
  const region = new Facts();
  for (const [id, list] of ofRegion) {
    const indicator = edition.indicators.get(id);
    if (!indicator) continue;
    const totals = totalsOf(indicator, list, ofRegion, edition);
    const older = before.map((one) => one.indicators.get(id) && totalsOf(one.indicators.get(id), listOf(one, id), new Map([...one.indicators.keys()].map((key) => [key, listOf(one, key)])), one)?.value).filter(Boolean);
    for (const one of [...Object.values(totals), ...older]) region.quantity(one, indicator.unit, indicator.decimals ?? 2);
    region.pairs(totals.value, [totals.target, totals.baseline, ...older], indicator.unit);
    region.progress(totals.value, totals.target, totals.baseline);
    // The region over the years that every county states.
    const printed = edition.counties.map((county) => county.figures.get(id)).filter((figure) => figure?.value !== undefined).map((figure) => figure.series ?? {});
    const shared = Object.keys(printed[0] ?? {}).filter((year) => printed.every((one) => one[year] !== undefined));
    const whole = (indicator.total ?? 'sum') === 'sum' ? shared.map((year) => sum(printed.map((one) => read(String(one[year]), indicator.unit)))) : [];
    for (const [i, one] of whole.entries()) {
      region.quantity(one, indicator.unit, indicator.decimals ?? 2);
      region.pairs(one, [totals.value, ...whole.slice(i + 1)], indicator.unit);
      region.pairs(totals.value, [one], indicator.unit);
    }
    // What is said of two counties beside each other, and of one in all.
    const values = list.map((one) => one.value).filter(Boolean);
    for (const [i, one] of values.entries()) {
      region.pairs(one, values.slice(i + 1), indicator.unit);
      if (totals.value) region.ratio(one, totals.value);
    }
    region.ratio(values.at(-1), values[0]);
    // Of so many of the counties.
    const largest = [...values].sort((a, b) => compare(middle(b), middle(a)));
    for (let n = 2; n <= largest.length; n += 1) {
      const some = sum(largest.slice(0, n));
      if (some && totals.value) region.ratio(some, totals.value), region.quantity(some, indicator.unit, 2);
    }
  }
  all.take(region);
  for (const county of edition.counties) for (const check of county.checks) for (const facts of [all, region]) outcome(check, county, edition, facts);
  const { start, due } = edition.plan ?? {};
  const dates = [...edition.dates, ...edition.counties.flatMap((county) => county.dates)];
  for (const date of start && due ? dates : []) {
    region.ways.push(...all.ways);
    for (const facts of [all, region]) facts.time(start, due, date);
  }
  return { edition, all, region, rows };
}

/** The last day that a date of the TOML names, in days. */
function day(written, last) {
  const [year, month, date] = (written instanceof Date ? written.toISOString().slice(0, 10) : String(written)).match(/\d+/g).map(Number);
  if (date) return Date.UTC(year, month - 1, date) / 86400000;
  if (month) return Date.UTC(year, last ? month : month - 1, last ? 0 : 1) / 86400000;
  return Date.UTC(year, last ? 11 : 0, last ? 31 : 1) / 86400000;
}

function days(from, to) {
  return day(to, true) - day(from, false);
}

/** What a check's parts come to, and how far that is from what is stated. */
function outcome(check, county, edition, all) {
  const [kind] = ['sum', 'difference', 'product', 'per', 'ratio', 'share'].filter((name) => check[name]);
  const figure = (id) => county.figures.get(id) ?? {};
  const unit = (id) => edition.indicators.get(id)?.unit ?? figure(id).unit ?? '';
  const parts = check[kind].map((id) => read(String(figure(id).value), unit(id)));
  const is = read(String(figure(check.is).value), unit(check.is));
  if (!is || parts.some((part) => !part)) return;
  const [first, second] = parts;
  const plain = (part) => middle(part);
  const results = {
    sum: () => parts.map(plain).reduce((a, b) => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]),
    difference: () => parts.map(plain).reduce(minus),
    product: () => parts.map(plain).reduce((a, b) => [a[0] * b[0], a[1] * b[1]]),
    per: () => over(plain(first), plain(second)),
    ratio: () => over(plain(first), plain(second)),
    share: () => over(plain(first), plain(second)),
  };
  const result = results[kind]();
  if (!result) return;
  // A share is counted in tenths of a per cent; of a product it is a fraction.
  const shares = kind === 'product' ? parts.filter((part) => part.family === 'share').length : 0;
  const size = [1n, 1000n ** BigInt(shares)];
  const fraction = [result[0] * size[0], result[1] * size[1]];
  const computed = kind === 'share' || (kind === 'ratio' && is.family === 'share') ? [fraction[0] * 1000n, fraction[1]] : fraction;
  const reading = { family: is.family, low: computed, high: computed };
  all.quantity(reading, unit(check.is));
  all.pairs(is, [reading], unit(check.is));
  for (const n of [0, 1, 2]) for (const text of decimals([computed[0], computed[1] * 10n], n)) if (is.family === 'share') all.percent(text, '%');
}

function listOf(edition, id) {
  const indicator = edition.indicators.get(id);
  const stated = edition.counties.filter((county) => county.figures.get(id));
  return stated.map((county) => {
    const figure = county.figures.get(id);
    const say = (value) => (value === undefined ? undefined : read(String(value), indicator?.unit ?? figure.unit ?? ''));
    return { slug: county.slug, value: say(figure.value), target: say(figure.target), baseline: say(figure.baseline) };
  });
}

/** The region's value, target and baseline, by the indicator's rule. */
function totalsOf(indicator, list, all, edition) {
  const rule = indicator.total ?? 'sum';
  const stated = list.filter((one) => one.value);
  if (rule === 'none' || stated.length === 0) return {};
  const of = (part) => {
    const has = stated.filter((one) => one[part]);
    if (part !== 'value' && has.length < stated.length && has.length === 0) return undefined;
    const readings = has.map((one) => one[part]);
    if (readings.length === 0) return undefined;
    if (rule === 'sum') return sum(readings);
    if (rule === 'mean') {
      const whole = sum(readings);
      return whole && scaled(whole, [1n, BigInt(readings.length)]);
    }
    const weights = all.get(rule.weighted_by) ?? [];
    const slugs = edition.counties.filter((county) => county.figures.get(indicator.id)?.value !== undefined);
    const pairs = has.map((one) => [one[part], weights.find((w) => w.slug === one.slug)?.value]).filter(([, weight]) => weight);
    if (pairs.length === 0 || slugs.length === 0) return undefined;
    const heavy = pairs.map(([value, weight]) => scaled(value, middle(weight)));
    const weight = sum(pairs.map(([, one]) => one));
    const [top, bottom] = middle(weight);
    return scaled(sum(heavy), [bottom, top]);
  };
  // Progress covers the counties that have all that it needs.
  const whole = stated.filter((one) => one.target);
  const based = whole.filter((one) => one.baseline);
  const add = (some, part) => (rule === 'sum' && some.length > 0 ? sum(some.map((one) => one[part])) : undefined);
  return {
    value: of('value'), target: of('target'), baseline: of('baseline'),
    done: add(whole, 'value'), basedValue: add(based, 'value'), basedTarget: add(based, 'target'),
  };
}

function scaled(reading, [top, bottom]) {
  const times = ([a, b]) => [a * top, b * bottom];
  return { ...reading, low: times(reading.low), high: times(reading.high) };
}

/** Numbers that may stand on a page: amounts by family, and bare ones. */
class Facts {
  constructor() {
    this.bare = new Set();
    this.amounts = new Set();
    this.ways = [];
    this.times = new Set();
  }

  take(other) {
    for (const one of other.bare) this.bare.add(one);
    for (const one of other.amounts) this.amounts.add(one);
    this.ways.push(...other.ways);
  }

  /** The share of the planned time that is gone at a date, and the pace of every way. */
  time(start, due, gone) {
    const [past, all] = [days(start, gone), days(start, due)];
    if (!(all > 0)) return;
    const some = BigInt(Math.max(0, Math.min(past, all)));
    for (const count of [past, all]) this.bare.add(`${count}`), this.amounts.add(key('天', [BigInt(count), 1n]));
    this.share([some, BigInt(all)]);
    for (const way of some > 0n ? this.ways : []) for (const n of [1, 2]) for (const text of decimals([way[0] * BigInt(all), way[1] * some], n)) this.bare.add(text), this.times.add(text);
  }

  /** An amount in every scale, exact and rounded as the indicator says. */
  quantity(reading, unit, places) {
    if (!reading) return;
    for (const end of [reading.low, reading.high, middle(reading)]) {
      this.amounts.add(key(reading.family, end));
      const one = read('1', unit);
      if (!one) continue;
      const inUnit = over(end, one.low);
      if (!inUnit) continue;
      for (const shift of [0n, 4n, 8n]) {
        for (const digits of new Set([0, 1, 2, places ?? 0])) for (const text of decimals([inUnit[0], inUnit[1] * 10n ** shift], digits)) {
          this.rounded(text, reading.family, unit, shift);
        }
        const [top, bottom] = [inUnit[0] * 10n ** shift, inUnit[1]];
        if (top % bottom === 0n) this.bare.add(strip(`${top / bottom}`));
        this.exact([inUnit[0], inUnit[1] * 10n ** shift]);
        this.exact([inUnit[0] * 10n ** shift, inUnit[1]]);
      }
    }
  }

  exact(fraction) {
    for (let places = 0; places <= 6; places += 1) {
      const [cut, round] = decimals(fraction, places);
      if (cut === round) this.bare.add(cut);
    }
  }

  rounded(text, family, unit, shift) {
    this.bare.add(text);
    const scale = { 0: '', 4: '万', 8: '亿' }[shift];
    const base = unit.replace(/^(万亿|亿|万)/, '');
    const own = shift === 0n ? unit : scale + base;
    const reading = read(text, own);
    if (reading && reading.family === family) this.amounts.add(key(family, reading.low));
  }

  /** How one differs from others: by how much, by how many per cent, how many times. */
  pairs(one, others, unit) {
    for (const other of others) {
      if (!one || !other || one.family !== other.family) continue;
      const ends = [[one.low, other.low], [one.high, other.high], [one.low, other.high], [one.high, other.low], [middle(one), middle(other)]];
      for (const [a, b] of ends) {
        const [top, bottom] = minus(a, b);
        const apart = [top < 0n ? -top : top, bottom];
        const reading = { family: one.family, low: apart, high: apart };
        this.quantity(reading, unit);
        if (one.family === 'share') for (let n = 0; n <= 4; n += 1) for (const text of decimals([apart[0], apart[1] * 10n], n)) this.percent(text, '个百分点');
        const change = over(apart, b);
        if (change) this.share(change);
      }
      this.ratio(one, other);
      this.ratio(other, one);
    }
  }

  ratio(one, other) {
    if (!one || !other || one.family !== other.family) return;
    const times = over(middle(one), middle(other));
    if (!times) return;
    this.share(times);
    for (const n of [0, 1, 2]) for (const text of decimals(times, n)) this.bare.add(text);
  }

  share(fraction) {
    const hundred = [fraction[0] * 100n, fraction[1]];
    for (const n of [0, 1, 2]) for (const text of decimals(hundred, n)) this.percent(text, '%');
    // Never all before it is, never nothing after it began.
    this.percent('99.9', '%');
    this.percent('0.1', '%');
    this.percent('100', '%');
  }

  percent(text, unit) {
    this.bare.add(text);
    this.amounts.add(`${unit}:${text}`);
  }

  progress(value, target, baseline) {
    if (!value || !target) return;
    const way = baseline ? over(minus(middle(value), middle(baseline)), minus(middle(target), middle(baseline))) : over(middle(value), middle(target));
    if (!way) return;
    this.share(way);
    this.ways.push(way);
  }
}

/** What may stand on a county's page: its own figures and the region's. */
function ofCounty({ region, rows }, name) {
  const all = new Facts();
  all.take(region);
  for (const [one, facts] of rows) if (one.startsWith(`${name}|`)) all.take(facts);
  all.times = region.times;
  return { all };
}

/** Words behind a number that count what the program itself knows: places, notes, counties. */
const COUNTED = /^(?:$|个县|项|处|个|位|条|县|地|倍|天|年|届|篇|字|县市区|类|点|张|幅|次|页|KB|MB)/;

function explained(token, own, words) {
  const number = strip(token.number);
  if (words.has(number)) return true;
  const small = /^\d{1,3}$/.test(number) && COUNTED.test(token.behind);
  if (small) return true;
  return own.some(({ all }) => holds(all, token, number));
}

function holds(all, { number: signed, behind }, number) {
  if (/^(%|个百分点)/.test(behind)) {
    const unit = behind.startsWith('%') ? '%' : '个百分点';
    if (all.amounts.has(`${unit}:${number}`)) return true;
  }
  // 倍 and pace are quotients of what is known.
  if (behind.startsWith('倍')) return all.bare.has(number) || all.times.has(number);
  for (let length = behind.length; length > 0; length -= 1) {
    const reading = read(signed.replace('-', '') + behind.slice(0, length));
    if (reading && all.amounts.has(key(reading.family, reading.low))) return true;
  }
  return (behind === '' || /^[以至多余]/.test(behind)) && all.bare.has(number);
}

/** Cells that belong to one county and one figure, by row, column or caption. */
function ofTable({ caption, rows }, own, words, here) {
  const faults = [];
  const heads = rows[0] ?? [];
  for (const { rows: facts } of own.length === 1 ? own : []) {
    const figures = [...new Set([...facts.keys()].map((one) => one.split('|')[1]))].sort((a, b) => b.length - a.length);
    const counties = [...new Set([...facts.keys()].map((one) => one.split('|')[0]))];
    const whole = figures.find((name) => caption.includes(name));
    for (const cells of rows.slice(1)) {
      cells.slice(1).forEach((cell, at) => {
        const head = heads[at + 1] ?? '';
        const county = [cells[0], head].find((name) => counties.includes(name)) ?? (figures.includes(cells[0]) ? here : undefined);
        const figure = [cells[0], head, whole].find((name) => figures.includes(name));
        const fact = county && figure ? facts.get(`${county}|${figure}`) : undefined;
        if (!fact || /第|位|[年月日]|截至|\d\d-\d\d/.test(cell)) return;
        for (const token of tokens(cell)) {
          const number = strip(token.number);
          const said = words.has(number) && cell.length > 12;
          if (!said && !holds(fact, token, number)) faults.push(`${county}, ${figure}: a table shows ${cell}`);
        }
      });
    }
  }
  return faults;
}
