// The built folder: its files, its pages, and the ways to reach them.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export class Site {
  constructor(folder) {
    this.folder = path.resolve(folder);
    /** Every file as it is truly written, `a/b.html`: the letter case on the disk decides, not the one asked for. */
    this.files = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .sort();
    this.known = new Set(this.files);
    const html = this.files.filter((file) => file.endsWith('.html'));
    /** Counties as one file to send: `2019/liandu/liandu.html`. They stand alone, so no way into the site is theirs. */
    this.singles = html.filter((file) => /^[^/]+\/([^/]+)\/\1(-single)?\.html$/.test(file) && !file.endsWith('/index/index.html'));
    this.pages = html.filter((file) => !this.singles.includes(file));
  }

  /** The base address of the folder as a double click opens it. */
  get disk() {
    return new Base('file://', pathToFileURL(this.folder + path.sep).href);
  }
}

/** One way in which the site is reached. */
export class Base {
  constructor(name, href) {
    this.name = name;
    this.href = href;
  }

  /** The full address of a file of the site. */
  address(file) {
    return this.href + file.split('/').map(encodeURIComponent).join('/');
  }

  /** The file that `address` means, without query and fragment; `undefined` when it is outside the site. */
  file(address) {
    const plain = address.replace(/[?#].*$/s, '');
    if (!plain.startsWith(this.href)) return undefined;
    try {
      return decodeURIComponent(plain.slice(this.href.length));
    } catch {
      return undefined;
    }
  }
}
