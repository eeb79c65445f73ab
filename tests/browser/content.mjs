// The figures as they were written, digits and all: a number keeps the text it
// has in the file, so 2.50 does not become 2.5.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseTOML } from 'toml-eslint-parser';

/** The editions of a content folder with their rosters, indicators and figures. */
export function editions(folder) {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'edition.toml')))
    .sort()
    .map((name) => {
      const edition = toml(path.join(folder, name, 'edition.toml'));
      return {
        name,
        plan: edition.plan,
        dates: edition.as_of ? [edition.as_of] : [],
        indicators: new Map((edition.indicators ?? []).map((indicator) => [indicator.id, indicator])),
        counties: edition.roster.map((slug) => ({ slug, ...county(path.join(folder, name, slug)) })),
      };
    });
}

function county(folder) {
  const file = path.join(folder, 'figures.toml');
  const { figures = {}, checks = [], as_of } = existsSync(file) ? toml(file) : {};
  const dates = [as_of, ...Object.values(figures).map((figure) => figure.as_of)].filter(Boolean);
  return { figures: new Map(Object.entries(figures)), checks: Object.values(checks), dates, text: readFileSync(path.join(folder, 'index.md'), 'utf8') };
}

function toml(file) {
  const root = {};
  for (const node of parseTOML(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')).body[0].body) {
    if (node.type === 'TOMLKeyValue') put(root, names(node.key), plain(node.value));
    else {
      // The path of an array's table ends in its number: [["indicators", 0]].
      const table = put(root, node.resolvedKey, node.kind === 'array' ? {} : undefined) ?? {};
      for (const pair of node.body) put(table, names(pair.key), plain(pair.value));
    }
  }
  return root;
}

function names(key) {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}

/** Sets the value at `keys` and returns it; without a value, finds or makes a table there. */
function put(table, keys, value) {
  const [key, ...rest] = keys;
  if (rest.length === 0) return (table[key] = value ?? table[key] ?? {});
  table[key] ??= typeof rest[0] === 'number' ? [] : {};
  return put(table[key], rest, value);
}

function plain(node) {
  switch (node.type) {
    case 'TOMLArray':
      return node.elements.map(plain);
    case 'TOMLInlineTable': {
      const table = {};
      for (const pair of node.body) put(table, names(pair.key), plain(pair.value));
      return table;
    }
    default:
      return node.number ?? node.value;
  }
}
