import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { loaded } from './browser.ts';

const CHECKS = readFileSync(join(import.meta.dirname, 'accessibility-checks.js'), 'utf8');
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
const NAMED_ROLES = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'progressbar',
  'dialog',
  'img',
]);

/**
 * What is wrong with the page that is open, for people who do not see it, see it badly or use no mouse: WCAG 2.2 AA as
 * far as it can be measured. Empty when nothing was found.
 */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // Colours still on their way to a new theme would be measured as nobody reads them.
  await page.evaluate(SETTLED);
  const faults = (await page.evaluate(CHECKS)) as string[];
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  for (const node of nodes) {
    const role = String(node.role?.value ?? '');
    const name = String(node.name?.value ?? '').trim();
    if (!node.ignored && NAMED_ROLES.has(role) && name === '') faults.push(`A ${role} has no name.`);
  }
  return faults;
}

/** Waits until the page that is open has loaded, and adds what is wrong with it for these people, under its path, to `found`. */
export async function lookAt(page: Page, found: string[]): Promise<void> {
  await loaded(page);
  for (const fault of await accessibilityFaults(page))
    found.push(`${new URL(page.url()).pathname}: ${fault}`);
}
