// A page on paper: A4 with the margins of an office printer,
// nothing cut at the edge, nothing left in a box that only a screen can scroll.

import { execFile } from 'node:child_process';

/** Width of the printed area of A4 between margins of 18 mm, in CSS pixels. */
const PAPER = Math.round(((210 - 36) / 25.4) * 96);

/** A4 in points. */
const A4 = [595, 842];

/** Prints a loaded page, `file`, which is of no use for anything else afterwards. */
export async function print(report, page, file) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAPER, height: 1000 });
  report.check(`${file} laid out for paper`, await page.evaluate(clipped));
  report.check(`${file}: a chart is printed without its table`, await page.evaluate(tables));
  const sheet = await page.pdf({ preferCSSPageSize: true });
  report.check(`${file} as a PDF`, await onPaper(sheet, await page.evaluate(readable)));
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

/** In the page: tables of charts, which stand closed on a screen; a drawing has its values beside its marks. */
function tables() {
  return [...document.querySelectorAll('.chart-figure details, .subject details')]
    .filter((details) => details.checkVisibility())
    .map((details) => `${details.closest('[id]')?.id}: its table is printed`);
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
async function onPaper(sheet, lines) {
  const faults = [];
  const pages = (await text(sheet, '-bbox')).split('<page ').slice(1);
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
  const letters = fold(await text(sheet, '-raw'));
  for (const line of lines) {
    // A page break may part a line: its beginning and its end are looked for.
    const whole = fold(line);
    const parts = whole.length > 16 ? [whole.slice(0, 8), whole.slice(-8)] : [whole];
    if (!parts.every((part) => letters.includes(part))) faults.push(`not on paper: ${line}`);
  }
  return faults;
}

/** The text of a PDF, by pdftotext. */
function text(sheet, form) {
  return new Promise((resolve, reject) => {
    const done = (error, printed) => (error ? reject(error) : resolve(printed));
    execFile('pdftotext', [form, '-', '-'], { maxBuffer: 1 << 28 }, done).stdin.end(sheet);
  });
}

/** Without spaces, and with compatibility forms made plain: a PDF's text has its own ideas of both. */
function fold(text) {
  return text.normalize('NFKC').replace(/[\s\u00ad\u200b]/g, '');
}
