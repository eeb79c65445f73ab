// What `xunli new` makes, as an editor's TOML checker sees it: taplo, which is
// Even Better TOML without the window, finds the schemas by itself, takes what
// is right and points at what is not.
//
//   node tests/browser/taplo.mjs XUNLI CONTENT

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [program, content] = process.argv.slice(2).map((path) => resolve(path));
const taplo = join(dirname(fileURLToPath(import.meta.url)), "node_modules/.bin/taplo");
const folder = mkdtempSync(join(tmpdir(), "xunli-taplo."));
const show = join(folder, "show");
const xunli = (...words) => execFileSync(program, words, { cwd: folder === show ? folder : show, stdio: "pipe" });

/** Exit status and what was said of every TOML file below the showcase. */
const lint = () => {
  const { status, stdout, stderr } = spawnSync(taplo, ["lint", "--colors", "never"], { cwd: show, encoding: "utf8" });
  return { status, said: stdout + stderr };
};
const sound = (what) => {
  const { status, said } = lint();
  assert.equal(status, 0, `${what}:\n${said}`);
  const files = Number(/total=(\d+)/.exec(said)?.[1]);
  console.log(`ok  ${what}: ${files} files`);
  return files;
};
/** Changes a file, expects a complaint that names it, and changes it back. */
const faulty = (file, from, to, complaint) => {
  const path = join(show, file);
  const old = readFileSync(path, "utf8");
  assert.ok(old.includes(from), `${file} has no ${from}`);
  writeFileSync(path, old.replace(from, to));
  const { status, said } = lint();
  assert.notEqual(status, 0, `${file}: ${to} was taken`);
  assert.ok(said.includes(file) && said.includes(complaint), `${file}: ${to}:\n${said}`);
  writeFileSync(path, old);
  console.log(`ok  ${file}: ${to.trim()}`);
};

try {
  for (const language of ["zh", "en"]) {
    execFileSync(program, ["new", "showcase", show, "--year", "2026", "--lang", language], { stdio: "pipe" });
    assert.equal(sound(`a new showcase (${language})`), 4 + 0);
    if (language === "zh") rmSync(show, { recursive: true });
  }
  xunli("new", "county", "bing", "--name", "Bing");
  xunli("new", "edition", "2027");
  sound("with one more county and next year's edition");

  const sheet = "content/2026/jia/figures.toml";
  faulty("content/site.toml", "theme ", "them ", "'them' was unexpected");
  faulty("content/site.toml", '"hong"', "3", "3 is not of type");
  faulty("content/2026/edition.toml", "headline = true", 'headline = "yes"', "is not of type");
  faulty("content/2026/edition.toml", 'total    = "sum"', 'total    = "add"', "add");
  faulty(sheet, "baseline = 36", "basline = 36", "'basline' was unexpected");
  appendFileSync(join(show, sheet), '\n[[projects]]\nname = "A"\n');
  sound("with a project");

  // The repository's own content, large and real.
  rmSync(join(show, "content"), { recursive: true });
  cpSync(content, join(show, "content"), { recursive: true });
  assert.ok(sound("the sample in content/") > 10);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
