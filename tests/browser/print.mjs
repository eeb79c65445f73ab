// Every county's page on paper: A4 with the margins of an office printer,
// nothing cut at the edge, nothing left in a box that only a screen can scroll.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { visit } from './chromium.mjs';
import { each } from './report.mjs';

/** Width of the printed area of A4 between margins of 18 mm, in CSS pixels. */
const PAPER = Math.round(((210 - 36) / 25.4) * 96);

/** A4 in points. */
const A4 = [595, 842];

export async function print(report, browser, site, base) {
  const home = mkdtempSync(path.join(tmpdir(), 'xunli-print-'));
  try {
    await each(site.pages, 2, async (file) => {
      const sheet = path.join(home, `${file.replaceAll('/', '-')}.pdf`);
      const { seen, heard } = await visit(browser, base, file, { width: PAPER, media: 'print' }, async (page) => {
        const cut = await page.evaluate(clipped);
        writeFileSync(sheet, await page.pdf({ preferCSSPageSize: true }));
        return { cut, lines: await page.evaluate(readable) };
      });
      report.check(`${file} laid out for paper`, [...heard, ...seen.cut]);
      report.check(`${file} as a PDF`, onPaper(sheet, seen.lines));
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** In the page: boxes whose contents do not fit them, and what stands out over the right edge. */
function clipped() {
  const faults = [];
  const name = (element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}${[...element.classList].map((c) => `.${c}`).join('')}`;
  const edge = document.documentElement.clientWidth;
  for (const element of document.body.querySelectorAll('*')) {
    if (element instanceof SVGElement || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    // What is drawn for listeners only is cut on purpose.
    if (element.clientWidth <= 1 || style.clipPath !== 'none' || style.display === 'inline') continue;
    const hides = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const low = style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
    if (hides || low) faults.push(`${name(element)} shows ${element.clientWidth}×${element.clientHeight} of ${element.scrollWidth}×${element.scrollHeight} px`);
    if (element.getBoundingClientRect().right > edge + 1) faults.push(`${name(element)} ends ${Math.round(element.getBoundingClientRect().right - edge)} px beyond the paper`);
  }
  return [...new Set(faults)];
}

/** In the page: every line that a reader sees; a link to skip ahead stands off the page until it has the focus. */
function readable() {
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right <= 0 || box.bottom <= 0 || box.width <= 1)) element.remove();
  }
  return document.body.innerText.split('\n').map((line) => line.trim()).filter(Boolean);
}

/** Whether the PDF has pages of A4, none of them blank, and every line of the page is on them, inside the paper. */
function onPaper(sheet, lines) {
  const words = spawnSync('pdftotext', ['-bbox', sheet, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (words.status !== 0) return [`pdftotext cannot read it: ${words.error ?? words.stderr}`];
  const faults = [];
  const pages = words.stdout.split('<page ').slice(1);
  if (pages.length === 0) return ['has no pages'];
  pages.forEach((page, index) => {
    const [, width, height] = page.match(/width="([\d.]+)" height="([\d.]+)"/);
    const boxes = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/gs)];
    if (Math.abs(width - A4[0]) > 2 || Math.abs(height - A4[1]) > 2) faults.push(`page ${index + 1} is ${width}×${height} pt, not A4`);
    if (boxes.length === 0) faults.push(`page ${index + 1} is blank`);
    for (const [, left, top, right, bottom, word] of boxes) {
      if (left < 0 || top < 0 || Number(right) > Number(width) || Number(bottom) > Number(height)) faults.push(`page ${index + 1}: “${word}” is cut`);
    }
  });
  const printed = spawnSync('pdftotext', ['-raw', sheet, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const letters = fold(printed);
  for (const line of lines) {
    // A page break may part a line: its beginning and its end are looked for.
    const text = fold(line);
    const parts = text.length > 16 ? [text.slice(0, 8), text.slice(-8)] : [text];
    if (!parts.every((part) => letters.includes(part))) faults.push(`not on paper: ${line}`);
  }
  return faults;
}

/** Without spaces, and with compatibility forms made plain: a PDF's text has its own ideas of both. */
function fold(text) {
  return text.normalize('NFKC').replace(/[\s\u00ad\u200b]/g, '');
}
