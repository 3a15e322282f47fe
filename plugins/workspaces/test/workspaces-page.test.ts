import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('the page of workspaces in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-workspaces-page-'));
    const config = join(folder, 'workspaces.yaml');
    writeFileSync(
      config,
      `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n  "@datawave/plugin-workspaces": { config: { limits: { members: 4 } } }\n`,
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

  for (const width of [1440, 390]) {
    it(`leads from a new workspace to its members and into it, ${width} px wide`, async function () {
      this.timeout(120_000);
      const [name, key] = [`North ${width}`, `north-${width}`];
      await browser.context.clearCookies();
      const { page, faults } = await browser.open(`${platform.url}/workspaces`, width);
      const found: string[] = [];
      await signIn(page, platform.password);
      await page.getByRole('heading', { name: 'Workspaces', level: 1 }).waitFor();
      await page.getByText('you are here').waitFor();
      await lookAt(page, found);

      await page.getByRole('button', { name: 'Add workspace' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('Key', { exact: true }).fill(key);
      await lookAt(page, found);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('link', { name }).click();

      await page.getByRole('heading', { name, level: 1 }).waitFor();
      await page.getByText('1 of 4').waitFor();
      await page.getByLabel('Who', { exact: true }).fill('ann');
      await page.getByLabel('Roles', { exact: true }).fill('viewer');
      await page.getByRole('button', { name: 'Let in' }).click();
      await page.getByText('“ann” is nobody’s name here').waitFor();
      await page.getByLabel('Who', { exact: true }).fill('user:ann');
      await page.getByLabel('Roles', { exact: true }).fill('viewer, steward');
      await page.getByRole('button', { name: 'Let in' }).click();
      await page.getByText('viewer, steward').waitFor();
      await page.getByText('2 of 4').waitFor();
      await lookAt(page, found);
      await page.getByRole('button', { name: 'Take user:ann out' }).click();
      await page.getByRole('button', { name: 'Take out', exact: true }).click();
      await page.getByText('1 of 4').waitFor();

      await page.getByRole('tab', { name: 'Limits' }).click();
      await page.getByLabel('Members', { exact: true }).fill('7');
      await lookAt(page, found);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('A limit of its own.').waitFor();
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'See what goes' }).click();
      await page.getByText('This stays:').waitFor();
      await lookAt(page, found);
      await page.getByRole('tab', { name: 'Members and usage' }).click();
      await page.getByText('1 of 7').waitFor();

      await page.goto(`${platform.url}/workspaces`);
      await page.getByRole('row').filter({ hasText: key }).getByRole('button', { name: 'Work here' }).click();
      await page.waitForURL(`${platform.url}/?workspace=${key}`);
      await page.goto(`${platform.url}/workspaces`);
      await page.getByRole('row').filter({ hasText: key }).getByText('you are here').waitFor();
      expect([...found, ...faults]).to.deep.equal([]);
      await page.close();
    });
  }

  it('says that everybody is in the default one, and not that nobody is', async function () {
    this.timeout(120_000);
    const { page, faults } = await browser.open(`${platform.url}/workspaces?workspace=default`);
    const row = page.getByRole('row').filter({ hasText: 'Default' });
    await row.getByText('Members: everybody').waitFor();
    await row.getByRole('link').click();
    await page.getByText('Everybody who can sign in', { exact: true }).waitFor();
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('keeps tabs in different workspaces apart, over reloads and by their addresses', async function () {
    this.timeout(120_000);
    const open = async (path: string) => {
      const { page, faults } = await browser.open(`${platform.url}${path}`);
      const switcher = page.getByLabel('Workspace', { exact: true });
      await switcher.waitFor();
      return { page, faults, switcher };
    };
    const north = await open('/workspaces');
    await north.switcher.selectOption('North 1440');
    await north.page.waitForURL(`${platform.url}/?workspace=north-1440`);
    const south = await open('/workspaces?workspace=north-390');
    expect(await south.switcher.inputValue()).to.equal('north-390');
    await south.page
      .getByRole('link', { name: 'Activity' })
      .or(south.page.getByRole('link', { name: 'Plugins' }))
      .first()
      .click();
    expect(new URL(south.page.url()).searchParams.get('workspace')).to.equal('north-390');
    await north.page.goto(`${platform.url}/workspaces`);
    await north.page.getByRole('row').filter({ hasText: 'north-1440' }).getByText('you are here').waitFor();
    await south.page.goto(`${platform.url}/workspaces`);
    await south.page.getByRole('row').filter({ hasText: 'north-390' }).getByText('you are here').waitFor();
    // One that is not there is left, and said to be.
    await south.page.goto(`${platform.url}/workspaces?workspace=nowhere`);
    await south.page.getByText('You cannot work in the workspace nowhere.').waitFor();
    await south.page.getByText('you are here').waitFor();
    expect([...north.faults, ...south.faults]).to.deep.equal([]);
  });
});
