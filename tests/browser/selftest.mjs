// A check that cannot fail checks nothing. A small sound site passes every
// check; then one thing after another is broken in it, and the check that
// stands guard over it has to say so.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { addresses } from './addresses.mjs';
import { launch } from './chromium.mjs';
import { crawl } from './crawl.mjs';
import { every } from './every.mjs';
import { look } from './look.mjs';
import { serve } from './nginx.mjs';
import { read, withoutScripts } from './nojs.mjs';
import { numbers } from './numbers.mjs';
import { print } from './print.mjs';
import { read as quantity, same, sum } from './quantity.mjs';
import { Report } from './report.mjs';
import { single } from './single.mjs';
import { Site } from './site.mjs';
import { validate } from './vnu.mjs';
import { Trap } from './xss.mjs';

const html = (up, title, body) => `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${up}assets/icon.svg">
<link rel="stylesheet" href="${up}assets/site.css">
<script src="${up}assets/site.js" defer></script>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

const SITE = {
  'index.html': html('', '巡礼', '<p>请看<a href="2024/jia/index.html">甲县</a>和<a href="2024/data/index.html#jia-funds">数据</a>。</p>'),
  '2024/jia/index.html': html('../../', '甲县', '<p>投入<a href="../data/index.html#jia-funds">约2.738亿元</a>。</p>'),
  '2024/data/index.html': html('../../', '数据', `<table><tr><th>数据</th><th>数值</th></tr>
<tr id="jia-funds"><td>资金</td><td class="value" data-exact="27380" data-unit="万元">约27,380</td></tr>
<tr id="jia-years"><td>年限</td><td class="value" data-exact="10—15" data-unit="年">10—15</td></tr>
<tr id="region-funds"><td>合计</td><td class="value" data-exact="27380" data-unit="万元">约27,380</td></tr></table>`),
  '2024/jia/jia.html': `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>甲县</title>
<style>body{color:#111;background:#fff}</style>
</head>
<body class="county alone">
<main>
<h1>甲县</h1>
<p id="a">投入约2.738亿元，<a href="#a">见上</a>。</p>
</main>
</body>
</html>
`,
  'assets/site.css': '@page { size: A4; margin: 18mm; } body { color: #111; background: #fff; } @media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } a { color: #9cf; } }',
  'assets/site.js': '"use strict";',
  'assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
};

/** The same with an address; its links lead to another host, so only one check takes it. */
const ADDRESSED = {
  ...Object.fromEntries(
    Object.entries(SITE).map(([file, text]) => [file, text.replace('<link rel="icon"', `<link rel="canonical" href="https://example.com/x/${file}">\n<link rel="icon"`)]),
  ),
  '404.html': '<a href="https://example.com/x/index.html">首页</a>',
  'robots.txt': 'Sitemap: https://example.com/x/sitemap.xml\n',
  'sitemap.xml': Object.keys(SITE)
    .filter((file) => file.endsWith('.html'))
    .map((file) => `<loc>https://example.com/x/${file}</loc>\n`)
    .join(''),
  'feed.xml': '<link href="https://example.com/x/"/><link rel="self" href="https://example.com/x/feed.xml"/><link href="https://example.com/x/2024/jia/index.html"/>',
};

const CONTENT = {
  '2024/edition.toml': 'roster = ["jia"]\n[[indicators]]\nid = "funds"\nunit = "万元"\ntotal = "sum"\n',
  '2024/jia/figures.toml': '[figures.funds]\nvalue = "约2.738亿元"\n[figures.years]\nunit = "年"\nvalue = "10—15年"\n',
  '2024/jia/index.md': '投入{{funds}}。\n',
};

const home = mkdtempSync(path.join(tmpdir(), 'xunli-selftest-'));
let browser;
before(async () => (browser = await launch()));
after(async () => {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
});

