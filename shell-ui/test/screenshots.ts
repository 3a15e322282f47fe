import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { faultsAsShown } from './accessibility.ts';
import { findChromium } from './browser.ts';
import { crawl, openWindow, pageFaults, type Window } from './crawl.ts';
import { type Address, PASSWORD, startFurnishedPlatform } from './furnished-platform.ts';

/**
 * `npm run screenshots --workspace shell-ui`: every page of the platform with its demonstration data, and each of its tabs, in both
 * themes, at two widths, in English and in German, as pictures to look at, into an ignored folder. Each is held to axe and to its room
 * besides; what is found is printed, and the command ends with 1.
 *
 *     npm run screenshots --workspace shell-ui -- --only asset --language de --width 390 --scheme dark --into /tmp/pictures
 *
 * takes the pages in whose name the word stands, and what else is chosen; pictures of earlier runs stay then.
 */
const { values: chosen } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    language: { type: 'string' },
    width: { type: 'string' },
    scheme: { type: 'string' },
    into: { type: 'string', default: join(import.meta.dirname, '../.tmp/screenshots') },
  },
});
const isWhole = [chosen.only, chosen.language, chosen.width, chosen.scheme].every((choice) => !choice);
const LANGUAGES = ['en', 'de'].filter((language) => (chosen.language ?? language) === language);
const WIDTHS = [1440, 390].filter((width) => Number(chosen.width ?? width) === width);
const SCHEMES = (['light', 'dark'] as const).filter((scheme) => (chosen.scheme ?? scheme) === scheme);
/** A page that is longer is cut: a picture of more can be looked at by nobody. */
const LONGEST = 12_000;

const found: string[] = [];
let pictures = 0;

const say = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
};

/** A page in the chosen themes and widths. */
async function take(page: Page, name: string, part: 'page' | 'frame too' | 'picture alone'): Promise<void> {
  for (const width of WIDTHS) {
    const height = width < 600 ? 844 : 900;
    await page.setViewportSize({ width, height });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const shown = `${name}-${colorScheme}-${width}`;
      const faults =
        part === 'picture alone' ? [] : [...(await faultsAsShown(page, part)), ...(await pageFaults(page))];
      // What is drawn by script, charts above all, follows a frame later.
      await page.waitForTimeout(120);
      const whole = Number(await page.evaluate('document.documentElement.scrollHeight'));
      await page.screenshot({
        ...{ path: join(chosen.into, `${shown}.png`), animations: 'disabled' },
        ...(whole > LONGEST ? { clip: { x: 0, y: 0, width, height: LONGEST } } : {}),
        fullPage: true,
      });
      pictures += 1;
      for (const fault of faults) {
        found.push(`${shown}: ${fault}`);
        say(`${shown}: ${fault}`);
      }
    }
  }
}

/** Every page and tab in one language. */
async function takeAll(window: Window, addresses: readonly Address[], language: string): Promise<void> {
  for (const [index, address] of addresses.entries()) {
    say(`${language}, ${index + 1} of ${addresses.length}: ${address.name}`);
    const faults = await crawl(window, [address], async ({ name }) => {
      const file = `${name.replace(/[^a-z0-9]+/gi, '-')}${language === 'en' ? '' : `-${language}`}`;
      await take(window.page, file, name === 'overview' ? 'frame too' : 'page');
      return [];
    });
    found.push(...faults);
  }
}

const executablePath = findChromium();
if (executablePath === null) throw new Error('Screenshots need Chromium: apt-get install chromium.');
const began = Date.now();
if (isWhole) rmSync(chosen.into, { recursive: true, force: true });
mkdirSync(chosen.into, { recursive: true });
say('starting the platform and scanning its demonstration source …');
const platform = await startFurnishedPlatform();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const addresses = platform.addresses.filter(({ name }) => name.includes(chosen.only));
  const view = { width: WIDTHS[0] ?? 1440, colorScheme: SCHEMES[0] ?? 'light' } as const;
  const admin = { ...view, username: 'admin', password: platform.password };
  if ('sign-in'.includes(chosen.only)) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(platform.url);
    await page.getByLabel('User name').waitFor();
    await take(page, 'sign-in', 'picture alone');
    await page.context().close();
  }
  if ('forbidden'.includes(chosen.only)) {
    const theirs = await openWindow(browser, platform.url, { ...view, username: 'mara', password: PASSWORD });
    await takeAll(theirs, [{ name: 'forbidden', path: '/plugins' }], 'en');
    await theirs.page.context().close();
  }
  for (const language of LANGUAGES) {
    const window = await openWindow(browser, platform.url, {
      ...admin,
      ...(language === 'en' ? {} : { language }),
    });
    await takeAll(window, addresses, language);
    await window.page.context().close();
  }
} finally {
  await browser.close();
  await platform.stop();
}
say(`${pictures} pictures in ${Math.round((Date.now() - began) / 1000)} s: ${chosen.into}`);
say(found.length === 0 ? 'Nothing was found wrong.\n' : `\n${found.join('\n')}\n`);
if (found.length > 0) process.exitCode = 1;
