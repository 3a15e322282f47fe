import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('the page of rules in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-rules-page-'));
    const config = join(folder, 'rules.yaml');
    writeFileSync(
      config,
      `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n  "@datawave/plugin-custom-rules": { config: { previewTimeoutMs: 30000 } }\n`,
    );
    platform = await startPlatform({ config });
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('leads from the first rule to its export', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    const { page, faults } = await browser.open(`${platform.url}/rules`, 390);
    const found: string[] = [];
    const look = (): Promise<void> => lookAt(page, found);
    await signIn(page, platform.password);
    await heading(page, 'Classification rules');
    await page.getByText('No rule yet').waitFor();
    await look();

    await page.getByRole('link', { name: 'Add rule' }).first().click();
    await heading(page, 'Add a rule');
    await page.getByLabel('Name', { exact: true }).fill('Staff badge');
    expect(await page.getByLabel('Key', { exact: true }).inputValue()).to.equal('staff-badge');
    const pattern = page.getByLabel('Values fit', { exact: true });
    await pattern.fill('B[A-Z](?=1)');
    await page
      .locator('dw-code .fault')
      .getByText(/look-ahead/)
      .waitFor();
    expect(await pattern.getAttribute('aria-invalid')).to.equal('true');
    await look();

    await pattern.fill('B[A-Z]\\d{5}');
    await page.getByLabel('Name of the column').fill('badge_no');
    await page.getByLabel('Values', { exact: true }).fill('BA12345\nBX77777\nbc00001\nhello');
    await page.getByText('2 of 4 values fit').waitFor();
    await page.getByText('AA99999', { exact: true }).waitFor();
    await page.getByText('would fit in capital letters').waitFor();
    expect(await page.locator('custom-rules-trial').innerText()).not.to.include('BA12345');

    await page.getByLabel('Kind of block 1', { exact: true }).selectOption('all');
    await page.getByRole('button', { name: 'Add block' }).click();
    await page.getByLabel('Kind of block 1.2', { exact: true }).selectOption('not');
    await page.getByLabel('Kind of block 1.2.1', { exact: true }).selectOption('dictionary');
    await page.getByLabel('Values are one of').fill('BX77777');
    await page.getByText('1 of 4 values fit').waitFor();
    await page.getByLabel('Info type', { exact: true }).selectOption({ label: 'One of its own…' });
    await page.getByLabel('Id of the type').fill('acme badge');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('It is not saved').waitFor();
    await look();
    await page.getByLabel('Its title').fill('Acme badge');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await heading(page, 'Staff badge');
    await page.getByText('custom/staff-badge@1').waitFor();
    await look();

    await page.getByLabel('Description').fill('Cards at the door.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('custom/staff-badge@2').waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable' }).waitFor();

    await page.goto(`${platform.url}/rules`);
    await page.getByText('1 rule, 0 enabled').waitFor();
    await look();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const file = await download.path();
    expect(readFileSync(file, 'utf8')).to.include('key: staff-badge').and.to.include('Cards at the door.');

    await page.getByRole('link', { name: 'Staff badge' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete rule' }).click();
    await page.getByText('No rule yet').waitFor();

    await page.getByRole('button', { name: 'Import' }).click();
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'rules.yaml', mimeType: 'application/yaml', buffer: readFileSync(file) });
    await page.getByText('is new').waitFor();
    await look();
    await page.getByRole('button', { name: 'Import 1 rule' }).click();
    await page.getByRole('link', { name: 'Staff badge' }).waitFor();
    await page.getByRole('link', { name: 'Staff badge' }).press('Enter');
    await heading(page, 'Staff badge');
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('button', { name: 'Delete rule' }).press('Enter');
    await page.getByText('No rule yet').waitFor();
    await page.close();
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
    expect(found, 'accessibility').to.deep.equal([]);
  });

  it('says that there is no such rule', async () => {
    const { page } = await browser.open(`${platform.url}/rules/00000000-0000-4000-8000-000000000000`);
    await page.getByText('Not found').waitFor();
    await page.close();
  });
});

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
