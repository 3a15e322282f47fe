import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { loaded, signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const MINIMAL = join(import.meta.dirname, '../../config/minimal.yaml');

describe('the plugins of a running platform, in a browser', () => {
  let browser: TestBrowser;
  let platform: Platform;
  let page: Page;
  let faults: string[];
  const folder = mkdtempSync(join(tmpdir(), 'datawave-plugins-'));

  before(async function () {
    this.timeout(120_000);
    const config = join(folder, 'platform.yaml');
    writeFileSync(
      config,
      `extends: ${MINIMAL}
plugins:
  "@datawave/plugin-custom-rules": {}
  "@datawave/plugin-mail": { config: { host: mail.example.com, from: a@example.com } }
`,
    );
    browser = await startBrowser(this);
    platform = await startPlatform({ config });
    ({ page, faults } = await browser.open(platform.url));
    await signIn(page, platform.password);
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(faults).to.deep.equal([]);
  });

  const save = (): Promise<void> => page.getByRole('button', { name: 'Save', exact: true }).click();

  async function settings(plugin: string): Promise<void> {
    await page.goto(`${platform.url}/plugins/${plugin}?tab=settings`);
    await page.getByText('Where each setting comes from').first().waitFor();
    await loaded(page);
  }

  it('are set, run with it at once, and go back to the file', async function () {
    this.timeout(180_000);
    await settings('mail');
    const host = page.getByRole('textbox', { name: 'Mail server' });
    expect(await host.inputValue()).to.equal('mail.example.com');
    await host.fill('mail2.example.com');
    await page.getByRole('textbox', { name: 'User name' }).fill('somebody');
    await page.getByLabel('Password', { exact: true }).fill('a-secret-of-mail');
    await save();
    await page.getByText('The settings are changed.').waitFor();
    await page.getByText('set, never shown').waitFor();
    await settings('mail');
    expect(await host.inputValue()).to.equal('mail2.example.com');
    expect(await page.content()).not.to.contain('a-secret-of-mail');
    // Only another name: the password is kept, although nobody wrote it again.
    await page.getByRole('textbox', { name: 'User name' }).fill('somebody-else');
    await save();
    await page.getByText('somebody-else').first().waitFor();
    await page.getByText('set, never shown').waitFor();
    await page.goto(`${platform.url}/plugins/mail?tab=history`);
    await page.getByText('It is started anew with other settings.').first().waitFor();
    await settings('mail');
    await page.getByRole('button', { name: 'Take back all' }).click();
    await page.locator('dw-dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('The configuration file holds again.').first().waitFor();
    await page.getByText('set, never shown').waitFor({ state: 'detached' });
    expect(await host.inputValue()).to.equal('mail.example.com');
  });

  it('show what is wrong with a value at its field, and keep what runs', async () => {
    await settings('mail');
    await page.getByRole('textbox', { name: 'Mail server' }).fill('no host at all');
    await save();
    await page.getByText('Please correct what is marked. Nothing was changed.').waitFor();
    const field = page.getByRole('textbox', { name: 'Mail server' });
    expect(await field.getAttribute('aria-invalid')).to.equal('true');
    await page.goto(`${platform.url}/plugins/mail`);
    await page.getByText('running', { exact: true }).first().waitFor();
  });

  it('get their former settings back when they do not start with others, and say why', async function () {
    this.timeout(180_000);
    await settings('custom-rules');
    await page.getByRole('textbox', { name: 'File of rules' }).fill('nowhere.yaml');
    await save();
    await page.getByText('These settings do not work. The former ones are back.').waitFor();
    await page.getByText('The file of rules cannot be used').first().waitFor();
    await page.getByText('running', { exact: true }).first().waitFor();
    await page.getByRole('tab', { name: /History/ }).click();
    await page.getByText('What went wrong').waitFor();
    await page.getByText('The file of rules cannot be used').first().waitFor();
  });

  it('name who stops with them, and their pages go and come back', async function () {
    this.timeout(180_000);
    const scans = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scans' });
    await page.goto(`${platform.url}/plugins/sources`);
    await scans.waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.locator('dw-dialog');
    await dialog.getByText('Scans').waitFor();
    await dialog.getByRole('button', { name: 'Disable them all' }).click();
    await page.getByText('switched off', { exact: true }).first().waitFor();
    await scans.waitFor({ state: 'detached' });
    await page.goto(`${platform.url}/plugins?q=scans`);
    await page.getByText('waiting for others').first().waitFor();
    await page.getByText('It comes back by itself').first().waitFor();
    await page.goto(`${platform.url}/plugins/sources`);
    await page.getByRole('button', { name: 'Enable' }).click();
    await scans.waitFor();
  });
});
