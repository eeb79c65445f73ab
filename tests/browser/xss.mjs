// node xss.mjs XUNLI
//
// A showcase of nothing but attempts: every county's folder tries one way to
// get script into a page, through prose, titles, names, TOML strings, names of
// photos, SVG files and attachments. All of them are opened in a real Chromium
// as the preview shows them, faults and all, and in the printed report, which
// quotes them. Then what the program refuses to publish is taken out and the
// rest built, and every page, drawing and feed is opened from the disk, where
// no policy of a server helps. Whatever a reader can touch is touched. Nothing
// may run, ask for anything outside, or even stand there as a handler.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './chromium.mjs';
import { Report, each } from './report.mjs';
import { Site } from './site.mjs';

/** Ways in prose; each calls alert(1) where it runs. */
const PROSE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=data:,alert(1)></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<script>alert(1)//<</script>',
  '<script/x>alert(1)</script>',
  '<script\n>alert(1)</script\n>',
  '<img src=x onerror=alert(1)>',
  '<img/src=x/onerror=alert(1)>',
  '<img src="x` `onerror=alert(1)">',
  '<img """><script>alert(1)</script>">',
  '<img srcset=x onerror=alert(1)>',
  '<img src=x oNeRrOr=alert(1)//',
  '<picture><source srcset=x onerror=alert(1)><img src=x onerror=alert(1)></picture>',
  '<image src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)//',
  '<svg><script>alert&#40;1)</script></svg>',
  '<svg><script xlink:href="data:,alert(1)"></script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
  '<svg><set onbegin=alert(1) attributename=x></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text y=20>x</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=alert(1)></svg>#x"/></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></foreignObject></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<svg><style><img title="</style><img src onerror=alert(1)>"></style></svg>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<math href="javascript:alert(1)">x</math>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><annotation-xml encoding="text/html"><img src onerror=alert(1)></annotation-xml></math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  '<iframe onload=alert(1)></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<object type=text/html data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<frameset onload=alert(1)>',
  '<body onload=alert(1)>',
  '<body onpageshow=alert(1)>',
  '<html onmouseover=alert(1)>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<video><source onerror=alert(1)></video>',
  '<video src=x onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)></audio>',
  '<video poster="javascript:alert(1)"></video>',
  '<input autofocus onfocus=alert(1)>',
  '<select autofocus onfocus=alert(1)></select>',
  '<textarea autofocus onfocus=alert(1)></textarea>',
  '<button autofocus onfocus=alert(1)>x</button>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<form action="javascript:alert(1)"><input type=submit></form>',
  '<isindex type=image src=1 onerror=alert(1)>',
  '<keygen autofocus onfocus=alert(1)>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<dialog open onclose=alert(1)>x</dialog>',
  '<x onclick=alert(1) onmouseover=alert(1)>touch</x>',
  '<x contenteditable onblur=alert(1) onfocus=alert(1)>x</x>',
  '<p style="animation:x" onanimationstart=alert(1)>x</p>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<table background="javascript:alert(1)"><tr><td>x</table>',
  '<style>@import "data:text/css,*{x:expression(alert(1))}";</style>',
  '<style onload=alert(1)></style>',
  '<link rel=stylesheet href="data:text/css,x" onload=alert(1)>',
  '<link rel=import href="data:text/html,<script>alert(1)</script>">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<meta http-equiv=refresh content="0;url=data:text/html,<script>alert(1)</script>">',
  '<base href="javascript:/a/-alert(1)///">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java&#9;script:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="#" onclick=alert(1)>x</a>',
  '<map name=x><area shape=default href="javascript:alert(1)"></map><img usemap=#x src=x>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<title><img src=x onerror=alert(1)></title>',
  '<textarea></textarea><img src=x onerror=alert(1)></textarea>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?x <img src=x onerror=alert(1)>?>',
  '<!x "><img src=x onerror=alert(1)>',
  '</p><img src=x onerror=alert(1)>',
  '<portal src="javascript:alert(1)"></portal>',
  '<slot onslotchange=alert(1)></slot>',
  '<img src=x:alert(1) onerror=eval(src)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;&#x61;vascript:alert(1))',
  '[x](java&Tab;script:alert(1))',
  '[x](java&NewLine;script:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](\u00a0javascript:alert(1))',
  '[x](javascript\\:alert(1))',
  '[x](javascript:%61lert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](//javascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](blob:null/alert)',
  '[x](view-source:javascript:alert(1))',
  '[x](feed:javascript:alert(1))',
  '<javascript:alert(1)>',
  '<JAVASCRIPT:alert(1)>',
  '[x][r]\n\n[r]: javascript:alert(1)',
  '[x][r]\n\n[r]: <java\tscript:alert(1)> "t"',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '![" onerror="alert(1)](p.png)',
  '![x](p.png "\\" onerror=\\"alert(1)")',
  '![x](p.png "<img src=x onerror=alert(1)>")',
  '[x](https://a.example.cn/ "\\" onmouseover=\\"alert(1)")',
  '[x](https://a.example.cn/"onmouseover=alert(1)//)',
  "[x](https://a.example.cn/'onmouseover=alert(1)//)",
  '<https://a.example.cn/"onmouseover="alert(1)>',
  '<x"onmouseover="alert(1)@a.cn>',
  '[<img src=x onerror=alert(1)>](https://a.example.cn/)',
  '正文[^a]\n\n[^a]: <img src=x onerror=alert(1)>',
  '正文[^"><img src=x onerror=alert(1)>]\n\n[^"><img src=x onerror=alert(1)>]: 注',
  '## 题 {#x"onmouseover="alert(1)}',
  '## 题 {onclick=alert(1)}',
  '## 题 {.a"onclick="alert(1)}',
  '## 题 <img src=x onerror=alert(1)>',
  '## "><img src=x onerror=alert(1)>',
  '```"onload="alert(1)\nx\n```',
  '```html\n<img src=x onerror=alert(1)>\n```',
  '`<img src=x onerror=alert(1)>`',
  '    <img src=x onerror=alert(1)>',
  '| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | "onclick=alert(1) |',
  '- [ ] <img src=x onerror=alert(1)>',
  '> <img src=x onerror=alert(1)>',
  '~~<img src=x onerror=alert(1)>~~',
  '**<img src=x onerror=alert(1)>**',
  '\\<img src=x onerror=alert(1)>',
  '&lt;img src=x onerror=alert(1)&gt;',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
  '{{v|"><img src=x onerror=alert(1)>}}',
  '{{"><img src=x onerror=alert(1)>}}',
  '{{v}}<img src=x onerror=alert(1)>{{v}}',
  '```chart\nkind = "bars"\ntitle = "<img src=x onerror=alert(1)>"\nindicator = "v"\n```',
  '```chart\nkind = "bars"\ntitle = "</title><script>alert(1)</script>"\nindicator = "v"\ndescription = "\\"><svg onload=alert(1)>"\n```',
  '```chart\nkind = "bars"\nunit = "<img src=x onerror=alert(1)>"\nrows = [{ name = "<img src=x onerror=alert(1)>", value = 1 }, { name = "\\"onclick=\\"alert(1)", value = 2 }]\nsource = "</text><script>alert(1)</script>"\n```',
  '```quote\ntext = "<img src=x onerror=alert(1)>"\nname = "\\"><script>alert(1)</script>"\n```',
  '```gallery\nphotos = ["p.png"]\ntitle = "<img src=x onerror=alert(1)>"\n```',
  '<div>\n\n<img src=x onerror=alert(1)>\n\n</div>',
  '<img\nsrc=x\nonerror=alert(1)\n>',
  '<a\nhref="javascript:alert(1)"\n>x</a>',
  '<b title="\n\n"><img src=x onerror=alert(1)>">',
  '\ue000<img src=x onerror=alert(1)>\ue001',
  '*\ue000*<script>alert(1)</script>*\ue000*',
];

