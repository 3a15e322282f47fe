import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, recordFaults, requireChromium, signIn } from './browser.ts';
import type { Address } from './furnished-platform.ts';
import { followLink } from './go-to.ts';

const script = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const SETTLED = script('settled.js');
const FAULTS = script('page-faults.js');
const SIDEWAYS = script('sideways-scroll.js');
const TEXTS = script('texts.js').replace(/;\s*$/, '');
const TABS = script('tabs-of-page.js').replace(/;\s*$/, '');

/** Who looks at the pages, and how. */
export interface View {
  readonly username: string;
  readonly password: string;
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  /** English unless given. */
  readonly language?: string;
  /** Everything runs from right to left; the words stay English, as where a translation has only begun. */
  readonly isMirrored?: boolean;
}

/** A window in which somebody is signed in, with what has gone wrong in it: errors of scripts, broken policies, answers that are none. */
export interface Window {
  readonly view: View;
  readonly page: Page;
  readonly session: CDPSession;
  readonly faults: string[];
}

/** Opens a window of its own storage and cookies. */
export async function openWindow(browser: Browser, url: string, view: View): Promise<Window> {
  const height = view.width < 600 ? 844 : 900;
  const context = await browser.newContext({
    viewport: { width: view.width, height },
    colorScheme: view.colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults = recordFaults(page);
  await page.goto(url);
  await signIn(page, view.password, view.username);
  if (view.language !== undefined) {
    await context.addInitScript((chosen) => localStorage.setItem('dw.language', chosen), view.language);
    await page.goto(`${url}/settings/appearance`);
    await page.locator(`html[lang=${view.language}]`).waitFor({ state: 'attached' });
    await page.locator('shell-side-nav').waitFor({ state: 'attached' });
  }
  if (view.isMirrored === true) await page.evaluate(`document.documentElement.dir = 'rtl'`);
  if (view.username !== 'admin') return { view, page, session: await context.newCDPSession(page), faults };
  // An answer that refuses somebody who may everything is the page's fault, but where it is what the page is about.
  page.on('response', (response) => {
    // What a rule would read cannot be told of a source that is away.
    const isAway = response.status() === 502 && /\/scan-rules\/preview$/.test(response.url());
    if (response.status() >= 400 && !isAway && !/nowhere|00000000|\/sources\/new/.test(page.url()))
      faults.push(`${response.status()} ${decodeURIComponent(response.url()).slice(0, 300)}`);
  });
  return { view, page, session: await context.newCDPSession(page), faults };
}

/** Starts Chromium for windows that share nothing. */
export const startWindows = (test: Mocha.Context): Promise<Browser> =>
  chromium.launch({ executablePath: requireChromium(test), args: [...CHROMIUM_ARGUMENTS] });

async function settled(page: Page, path: string): Promise<void> {
  const missing = await page.evaluate(SETTLED);
  if (missing !== '') throw new Error(`${path.slice(0, 200)}: ${String(missing)}`);
}

/** Opens each page and each of its tabs, and gathers what is wrong there, with where it was. */
export async function crawl(
  { page, faults }: Window,
  addresses: readonly Address[],
  look: (address: Address) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, path } of addresses) {
    await followLink(page, path);
    await settled(page, path);
    // Tabs of tabs are addresses of their own.
    const tabs = /[?&](tab|view)=/.test(path) ? [] : ((await page.evaluate(`(${TABS})(null)`)) as string[]);
    for (const [index, tab] of tabs.length === 0 ? [[0, ''] as const] : tabs.entries()) {
      if (index > 0) {
        await page.evaluate(`(${TABS})(${index})`);
        await settled(page, path);
      }
      const address = { name: index === 0 ? name : `${name}, ${tab}`, path };
      const wrong = await look(address);
      found.push(...[...wrong, ...faults.splice(0)].map((fault) => `${address.name}: ${fault}`));
    }
  }
  return found;
}

/** What is wrong with how the page that is open is built and laid out. */
export async function pageFaults(page: Page): Promise<readonly string[]> {
  return [...((await page.evaluate(FAULTS)) as string[]), ...((await page.evaluate(SIDEWAYS)) as string[])];
}

/** All that the page shows or reads out; with `all` every attribute besides. */
export async function textsOf(page: Page, all: 'all' | 'shown'): Promise<readonly string[]> {
  return (await page.evaluate(`(${TEXTS})(${all === 'all'})`)) as string[];
}
