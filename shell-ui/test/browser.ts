import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['DATAWAVE_CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of an installed Chromium, or null. */
export const findChromium = (): string | null =>
  CANDIDATES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Waiting longer for something on a page, in milliseconds, has found a fault and not a slow machine. */
const PATIENCE_MS = 60_000;

/**
 * How Chromium is started for tests. Pages live for seconds there: what the slowest compiler would make quicker has ended before,
 * and it took between a twentieth and a tenth of all that the browser did.
 */
export const CHROMIUM_ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--js-flags=--no-opt'] as const;

/** A browser with a profile of its own. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /**
   * A page that records what must not happen: script errors and violations of the content security policy. One as narrow as a
   * phone is dark, so that a job that is done in both widths is seen in both themes.
   */
  open(url: string, width?: number): Promise<{ readonly page: Page; readonly faults: string[] }>;
  close(): Promise<void>;
}

/** Path of an installed Chromium. Without one the tests are skipped, or fail with CI=true. */
export function requireChromium(test: Mocha.Context): string {
  const path = findChromium();
  if (path === null && process.env['CI'] !== 'true') test.skip();
  if (path === null)
    throw new Error(
      'The browser tests need Chromium: apt-get install chromium, or name one in DATAWAVE_CHROMIUM.',
    );
  return path;
}

/** Starts Chromium, as {@link requireChromium} finds it. */
export async function startBrowser(test: Mocha.Context): Promise<TestBrowser> {
  const executablePath = requireChromium(test);
  const profile = mkdtempSync(join(tmpdir(), 'datawave-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1440, height: 900 },
    args: [
      ...['--headless', ...CHROMIUM_ARGUMENTS, '--disable-background-networking'],
      // As with windows: a frame that is an origin of its own is a process of its own.
      '--site-per-process',
    ],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    context,
    async open(url, width = 1440) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
      await page.emulateMedia({ colorScheme: width < 600 ? 'dark' : 'light', reducedMotion: 'reduce' });
      const faults = recordFaults(page);
      await page.goto(url);
      return { page, faults };
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Records what must not happen on a page, from now on: script errors and violations of the content security policy. */
export function recordFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      faults.push(message.text());
  });
  return faults;
}

/** Signs in through the page as a person does. */
export async function signIn(page: Page, password: string, username = 'admin'): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  // The navigation may be a closed drawer.
  await page.locator('shell-side-nav').waitFor({ state: 'attached' });
}

/** Waits until nothing on the page says that it is loading. A page with live progress never lets the network rest. */
export async function loaded(page: Page): Promise<void> {
  while ((await page.locator('dw-loading:visible').count()) > 0) await page.waitForTimeout(20);
}

/** Waits until an expression is true on a page. The policy of a page forbids the browser to ask by itself. */
export async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.waitForTimeout(20);
}
