import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('letting people into a workspace by their names, in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-let-in-'));
    const config = join(folder, 'workspaces.yaml');
    const plugins = ['identity', 'access', 'workspaces'].map((id) => `  "@datawave/plugin-${id}": {}\n`);
    writeFileSync(config, `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n${plugins.join('')}`);
    platform = await startPlatform({ config });
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('offers people, groups and roles by what they are called', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    const { page, faults } = await browser.open(`${platform.url}/users`, 390);
    const found: string[] = [];
    await signIn(page, platform.password);
    const username = 'ann';
    await page.getByRole('button', { name: 'Add somebody' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ann Lee');
    await page.getByLabel('User name').fill(username);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('A link for Ann Lee is made.').waitFor();
    const group = 'Readers of all';
    await page.goto(`${platform.url}/users/groups`);
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByLabel('Name', { exact: true }).fill(group);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: group, level: 1 }).waitFor();

    await page.goto(`${platform.url}/workspaces`);
    await page.getByRole('link', { name: 'Default' }).click();
    await page.getByRole('heading', { name: 'Default', level: 1 }).waitFor();
    const who = page.getByLabel('Who', { exact: true });
    await page.locator(`datalist option[value="Ann Lee (${username})"]`).waitFor({ state: 'attached' });
    await who.fill('Nobody known');
    await page.getByRole('button', { name: 'Let in' }).click();
    await page.getByText('“Nobody known” is nobody’s name here').waitFor();
    await lookAt(page, found);
    await who.fill(`Ann Lee (${username})`);
    await page.getByLabel('Steward', { exact: true }).check();
    await page.getByRole('button', { name: 'Let in' }).click();
    const ann = page.getByRole('row').filter({ hasText: 'Ann Lee' });
    await ann.filter({ hasText: 'an account' }).getByText('Steward').first().waitFor();
    expect(await page.getByLabel('Steward', { exact: true }).isChecked()).to.equal(false);
    await who.fill(group.toLowerCase());
    await page.getByLabel('Viewer', { exact: true }).check();
    await page.getByRole('button', { name: 'Let in' }).click();
    await page.getByRole('row').filter({ hasText: group }).getByText('a group').waitFor();
    await lookAt(page, found);
    await page.getByRole('button', { name: 'Take Ann Lee out' }).click();
    await page.getByRole('button', { name: 'Take out', exact: true }).click();
    await ann.waitFor({ state: 'detached' });
    expect([...found, ...faults]).to.deep.equal([]);
    await page.close();
  });
});
