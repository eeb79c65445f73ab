// A real nginx over the built folder, once at `/` and once at `/a/b/`, under
// the policy that a careful web office sets. Two servers, so that a link which
// leaves the sub-path finds nothing there instead of the other copy.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Base } from './site.mjs';

export const POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'font-src', 'connect-src'].map((kind) => `${kind} 'self'`),
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export async function serve(site) {
  const home = mkdtempSync(path.join(tmpdir(), 'xunli-nginx-'));
  const [root, below] = [await freePort(), await freePort()];
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(path.join(home, name));
  writeFileSync(path.join(home, 'nginx.conf'), config(home, site.folder, root, below));
  const child = spawn(program(), ['-p', home, '-e', path.join(home, 'error.log'), '-c', path.join(home, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = () => {
    child.kill('SIGTERM');
    rmSync(home, { recursive: true, force: true });
  };
  // A suite that is interrupted takes its server with it.
  process.once('exit', end);
  const stop = () => {
    process.off('exit', end);
    end();
  };
  const bases = {
    root: new Base('nginx /', `http://127.0.0.1:${root}/`),
    below: new Base('nginx /a/b/', `http://127.0.0.1:${below}/a/b/`),
  };
  await answers(bases.root.href, child, home);
  return { ...bases, stop };
}

function config(home, folder, root, below) {
  const quoted = JSON.stringify(folder);
  return `
daemon off;
pid ${home}/nginx.pid;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy;
  fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi;
  scgi_temp_path ${home}/scgi;
  add_header Content-Security-Policy "${POLICY}" always;
  add_header X-Content-Type-Options nosniff always;
  server {
    listen 127.0.0.1:${root};
    root ${quoted};
    error_page 404 /404.html;
  }
  server {
    listen 127.0.0.1:${below};
    location /a/b/ { alias ${JSON.stringify(`${folder}/`)}; }
    location / { return 404; }
  }
}
`;
}

function program() {
  return process.env.NGINX ?? 'nginx';
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(address, child, home) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) break;
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`nginx does not answer: ${readFileSync(path.join(home, 'error.log'), 'utf8')}`);
}
