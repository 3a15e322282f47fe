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
/** What a page brings; the frame around it is the same on all. */
const PAGE = { include: [{ fromShadowDom: ['dw-shell', 'main'] }] };
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

async function violations(page: Page, context: object): Promise<readonly string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE);
  // Colours still on their way to a new theme would be measured as nobody reads them.
  await page.evaluate(SETTLED);
  const { violations: found } = (await page.evaluate(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(EVERYTHING)})`,
  )) as AxeResults;
  return found.flatMap(({ id, impact, nodes }) =>
    (impact === 'minor' ? [] : nodes).map(({ target, failureSummary }) => {
      const place = target.flat().join(' ');
      return `${impact ?? 'unrated'} ${id} at ${place}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`;
    }),
  );
}

/** What axe finds wrong with the page that is open, as it is shown, and whether it scrolls sideways. Empty when nothing was found. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  return [...(await violations(page, CONTEXT)), ...((await page.evaluate(SIDEWAYS)) as string[])];
}

/** What axe finds wrong with what the page that is open brings, or with the frame as well, as it is shown. Empty when nothing was found. */
export async function faultsAsShown(page: Page, part: 'page' | 'frame too'): Promise<readonly string[]> {
  return violations(page, part === 'page' ? PAGE : CONTEXT);
}

/** Waits until the page that is open has loaded, and adds what is wrong with it for people with disabilities, under its path, to `found`. */
export async function lookAt(page: Page, found: string[]): Promise<void> {
  await loaded(page);
  for (const fault of await accessibilityFaults(page))
    found.push(`${new URL(page.url()).pathname}: ${fault}`);
}