/** Strings of TOML and front matter. */
const STRINGS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)' x='",
  '</title></textarea></script><svg onload=alert(1)>',
  '{{ "<img src=x onerror=alert(1)>" | safe }}${alert(1)}',
  '&lt;img src=x onerror=alert(1)&gt;&#60;svg onload=alert(1)&#62;',
  ']]><script>alert(1)</script><!--',
];

/** Fields of a county's files, each with the file it stands in. */
const FIELDS = {
  title: (text) => ({ front: `title = ${text}` }),
  summary: (text) => ({ front: `summary = ${text}` }),
  byline: (text) => ({ front: `byline = [${text}]` }),
  name: (text) => ({ name: text }),
  'figure name': (text) => ({ figures: `[figures.own]\nname = ${text}\nunit = "个"\nvalue = 3\n` }),
  'figure note': (text) => ({ figures: `[figures.own]\nname = "自有"\nunit = "个"\nvalue = 3\nnote = ${text}\n` }),
  'figure unit': (text) => ({ figures: `[figures.own]\nname = "自有"\nunit = ${text}\nvalue = 3\n` }),
  'figure source': (text) => ({ figures: `[figures.own]\nname = "自有"\nunit = "个"\nvalue = 3\nsource = ${text}\nseries = { 2022 = 1, 2023 = 2, 2024 = 3 }\n` }),
  project: (text) => ({ figures: `[[projects]]\nname = ${text}\ninvested = "900万元"\n` }),
  milestone: (text) => ({ figures: `[[milestones]]\ndate = "2024-04"\ntext = ${text}\n` }),
  'check note': (text) => ({ figures: `[figures.a]\nname = "甲"\nunit = "个"\nvalue = 1\n[figures.b]\nname = "乙"\nunit = "个"\nvalue = 5\n[[checks]]\nsum = ["a"]\nis = "b"\nnote = ${text}\n` }),
};

