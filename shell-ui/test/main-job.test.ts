import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Platform, SHOP_TABLES, startPlatform, writeShop } from './platform.ts';

describe('the main job in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;

  before(async function () {
    this.timeout(300_000);
    platform = await startPlatform();
    writeShop(join(platform.directory, 'shop.sqlite'));
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  for (const width of [1440, 390]) {
    it(`leads from signing in to the first finding, ${width} px wide`, async function () {
      this.timeout(240_000);
      await browser.context.clearCookies();
      const { page, faults } = await browser.open(platform.url, width);
      const found: string[] = [];
      const look = (): Promise<void> => lookAt(page, found);
      const title = `Shop at ${width}`;

      await look();
      await signIn(page, platform.password);
      await heading(page, 'Overview');
      await look();

      await openPage(page, width, 'Sources');
      await heading(page, 'Sources');
      await page.getByRole('link', { name: 'Add source' }).first().click();
      await heading(page, 'Add a source');
      await page.getByRole('link', { name: /SQLite/ }).click();
      await page.getByLabel('Name', { exact: true }).fill(title);
      const file = page.locator('dw-schema-form').getByRole('textbox').first();
      await file.fill(join(platform.directory, 'nowhere.sqlite'));
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page.getByText('Could not connect').waitFor();
      await look();
      await file.fill(join(platform.directory, 'shop.sqlite'));
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page
        .getByText(/^Connected to SQLite/)
        .last()
        .waitFor();
      await page.getByRole('button', { name: 'Save source' }).click();
      await page.getByText(`${title} is connected`).waitFor();
      await look();

      await pauseNextScan(page, platform.url);
      await page.getByRole('button', { name: 'Scan now' }).click();
      await heading(page, `Scan of ${title}`);
      const progress = async (): Promise<number> =>
        Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
      await page.getByText('paused', { exact: true }).waitFor();
      const seen = [await progress()];
      expect(seen[0], 'the progress bar of a scan that has just begun').to.be.below(100);
      await page.getByRole('button', { name: 'Resume' }).click();
      while (seen.at(-1) !== 100) seen.push(await progress());
      expect(seen, 'the progress bar only ever rises').to.deep.equal(seen.toSorted((a, b) => a - b));
      await page.getByText('What it found').waitFor();
      await page.getByText(`${SHOP_TABLES} of ${SHOP_TABLES}`, { exact: true }).waitFor();
      await look();

      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Asset', { exact: true }).fill('customers');
      await page.getByText('1 asset', { exact: true }).first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'main.customers' }).click();
      await heading(page, 'main.customers');
      await page.getByRole('tab', { name: /^Columns/ }).click();
      await page.getByRole('grid').getByText('email', { exact: true }).first().click();
      const explained = page.locator('dw-drawer');
      await explained.getByRole('heading', { name: 'email' }).waitFor();
      await explained.getByText('E-mail address', { exact: true }).first().waitFor();
      await explained.getByRole('heading', { name: 'What speaks for it' }).first().waitFor();
      await explained
        .getByText(/^Its name, \w+ for it: /)
        .first()
        .waitFor();
      await look();
      await page.keyboard.press('Escape');
      await page.waitForURL((url) => !url.search.includes('column='));
      await page.getByRole('tab', { name: 'Violations' }).click();
      await page
        .getByRole('link', { name: /GDPR Art\. / })
        .first()
        .waitFor();
      await look();

      await openPage(page, width, 'Assets');
      await page.getByLabel('Search', { exact: true }).fill('products');
      await page.getByRole('link', { name: 'main.customers' }).first().waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'main.products' }).first().click();
      await heading(page, 'main.products');
      await page.getByRole('tab', { name: 'Violations' }).click();
      await page.getByText('No open violation').waitFor();

      await openPage(page, width, 'Compliance');
      await page.getByRole('tab', { name: 'Coverage' }).waitFor();
      await page
        .getByText(/^Art\. /)
        .first()
        .waitFor();
      await look();

      await openPage(page, width, 'Overview');
      await page.getByText('Sensitive columns by type').waitFor();
      await page.getByRole('link', { name: /^E-mail address .*confidential/ }).waitFor();
      await look();
      await page.close();
      expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
      expect(found, 'accessibility').to.deep.equal([]);
    });
  }

  it('opens a page of an asset by its address alone', async () => {
    const { page } = await browser.open(`${platform.url}/assets`);
    await page.getByRole('link', { name: 'main.customers' }).first().click();
    await heading(page, 'main.customers');
    await page.reload();
    await heading(page, 'main.customers');
    await page.close();
  });

  it('loses the pages and routes of a plugin that is disabled, and gets them back', async () => {
    const { page } = await browser.open(`${platform.url}/plugins`);
    const entry = page.getByRole('listitem').filter({ hasText: '@datawave/plugin-compliance' });
    await entry.getByRole('button', { name: 'Disable' }).click();
    await page.locator('dw-dialog').getByRole('button', { name: 'Disable' }).click();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Compliance' });
    await link.waitFor({ state: 'detached' });
    await entry.getByRole('button', { name: 'Enable' }).click();
    await link.click();
    await page.getByRole('tab', { name: 'Coverage', selected: true }).waitFor();
    await page
      .getByText(/^Art\. /)
      .first()
      .waitFor();
    await page.close();
  });

  it('answers the address of a file with its page, and with nothing to whoever asks for a file', async () => {
    const address = `${platform.url}/assets/${encodeURIComponent('urn:dw:files:lake:orders.json')}`;
    const page = await fetch(address, { headers: { accept: 'text/html' } });
    expect([page.status, await page.text()].join(' ')).to.match(/^200 <!doctype html>/);
    expect((await fetch(address)).status).to.equal(404);
  });
});

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Pauses the next scan before its page can be opened: it would be over before a busy browser has shown it. */
async function pauseNextScan(page: Page, url: string): Promise<void> {
  await page.route(
    `${url}/api/v1/scans`,
    async (route) => {
      const answer = await route.fetch();
      const { id } = (await answer.json()) as { readonly id: string };
      const { authorization: _, 'content-length': _length, ...headers } = await route.request().allHeaders();
      const paused = await page.request.post(`${url}/api/v1/scans/${id}/pause`, { headers });
      expect(paused.status(), 'pausing').to.equal(200);
      await route.fulfill({ response: answer });
    },
    { times: 1 },
  );
}

/** Follows the navigation, through the drawer where the screen is narrow. */
async function openPage(page: Page, width: number, name: string): Promise<void> {
  if (width < 600) await page.getByRole('button', { name: 'Navigation', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
}
