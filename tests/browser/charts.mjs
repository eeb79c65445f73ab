// Charts as a browser draws them: the layout lint of the unit tests measures
// with a table of widths, this one with the fonts that are there.

/** In the page: text that leaves its drawing, meets other text, or is too small to read. */
export function charts() {
  const wrong = [];
  const SLACK = 1.5;
  for (const svg of document.querySelectorAll('.chart svg')) {
    const sheet = svg.getBoundingClientRect();
    if (sheet.width === 0) continue;
    const scale = sheet.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll('text')].map((text) => ({
      words: text.textContent,
      size: Number(text.getAttribute('font-size')) * scale,
      box: text.getBoundingClientRect(),
    }));
    const say = (fault) => wrong.push(`${svg.querySelector('title').textContent}: ${fault}`);
    for (const { words, size, box } of texts) {
      if (box.left < sheet.left - SLACK || box.right > sheet.right + SLACK) say(`“${words}” leaves the drawing`);
      if (size < 12 - 0.01) say(`“${words}” is ${size.toFixed(1)} px high`);
    }
    texts.forEach((a, n) => {
      for (const b of texts.slice(n + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        // A text's box has the height of its font, of which its characters fill two thirds.
        const rows = Math.abs((a.box.top + a.box.bottom) / 2 - (b.box.top + b.box.bottom) / 2);
        if (across > SLACK && rows < (0.85 * (a.size + b.size)) / 2) say(`“${a.words}” meets “${b.words}”`);
      }
    });
  }
  return wrong;
}
