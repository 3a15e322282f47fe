import type { Page } from 'playwright-core';
import { loaded } from './browser.ts';

/** Follows a link of the shell's own to an address, without loading the document anew. */
export const followLink = (page: Page, path: string): Promise<void> =>
  page.evaluate((address) => {
    const link = document.createElement('a');
    link.href = address;
    document.querySelector('dw-shell')?.append(link);
    link.click();
    link.remove();
  }, path);

/** As {@link followLink}, and waits until its page is there. */
export async function goTo(page: Page, path: string): Promise<void> {
  await followLink(page, path);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page
    .locator('h1:visible')
    .first()
    .waitFor()
    .catch((reason: unknown) => {
      throw new Error(`${path} shows no heading: ${String(reason)}`);
    });
  await loaded(page);
}
