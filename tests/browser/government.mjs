// The same showcase as a government site publishes it: the tags that 《政府网站发展指引》
// wants on each kind of page, letter by letter, and a footer of links and
// local pictures. What it looks like is judged as on the plain one.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { visit } from './chromium.mjs';
import { look } from './look.mjs';

const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'];
const COLUMN = ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'];
const ARTICLE = ['ArticleTitle', 'PubDate', 'ContentSource'];
const FOOTER = ['主办单位', '联系方式', '网站标识码', 'beian.miit.gov.cn', 'beian.mps.gov.cn', 'bszs.conac.cn', 'zfwzgl.www.gov.cn', '网站地图'];

export function tags(report, site) {
  let [lists, articles] = [0, 0];
  for (const file of site.pages) {
    const html = readFileSync(path.join(site.folder, file), 'utf8');
    const found = new Map([...html.matchAll(/<meta name="([^"]+)" content="([^"]*)">/g)].map(([, name, content]) => [name, content]));
    const article = found.has('ArticleTitle');
    const wanted = [...SITE, ...(file === 'index.html' ? [] : COLUMN), ...(article ? ARTICLE : [])];
    const faults = wanted.filter((name) => !found.get(name)?.trim() || found.get(name) === 'null').map((name) => `${name} is missing or blank`);
    if (article && !/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(found.get('PubDate'))) faults.push(`PubDate is ${found.get('PubDate')}`);
    faults.push(...FOOTER.filter((words) => !html.includes(words)).map((words) => `the footer has no ${words}`));
    if (/<(?:script|img|link rel="stylesheet"|iframe)[^>]* (?:src|href)="(?:https?:)?\/\//.test(html)) faults.push('something is loaded from another host');
    if (article) articles += 1;
    else lists += 1;
    report.check(`tags of ${file}`, faults);
  }
  report.check('there are lists and articles', lists > 5 && articles > 2 ? [] : [`${lists} lists, ${articles} articles`]);
}

/** One page of each kind, from the disk. */
export async function footers(report, browser, site) {
  const kinds = new Map();
  for (const file of site.pages) {
    const kind = /<body class="([^"]+)"/.exec(readFileSync(path.join(site.folder, file), 'utf8'))?.[1];
    if (file !== '404.html' && !kinds.has(kind)) kinds.set(kind, file);
  }
  for (const file of kinds.values()) {
    const { heard } = await visit(browser, site.disk, file, {}, (page) => look(report, page, file));
    report.check(`${file} of a government site`, heard);
  }
}