const svg = (attributes, inside) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" ${attributes}>${inside}</svg>`;
const DRAWINGS = [
  svg('onload="alert(1)"', ''),
  svg('', '<script>alert(1)</script>'),
  svg('', '<script href="data:,alert(1)"/>'),
  svg('', '<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script>alert(1)&lt;/script>"/></foreignObject>'),
  svg('', '<a xlink:href="javascript:alert(1)"><text y="9">x</text></a>'),
  svg('', '<a xlink:href="java&#10;script:alert(1)"><text y="9">x</text></a>'),
  svg('', '<set attributeName="onmouseover" to="alert(1)"/>'),
  svg('', '<a><animate attributeName="href" values="javascript:alert(1)"/><text y="9">x</text></a>'),
  svg('', '<image href="https://evil.example/x.png"/>'),
  svg('', '<style>@import "https://evil.example/x.css";</style>'),
  svg('', '<style>*{fill:url(https://evil.example/#x)}</style>'),
  svg('', '<use href="https://evil.example/x.svg#x"/>'),
  svg('', '<use href="data:image/svg+xml,&lt;svg id=&quot;x&quot; onload=&quot;alert(1)&quot;/>#x"/>'),
  `<!DOCTYPE svg [<!ENTITY x "&#60;script xmlns='http://www.w3.org/2000/svg'>alert(1)&#60;/script>">]>${svg('', '&x;')}`,
  `<?xml-stylesheet href="https://evil.example/x.xsl" type="text/xsl"?>${svg('', '')}`,
  svg('', '<image href="x" onerror="alert(1)"/>'),
  svg('', '<p xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></p>'),
  `<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`,
];

const PAGE = '<!DOCTYPE html><script>alert(1)</script>';
const ATTACHMENTS = ['a.html', 'a.htm', 'a.xhtml', 'a.shtml', 'a.xml', 'a.js', 'a.mhtml', 'a', 'a.svgz', 'a.xht', 'a.swf', 'a.HTML'];
const PHOTO_NAMES = ['"onerror=alert(1) .png', "'onerror=alert(1) .png", '<img src=x onerror=alert(1)>.png', '&quot;onerror=alert(1).png', 'javascript:alert(1).png', '`onerror=alert(1).png', '{{7}}.png'];

