// A page in a real Chromium, watched: what it says on the console, what it
// asks for, what it does not get. Name resolution is switched off, so that
// nothing can leave the machine even where a page asks for it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  // The browser of a build service runs as root, where Chromium refuses its own sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Where the browser is; `CHROMIUM` in the environment goes first. */
export function program() {
  return [process.env.CHROMIUM, ...PLACES].find((place) => place && existsSync(place));
}

export function launch() {
  return chromium.launch({ executablePath: program(), args: FLAGS });
}

/**
 * Opens `file` of the site at `base`, hands the loaded page to `look`, and
 * returns what that returned together with the faults heard meanwhile.
 */
export async function visit(browser, base, file, { script = true } = {}, look = async () => undefined) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: script,
  });
  try {
    const page = await context.newPage();
    const heard = listen(page, base);
    await page.goto(base.address(file), { waitUntil: 'load' });
    const seen = await look(page);
    return { seen, heard: [...new Set(heard)] };
  } finally {
    await context.close();
  }
}

function listen(page, base) {
  const heard = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => heard.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base.href) && !url.startsWith('data:')) heard.push(`asks for ${url}, outside the site`);
  });
  page.on('requestfailed', (request) => heard.push(`did not get ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`got ${response.status()} for ${response.url()}`);
  });
  return heard;
}
