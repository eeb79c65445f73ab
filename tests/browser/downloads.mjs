// What stands in a download: the cells of a CSV and of a workbook, read without
// the library that wrote them.

import { inflateRawSync } from 'node:zlib';

/** The rows of a CSV by RFC 4180 as objects, by the names of the first row. */
export function cells(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  const body = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted && sign === '"' && body[at + 1] === '"') cell += body[(at += 1)];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ',' || sign === '\n')) {
      rows.at(-1).push(cell.replace(/\r$/, ''));
      cell = '';
      if (sign === '\n') rows.push([]);
    } else cell += sign;
  }
  const [head, ...rest] = rows.filter((row) => row.length > 0);
  return rest.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
}

/** The files of a ZIP, by its central directory. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(start, start + packed);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), method === 0 ? raw : inflateRawSync(raw));
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&amp;/g, '&');

/** The sheets of a workbook as rows of cells: numbers as numbers, the rest as text. */
export function workbook(bytes) {
  const files = unzip(bytes);
  const strings = [...(files.get('xl/sharedStrings.xml')?.toString('utf8') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => plain([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join('')));
  const sheets = [...files.keys()].filter((name) => name.startsWith('xl/worksheets/sheet')).sort();
  return sheets.map((name) => [...files.get(name).toString('utf8').matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const out = [];
    for (const [, reference, type, value] of row.matchAll(/<c r="([A-Z]+)\d+"(?:[^>]*?t="(\w+)")?[^>]*?(?:\/>|>(?:<v>(.*?)<\/v>)?<\/c>)/gs)) {
      const column = [...reference].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      out[column] = value === undefined ? '' : type === 's' ? strings[Number(value)] : Number(value);
    }
    return Array.from(out, (cell) => cell ?? '');
  }));
}