/** A grey picture wide enough to stand alone. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export function vectors() {
  const list = [];
  for (const body of PROSE) list.push({ what: `prose ${body}`, body, files: body.includes('p.png') ? { 'p.png': PHOTO } : {} });
  for (const [field, put] of Object.entries(FIELDS)) {
    for (const text of STRINGS) list.push({ what: `${field} ${text}`, ...put(JSON.stringify(text)) });
  }
  DRAWINGS.forEach((drawing, at) => {
    list.push({ what: `SVG shown ${drawing}`, body: '![图](a.svg)', files: { 'a.svg': drawing } });
    list.push({ what: `SVG linked ${drawing}`, body: '[图](a.svg)', files: { 'a.svg': drawing } });
    if (at === 0) list.push({ what: `SVG called a photo`, body: '![图](a.png)', files: { 'a.png': drawing } });
  });
  for (const name of ATTACHMENTS) list.push({ what: `attachment ${name}`, body: `[附件](${name})`, files: { [name]: PAGE } });
  for (const name of PHOTO_NAMES) list.push({ what: `photo ${name}`, body: `![图](<${name.replace(/[<>\\]/g, '\\$&')}> "某人 摄")`, files: { [name]: PHOTO } });
  return list.map((vector, at) => ({ ...vector, slug: `v${String(at).padStart(3, '0')}` }));
}

function write(folder, list) {
  const put = (file, text) => {
    const full = path.join(folder, 'content', file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  };
  const t = (at) => JSON.stringify(STRINGS[at]);
  put('site.toml', `title = ${t(1)}\nurl = "https://www.example.gov.cn/x/"\n[publisher]\nname = ${t(0)}\ncontact = ${t(3)}\n`);
  put('about.md', `+++\ntitle = ${t(3)}\n+++\n\n正文。\n`);
  put(
    '2024/edition.toml',
    `region = ${t(1)}\ntitle = ${t(3)}\nkicker = ${t(0)}\ndeck = ${t(6)}\nbyline = [${t(2)}]\nsource = ${t(5)}\nas_of = 2024-12-31\nroster = ${JSON.stringify(list.map((v) => v.slug))}\n[[indicators]]\nid = "v"\nname = ${t(1)}\nunit = "个"\nmeaning = ${t(3)}\ntotal = "sum"\nheadline = true\n`,
  );
  put('2024/index.md', `+++\nsummary = ${t(1)}\n+++\n\n导语。\n`);
  list.forEach((vector, at) => {
    const name = vector.name ?? JSON.stringify(`县${at}`);
    const title = vector.front?.startsWith('title') ? '' : 'title = "做法"\n';
    put(`2024/${vector.slug}/index.md`, `+++\nname = ${name}\n${title}${vector.front ?? ''}\n+++\n\n## 做法\n\n${vector.body ?? '正文。'}\n`);
    put(`2024/${vector.slug}/figures.toml`, `[figures.v]\nvalue = ${at + 1}\n${vector.figures ?? ''}`);
    for (const [file, bytes] of Object.entries(vector.files ?? {})) put(`2024/${vector.slug}/${file}`, bytes);
  });
}

/** Builds what is let in. Returns the slugs of what is not. */
function build(xunli, folder, list) {
  const refused = new Set();
  for (let round = 0; round < 6; round += 1) {
    rmSync(path.join(folder, 'content'), { recursive: true, force: true });
    write(folder, list.filter((vector) => !refused.has(vector.slug)));
    const run = spawnSync(xunli, ['build', folder, '--format', 'json', '--lang', 'en'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.status === 0) return refused;
    const said = [run.stdout, run.stderr].map(document).find(Boolean);
    const errors = (said?.findings ?? []).filter((finding) => finding.severity === 'error');
    const slugs = errors.map((finding) => /content\/2024\/(v\d+)\//.exec(finding.file)?.[1]);
    const others = errors.filter((_, at) => !slugs[at]);
    if (errors.length === 0 || others.length > 0) throw new Error(`the build ended with ${run.status}: ${JSON.stringify(others.slice(0, 3))} ${run.stderr.slice(0, 500)}`);
    slugs.forEach((slug) => refused.add(slug));
  }
  throw new Error('what is left is refused again and again');
}

function document(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The preview of the showcase, which shows what cannot be published as well. */
function serve(xunli, folder) {
  const child = spawn(xunli, ['serve', folder, '--port', '0', '--lang', 'en'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const address = /http:\/\/[^\s]+/.exec(said)?.[0];
      if (address) resolve({ address, stop: () => child.kill('SIGKILL') });
    });
    child.once('exit', (code) => reject(new Error(`the preview ended with ${code}`)));
  });
}

/** A page that hears what runs in it, and what asks for anything that is not below `home`. */
export class Trap {
  #page;
  #heard = [];
  #home;

  static async set(browser, home) {
    const trap = new Trap();
    trap.#home = home;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.exposeFunction('xssRan', (what) => trap.#heard.push(`ran: ${what}`));
    await page.addInitScript(() => {
      for (const name of ['alert', 'confirm', 'prompt']) window[name] = (what) => window.xssRan(`${name}(${what})`);
    });
    page.on('dialog', (dialog) => {
      trap.#heard.push(`ran: ${dialog.type()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(trap.#home) && !url.startsWith('data:image/')) trap.#heard.push(`asks for ${url}`);
    });
    trap.#page = page;
    return trap;
  }

  /** What runs, asks or could run when `address` is opened and touched. */
  async spring(address) {
    this.#heard = [];
    try {
      await this.#page.goto(address, { waitUntil: 'load', timeout: 30000 });
      this.#heard.push(...(await this.#page.evaluate(touch)));
      await this.#page.waitForTimeout(30);
    } catch (error) {
      this.#heard.push(`cannot be opened: ${String(error.message).split('\n')[0]}`);
    }
    return [...new Set(this.#heard)];
  }

  async take() {
    await this.#page.context().close();
  }
}

/** Opens all of `addresses`, by what to call them, two at a time. */
async function open(report, browser, home, addresses) {
  const queue = [...addresses];
  await each([1, 2], 2, async () => {
    const trap = await Trap.set(browser, home);
    for (let next = queue.shift(); next; next = queue.shift()) report.check(next[0], await trap.spring(next[1]));
    await trap.take();
  });
}

/** In the page: looks for what could run, and touches everything. */
function touch() {
  const faults = [];
  const addresses = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'srcdoc', 'to', 'values'];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const bare = [...value].filter((c) => c > ' ').join('').toLowerCase();
      if (/^on/i.test(name)) faults.push(`a handler: <${element.localName} ${name}="${value}">`);
      if (addresses.includes(name) && /^(javascript|vbscript|data:text|data:image\/svg|blob|filesystem):?/.test(bare)) faults.push(`an address: <${element.localName} ${name}="${value}">`);
    }
    const plain = element.localName === 'script' && !element.src && !/json/.test(element.type);
    if (plain || ['iframe', 'object', 'embed', 'foreignObject', 'base', 'math', 'template'].includes(element.localName)) faults.push(`an element: <${element.localName}>`);
  }
  for (const element of document.querySelectorAll('details')) element.open = true;
  for (const element of document.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'mouseenter', 'pointerover', 'focus', 'blur', 'toggle', 'error', 'load', 'animationstart']) element.dispatchEvent(new Event(kind, { bubbles: false }));
  }
  for (const element of document.querySelectorAll('main a, svg a, a[href^="#"]')) element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: false }) && new MouseEvent('mousedown', { bubbles: true }));
  return faults;
}

