import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium, signIn } from './browser.ts';
import { PASSWORD, startFurnishedPlatform } from './furnished-platform.ts';
import { goTo } from './go-to.ts';

/**
 * `npm run screenshots --workspace shell-ui`: every page of the platform with its demonstration data, and each of its tabs, in both
 * themes and two widths, and wide in German, as pictures to look at, into an ignored folder. A word after `--` takes only the pages in
 * whose name it stands.
 */
const FOLDER = join(import.meta.dirname, '../.tmp/screenshots');
const WIDTHS = [1440, 390] as const;
const only = process.argv[2] ?? '';

const say = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
};

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true, animations: 'disabled' });
}

/** A page in both themes and widths. */
async function take(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // What is drawn by script, charts above all, follows a frame later.
      await page.waitForTimeout(120);
      await shoot(page, `${name}-${colorScheme}-${width}`);
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** Opens a page and each of its tabs. */
async function each(
  page: Page,
  path: string,
  name: string,
  then: (name: string) => Promise<void>,
): Promise<void> {
  await goTo(page, path);
  await then(name);
  if (/[?&](tab|view)=/.test(path)) return;
  const tabs = page.getByRole('tablist').first().getByRole('tab');
  for (let tab = 1; tab < (await tabs.count()); tab += 1) {
    await tabs.nth(tab).click();
    await goTo(page, page.url());
    await then(`${name}-tab-${tab + 1}`);
  }
}

const executablePath = findChromium();
if (executablePath === null) throw new Error('Screenshots need Chromium: apt-get install chromium.');
const began = Date.now();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
say('starting the platform and scanning its demonstration source …');
const platform = await startFurnishedPlatform();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: 900 } });
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(platform.url);
  if ('sign-in'.includes(only)) await take(page, 'sign-in');
  await signIn(page, platform.password);
  const addresses = platform.addresses.filter(({ name }) => name.includes(only));
  let shown = 0;
  for (const { name, path } of addresses) {
    shown += 1;
    say(`${shown} of ${addresses.length}: ${name}`);
    await each(page, path, name, (named) => take(page, named));
  }
  if ('forbidden'.includes(only)) {
    const other = await browser.newContext({ viewport: { width: WIDTHS[0], height: 900 } });
    const theirs = await other.newPage();
    await theirs.goto(`${platform.url}/plugins`);
    await signIn(theirs, PASSWORD, 'mara');
    await goTo(theirs, '/plugins');
    await take(theirs, 'forbidden');
    await other.close();
  }
  await page.evaluate(`localStorage.setItem('dw.language', 'de')`);
  await page.reload();
  await page.locator('shell-side-nav').waitFor({ state: 'attached' });
  shown = 0;
  for (const { name, path } of addresses) {
    shown += 1;
    say(`in German, ${shown} of ${addresses.length}: ${name}`);
    await each(page, path, name, (named) => shoot(page, `${named}-german-1440`));
  }
} finally {
  await browser.close();
  await platform.stop();
}
say(`screenshots, in ${Math.round((Date.now() - began) / 1000)} s: ${FOLDER}\n`);
