// A second, independent reading of quantities, in whole numbers without any
// rounding, so that a fault in the program's own arithmetic cannot hide in its
// own test. Knows the units that convert; any other word is its own family.

/** Family and size of one unit, in the smallest step of its family. */
const SIZES = {
  元: ['money', 1n],
  平方米: ['area', 3n],
  亩: ['area', 2000n],
  公顷: ['area', 30000n],
  平方公里: ['area', 3000000n],
  米: ['length', 1n],
  公里: ['length', 1000n],
  斤: ['mass', 1n],
  公斤: ['mass', 2n],
  吨: ['mass', 2000n],
  '‰': ['share', 1n],
  '%': ['share', 10n],
};

const POWERS = [['万亿', 12n], ['千万', 7n], ['百万', 6n], ['亿', 8n], ['万', 4n]];

const QUALIFIERS = [
  '大约', '大概', '约', '将近', '接近', '近', '超过', '超', '逾', '突破', '至少', '不少于', '不低于', '≥', '不足', '不到', '不满', '低于', '少于',
  '不超过', '至多', '最多', '≤', '及以上', '以上', '有余', '余', '多', '来', '左右', '上下', '以下', '以内',
];

/**
 * Reads `text` (`约4.2亿元`, `10—15万元`, `43,914`), taking `unit` where none is
 * written. Gives its family, both ends as fractions of the family's smallest
 * step, and its qualifier; `undefined` when it is none.
 */
export function read(text, unit = '') {
  let rest = text.normalize('NFKC').replace(/[\s,\u2060\u200b]/g, '').replace('−', '-');
  const qualifier = QUALIFIERS.find((word) => rest.includes(word)) ?? '';
  if (qualifier) rest = rest.replace(qualifier, '');
  const found = rest.match(/^([-+]?\d+(?:\.\d+)?)([^\d]*?)(?:[—–~至-]+(\d+(?:\.\d+)?)([^\d]*))?$/u);
  if (!found) return undefined;
  const [, low, first, high, last] = found;
  const written = (high === undefined ? first : last) || unit;
  const end = value(high ?? low, written, unit);
  const start = high === undefined ? end : value(low, first || written, unit);
  return { family: end.family, low: start.amount, high: end.amount, qualifier };
}

/** Whether two readings say the same amount of the same thing; a qualifier may stand elsewhere. */
export function same(a, b) {
  return Boolean(a && b) && a.family === b.family && equal(a.low, b.low) && equal(a.high, b.high);
}

function value(digits, written, unit) {
  const { family, size } = measure(written, unit);
  const [whole, part = ''] = digits.split('.');
  return { family, amount: [BigInt(whole + part) * size, 10n ** BigInt(part.length)] };
}

function measure(written, unit) {
  const [word, power] = POWERS.find(([name]) => written.startsWith(name)) ?? ['', 0n];
  let name = written.slice(word.length);
  // 3.5万 of an indicator in 户 is 3.5万户.
  if (name === '' && word) name = unit.slice(POWERS.find(([p]) => unit.startsWith(p))?.[0].length ?? 0);
  const [family, size] = SIZES[name] ?? [name, 1n];
  return { family, size: size * 10n ** power };
}

function equal([a, over], [b, under]) {
  return a * under === b * over;
}

/** Adds readings of one family; `undefined` when they differ in family or one is missing. */
export function sum(readings) {
  return readings.reduce((a, b) => {
    if (!a || !b || a.family !== b.family) return undefined;
    return { family: a.family, low: add(a.low, b.low), high: add(a.high, b.high), qualifier: a.qualifier || b.qualifier };
  });
}

function add([a, over], [b, under]) {
  return [a * under + b * over, over * under];
}

/** The middle of a reading, as a fraction. */
export function middle({ low, high }) {
  const [top, bottom] = add(low, high);
  return [top, bottom * 2n];
}

/** One fraction less another. */
export function minus([a, over], [b, under]) {
  return [a * under - b * over, over * under];
}

/** One fraction over another; `undefined` where that is nothing. */
export function over([a, above], [b, below]) {
  const [top, bottom] = [a * below, above * b];
  if (bottom === 0n) return undefined;
  return bottom < 0n ? [-top, -bottom] : [top, bottom];
}

/** Below zero, zero or above: how two fractions compare. */
export function compare(a, b) {
  const [top] = minus(a, b);
  return top < 0n ? -1 : top > 0n ? 1 : 0;
}

/** Whether a reading in % is a share to its last digit: rounded or cut. */
export function percent(shown, share) {
  if (!share) return false;
  // A percentage is read in tenths of a per cent.
  const [top, bottom] = minus(middle(shown), [share[0] * 1000n, share[1]]);
  const step = [10n, shown.low[1]];
  return top * step[1] < step[0] * bottom && -top * step[1] < step[0] * bottom;
}

/** One amount of a family as a key: equal amounts have equal keys. */
export function key(family, [top, bottom]) {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b) [a, b] = [b, a % b];
  const whole = a === 0n ? 1n : a;
  return `${family}:${top / whole}/${bottom / whole}`;
}