/** The whole: builds with the program at `xunli` and opens everything. */
export async function xss(report, browser, xunli) {
  const folder = mkdtempSync(path.join(tmpdir(), 'xunli-xss-'));
  try {
    const list = vectors();
    report.check('there are many attempts', list.length >= 150 ? [] : [`${list.length}`]);
    // The report of all of them, those that are refused as well.
    write(folder, list);
    const checked = path.join(folder, 'report.html');
    spawnSync(xunli, ['check', folder, '--report', checked], { stdio: 'ignore' });
    const home = pathToFileURL(folder + path.sep).href;
    if (existsSync(checked)) await open(report, browser, home, [['the printed report', pathToFileURL(checked).href]]);
    else report.check('the printed report', ['was not written']);
    const preview = await serve(xunli, folder);
    try {
      const pages = ['index.html', '2024/data/index.html', ...list.map((vector) => `2024/${vector.slug}/index.html`)];
      await open(report, browser, preview.address, pages.map((file) => [`preview of ${file} ${named(list, file)}`, preview.address + file]));
    } finally {
      preview.stop();
    }
    const refused = build(xunli, folder, list);
    const site = new Site(path.join(folder, 'output'));
    // The page for lost readers asks the root of its host, which a disk has not.
    const opened = site.files.filter((file) => /\.(html?|svg|xml|xhtml)$/i.test(file) && file !== '404.html');
    await open(report, browser, home, opened.map((file) => [`${file} ${named(list, file)}`, site.disk.address(file)]));
    const kept = readFileSync(path.join(folder, 'content/2024/edition.toml'), 'utf8').match(/v\d{3}/g).length;
    console.log(`   ${list.length} attempts: ${refused.size} refused, ${kept} built into ${opened.length} files and opened`);
    const drawings = list.filter((v) => /^(SVG|attachment)/.test(v.what) && !refused.has(v.slug));
    report.check('drawings and attachments that run are refused', drawings.map((v) => v.what));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function named(list, file) {
  const slug = /v\d{3}/.exec(file)?.[0];
  return list.find((vector) => vector.slug === slug)?.what.slice(0, 100) ?? '';
}

if (import.meta.filename === process.argv[1]) {
  const report = new Report();
  const browser = await launch();
  await report.section('attempts at script', () => xss(report, browser, path.resolve(process.argv[2])));
  await browser.close();
  process.exit(report.close());
}