let made = 0;
function write(files) {
  const folder = path.join(home, String((made += 1)));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** What each check says about `files`. */
async function said(check, files) {
  const lines = [];
  const report = new Report((line) => lines.push(line));
  await CHECKS[check](report, new Site(write(files)));
  assert.equal(report.failed > 0, lines.length > 0);
  return lines.join('\n');
}

async function served(site, use) {
  const server = await serve(site);
  try {
    await use(server);
  } finally {
    server.stop();
  }
}

const CHECKS = {
  vnu: (report, site) => validate(report, site),
  disk: (report, site) => crawl(report, browser, site, site.disk),
  root: (report, site) => served(site, (server) => crawl(report, browser, site, server.root)),
  below: (report, site) => served(site, (server) => crawl(report, browser, site, server.below)),
  addresses: (report, site) => addresses(report, site, 'https://example.com/x/'),
  numbers: (report, site) => numbers(report, browser, site, site.disk, write(CONTENT)),
  every: (report, site) => every(report, browser, site, site.disk, write(CONTENT)),
  nojs: async (report, site) => {
    const full = new Map();
    await crawl(new Report(() => {}), browser, site, site.disk, async (page, file) => full.set(file, await read(page)));
    await withoutScripts(report, browser, site, site.disk, full);
  },
  single: (report, site) => single(report, browser, site),
  look: (report, site) => crawl(report, browser, site, site.disk, (page, file) => look(report, page, file)),
  xss: async (report, site) => {
    const trap = await Trap.set(browser, site.disk.href);
    for (const file of site.pages) report.check(file, await trap.spring(site.disk.address(file)));
    await trap.take();
  },
  print: (report, site) => crawl(report, browser, site, site.disk, (page, file) => print(report, page, file)),
};

const ground = (check) => (check === 'addresses' ? ADDRESSED : SITE);

/** Most of a check's time is the browser's waiting: two run at once. */
const BESIDE = { concurrency: 2 };

describe('a sound site passes', BESIDE, () => {
  for (const check of Object.keys(CHECKS)) test(check, async () => assert.equal(await said(check, ground(check)), ''));
});

/** The check that must speak, what is broken, where, from, to, what it must say. */
const BROKEN = [
  ['vnu', 'an end tag without its start', 'index.html', '</p>', '</div></p>', /error: Stray end tag “div”/],
  ['vnu', 'a style rule in a one-file page that the checker does not know', '2024/jia/jia.html', 'body{color', '@container (width>1px){p{color:red}}body{color', /Unrecognized at-rule/],
  ['disk', 'a page that is not there', 'index.html', 'jia/index.html', 'yi/index.html', /<a href> “2024\/yi\/index.html”: is not there/],
  ['disk', 'a wrong capital', 'index.html', 'jia/index.html', 'Jia/index.html', /is written 2024\/jia\/index.html/],
  ['disk', 'a link to a folder', 'index.html', 'jia/index.html', 'jia/', /names a folder/],
  ['disk', 'an anchor that is not there', 'index.html', '#jia-funds', '#jia-fonds', /has no place #jia-fonds/],
  ['disk', 'a link from the root of the host', 'index.html', '"2024/jia', '"/2024/jia', /leaves the site/],
  ['disk', 'a page that nothing leads to', 'index.html', '<a href="2024/jia/index.html">甲县</a>', '甲县', /no page leads to 2024\/jia\/index.html/],
  ['disk', 'a picture from another host', 'index.html', '<p>', '<p><img src="https://example.com/a.png" alt="" width="1" height="1">', /asks for https:\/\/example.com\/a.png/],
  ['disk', 'a module script, which no browser loads from a disk', 'index.html', '<script ', '<script type="module" ', /console: Access to script|did not get/],
  ['disk', 'a file that a style sheet names', 'assets/site.css', 'body {', 'body { background-image: url(paper.png);', /url\(\) “paper.png”: is not there/],
  ['root', 'a script in the page', 'index.html', '</main>', '</main><script>1</script>', /Content Security Policy/],
  ['below', 'a style attribute', 'index.html', '<p>', '<p style="margin:0">', /Content Security Policy/],
  ['below', 'a link that climbs out of the sub-path', 'index.html', '"2024/jia', '"../../2024/jia', /leaves the site/],
  ['addresses', 'a canonical link to a page that is not there', 'index.html', 'x/index.html', 'x/home.html', /x\/home.html names no file/],
  ['addresses', 'a sitemap that leaves a page out', 'sitemap.xml', /<loc>.*data.*/, '', /does not list 2024\/data\/index.html/],
  ['addresses', 'a feed from another host', 'feed.xml', 'https://example.com/x/2024', 'https://example.org/x/2024', /is not below/],
  ['addresses', 'a relative link where a server shows a page at any depth', '404.html', 'https://example.com/x/', '', /index.html is relative/],
  ['numbers', 'a digit in the exact value', '2024/data/index.html', 'data-exact="27380"', 'data-exact="27381"', /data-exact is 27381 万元/],
  ['numbers', 'a digit that is shown', '2024/data/index.html', '>约27,380', '>约27,390', /shown 约27,390/],
  ['numbers', 'a lost qualifier', '2024/data/index.html', '>约27,380', '>27,380', /the qualifier differs/],
  ['numbers', 'one end of a range', '2024/data/index.html', '>10—15<', '>10—16<', /shown 10—16/],
  ['numbers', 'a row without its anchor', '2024/data/index.html', 'id="jia-years"', 'id="jia-year"', /has no row/],
  ['numbers', 'a total', '2024/data/index.html', '<tr id="region-funds"><td>合计</td><td class="value" data-exact="27380"', '<tr id="region-funds"><td>合计</td><td class="value" data-exact="27380.1"', /add up to something else/],
  ['every', 'two digits of a number in the text', '2024/jia/index.html', '2.738亿元', '2.783亿元', /2\.783亿元/],
  ['numbers', 'a number in the text', '2024/jia/index.html', '2.738亿元', '2.73亿元', /the text shows 约2.73亿元/],
  ['nojs', 'a text that a script writes', 'assets/site.js', '', 'document.querySelector("p").after("只有脚本才写的话");\n', /lost: 只有脚本才写的话/],
  ['nojs', 'a text that a script hides', 'assets/site.js', '', 'document.querySelector("p").hidden = true;\n', /hidden by a script: 请看/],
  ['look', 'a link too low for a finger', 'index.html', '<p>请看', '<p><a href="2024/data/index.html">全部数据</a></p><p>请看', /px: 全部数据/],
  ['look', 'a stretched picture', 'index.html', '<p>请看', '<p><img src="assets/icon.svg" width="40" height="40" alt="章" style="height:90px">请看', /icon\.svg: 40 by 90 px/],
  ['single', 'a link out of the file', '2024/jia/jia.html', '"#a"', '"../data/index.html"', /<a href="\.\.\/data\/index\.html">/],
  ['single', 'an anchor that is not there', '2024/jia/jia.html', '"#a"', '"#b"', /there is no place #b/],
  ['single', 'a picture beside the file', '2024/jia/jia.html', '<h1>甲县', '<h1><img src="a.png" alt="" width="1" height="1">甲县', /<img src="a\.png">/],
  ['look', 'a wide box', 'assets/site.css', '', 'h1 { width: 700px; }', /px too wide\n +h1/],
  ['look', 'grey on grey at night only', 'assets/site.css', 'color: #eee', 'color: #333', /dark: axe\n.*color-contrast/],
  ['look', 'grey print for those who want more contrast', 'assets/site.css', '', ':root { --ink: #000; --soft: #666; }', /small print stays grey/],
  ['look', 'a fault of a script', 'assets/site.js', '', 'nothing();', /script: nothing is not defined/],
  ['xss', 'a handler that runs', 'index.html', '<p>', '<p><img src="x" onerror="alert(1)">', /ran: alert\(1\)/],
  ['xss', 'a handler that waits for a reader', 'index.html', '<p>', '<p onclick="alert(1)">', /a handler: <p onclick/],
  ['xss', 'a script in the page', 'index.html', '</main>', '</main><script>1</script>', /an element: <script>/],
  ['xss', 'a script for an address', 'index.html', '"2024/jia/index.html"', '"java&#9;script:alert(1)"', /an address: <a href/],
  ['print', 'a table that only a screen can scroll', 'assets/site.css', '', 'table { display: block; width: 40px; overflow-x: auto; } td { white-space: nowrap; }', /shows 40×/],
  ['print', 'a heading that is wider than the paper', 'assets/site.css', '', 'h1 { width: max-content; font-size: 500px; }', /h1 ends \d+ px beyond the paper/],
  ['print', 'a paragraph that is left out on paper', 'assets/site.css', '', '@media print { p { height: 0; overflow: hidden; } }', /not on paper|shows/],
];

describe('a fault is found', BESIDE, () => {
  for (const [check, what, file, from, to, pattern] of BROKEN) {
    test(`${check}: ${what}`, async () => {
      const sound = ground(check);
      const broken = sound[file].replace(from, () => to);
      assert.notEqual(broken, sound[file], 'the site was not changed');
      assert.match(await said(check, { ...sound, [file]: broken }), pattern);
    });
  }
});

test('a section that checks nothing fails', async () => {
  const report = new Report(() => {});
  await report.section('empty', () => {});
  assert.equal(report.failed, 1);
});

test('quantities are read to the last digit', () => {
  for (const [left, right] of [['2.738亿元', '27380万元'], ['43,914元', '43914元'], ['12000—15000元', '1.2万元—1.5万元'], ['15亩', '1公顷'], ['−3.50%', '-3.5%'], ['5000人次以上', '0.5万人次']]) {
    assert.ok(same(quantity(left), quantity(right)), `${left} is ${right}`);
  }
  for (const [left, right] of [['2.738亿元', '27380.1万元'], ['10亩', '10元'], ['10—15年', '10—16年']]) {
    assert.ok(!same(quantity(left), quantity(right)), `${left} is not ${right}`);
  }
  assert.ok(same(quantity('约160', '户'), quantity('160户')));
  assert.ok(same(sum([quantity('0.1元'), quantity('0.2元')]), quantity('0.3元')));
  assert.equal(quantity('约300户').qualifier, '约');
  assert.equal(quantity('很多'), undefined);
});
