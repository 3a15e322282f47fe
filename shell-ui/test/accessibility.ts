import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { loaded } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIDEWAYS = readFileSync(join(import.meta.dirname, 'sideways-scroll.js'), 'utf8');
/** WCAG 2.2 A and AA, and what axe holds to be good practice; what it rates as minor is left out. */
const EVERYTHING: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};
/** Axe looks for the target of a link to skip in the document alone, and ours stands in the shell's shadow tree beside it. */
const CONTEXT = { exclude: [{ fromShadowDom: ['dw-shell', '.skip'] }] };
/** What another theme can change. */
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
/** Resolves once two frames have been drawn and every transition has come to its end, in shadow trees as well. */
const SETTLED = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const transitions = (root) => [
    ...root.getAnimations().filter((animation) => animation instanceof CSSTransition),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : transitions(shadowRoot))),
  ];
  await frame();
  await frame();
  await Promise.allSettled(transitions(document).map(({ finished }) => finished));
})()`;

async function violations(page: Page, options: RunOptions): Promise<readonly string[]> {
  // Colours still on their way to a new theme would be measured as nobody reads them.
  await page.evaluate(SETTLED);
  const { violations: found } = (await page.evaluate(
    `axe.run(${JSON.stringify(CONTEXT)}, ${JSON.stringify(options)})`,
  )) as AxeResults;
  return found.flatMap(({ id, impact, nodes }) =>
    (impact === 'minor' ? [] : nodes).map(({ target, failureSummary }) => {
      const place = target.flat().join(' ');
      return `${impact ?? 'unrated'} ${id} at ${place}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`;
    }),
  );
}

/**
 * What axe finds wrong with the page that is open, in the theme that is shown and its colours in the other one, and whether it
 * scrolls sideways. Empty when nothing was found.
 */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE);
  const faults = [...(await violations(page, EVERYTHING))];
  const isDark = (await page.evaluate(`matchMedia('(prefers-color-scheme: dark)').matches`)) as boolean;
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
  for (const fault of await violations(page, COLOURS)) faults.push(`${isDark ? 'light' : 'dark'}: ${fault}`);
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  return [...faults, ...((await page.evaluate(SIDEWAYS)) as string[])];
}

/** Waits until the page that is open has loaded, and adds what is wrong with it for people with disabilities, under its path, to `found`. */
export async function lookAt(page: Page, found: string[]): Promise<void> {
  await loaded(page);
  for (const fault of await accessibilityFaults(page))
    found.push(`${new URL(page.url()).pathname}: ${fault}`);
}
