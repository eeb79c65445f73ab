// The Nu HTML checker over every page, the style sheets inside one-file pages
// included: no errors and no warnings.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

export function validate(report, site) {
  const run = spawnSync('java', ['-Xss8m', '-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', site.folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error) throw run.error;
  const { messages } = JSON.parse(run.stdout);
  const byPage = new Map(site.pages.map((page) => [page, []]));
  for (const message of messages) {
    const file = message.url ? path.relative(site.folder, fileURLToPath(message.url)).split(path.sep).join('/') : 'no page';
    const kind = message.type === 'error' || message.type === 'non-document-error' ? 'error' : (message.subType ?? 'info');
    const list = byPage.get(file) ?? byPage.set(file, []).get(file);
    list.push(`${message.lastLine}:${message.firstColumn ?? message.lastColumn}: ${kind}: ${message.message}`);
  }
  for (const [page, faults] of byPage) report.check(`${page} in the Nu HTML checker`, faults);
}
