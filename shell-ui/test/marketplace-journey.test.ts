import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPlugin } from '@datawave/plugin-sdk/create';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { RunningPlatform } from '../../core/test/packages/running-platform.ts';
import { type NpmClient, ServedRegistry } from '../../registry/test/served-registry.ts';
import { buildUi } from '../scripts/build.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAME = '@acme/datawave-page-harbour';
const PASSWORD = 'correct horse battery';

/** A plugin that somebody else wrote, from its first line to its end on a platform. */
describe('a plugin from elsewhere', function () {
  this.timeout(180_000);
  let directory: string;
  let plugin: string;
  let registry: ServedRegistry;
  let npm: NpmClient;
  let platform: RunningPlatform;
  let browser: TestBrowser;
  let page: Page;
  let faults: string[];
  /** The file of its last version. */
  let packed: string;

  before(async function () {
    await buildUi();
    browser = await startBrowser(this);
    directory = mkdtempSync(join(tmpdir(), 'datawave-journey-'));
    plugin = join(directory, 'harbour');
    registry = await ServedRegistry.start({ access: 'public' });
    npm = await registry.client(await registry.publisher('ada'));
    const config = join(directory, 'datawave.yaml');
    writeFileSync(
      config,
      `extends: ${join(ROOT, 'config/minimal.yaml')}
server: { metrics: { port: 0 } }
registries:
  - { name: acme, url: "${registry.base}/", scopes: ["@acme"] }
packages: { watchSeconds: 1 }
`,
    );
    const data = join(directory, 'data');
    platform = await RunningPlatform.start({ config, data, env: { DATAWAVE_ADMIN_PASSWORD: PASSWORD } });
    ({ page, faults } = await browser.open(platform.url));
    await page.request.post(`${platform.url}/api/v1/auth/session`, {
      data: { username: 'admin', password: PASSWORD },
    });
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
    await registry?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Packs the plugin as its author does, and publishes it with the ordinary npm client. */
  async function publish(): Promise<string> {
    const datawave = join(ROOT, 'core/bin/datawave.mjs');
    const packed = await promisify(execFile)(process.execPath, [
      ...[datawave, 'plugin', 'pack', plugin, '--no-test', '--json', '--out', directory],
    ]);
    const { file } = JSON.parse(packed.stdout) as { readonly file: string };
    const published = await npm.run(['publish', file]);
    expect(published.code, published.errors).to.equal(0);
    return file;
  }
  /** Applies the plan that is shown, and waits until the platform runs with it. */
  async function apply(action: string): Promise<void> {
    await page.getByRole('heading', { name: action, level: 1 }).waitFor();
    await page.getByRole('button', { name: action, exact: true }).click();
    await page.getByText('The platform runs with it.').waitFor({ timeout: 60_000 });
    await platform.ready();
  }
  const go = (path: string): Promise<unknown> => page.goto(platform.url + path);
  const shown = () => page.frameLocator('iframe[title=Harbour]').getByRole('heading', { name: 'Harbour' });

  it('is made by plugin create, published, found, looked at and installed, and shows its page', async () => {
    const source = async () => ({ kind: 'registry', version: '0.1.0' }) as const;
    await createPlugin({ kind: 'page', name: '@acme/harbour', directory: plugin, cwd: directory, source });
    // What its author's npm install brings.
    mkdirSync(join(plugin, 'node_modules/@datawave'), { recursive: true });
    symlinkSync(join(ROOT, 'plugin-sdk'), join(plugin, 'node_modules/@datawave/plugin-sdk'));
    await publish();
    await go('/marketplace');
    await page.getByRole('link', { name: 'Harbour', exact: true }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByText('harbour:read').first().waitFor();
    await page.getByText('not verified').first().waitFor();
    await apply('Install Harbour');
    await go('/harbour');
    await shown().waitFor();
    expect(await page.evaluate(`customElements.get('harbour-page') === undefined`)).to.equal(true);
  });

  it('is updated once somebody has seen what it asks for now', async () => {
    const file = join(plugin, 'package.json');
    const description = JSON.parse(readFileSync(file, 'utf8'));
    description.version = '0.2.0';
    description.datawave.needs = { ...description.datawave.needs, network: ['tides.example.com:443'] };
    description.datawave.permissions.push({ id: 'harbour:write', title: 'Edit the list' });
    writeFileSync(file, JSON.stringify(description, null, 2));
    packed = await publish();
    await go('/marketplace');
    await page.getByRole('button', { name: 'Update Harbour' }).click();
    await page.getByText('It asks for more than was granted so far').waitFor();
    const fresh = page.locator('ul.asked > li').filter({ hasText: 'new' });
    expect((await fresh.allInnerTexts()).join('\n'))
      .to.contain('tides.example.com:443')
      .and.to.contain('harbour:write')
      .and.not.to.contain('harbour:read');
    await apply('Update Harbour');
    await go('/marketplace?tab=installed');
    await page.getByRole('cell', { name: '0.2.0', exact: true }).waitFor();
  });

  it('is taken back to what it was, and removed', async () => {
    await page.getByRole('button', { name: 'Go back to this 1' }).click();
    await apply('Return to former plugins');
    await go('/marketplace?tab=installed');
    await page.getByRole('cell', { name: '0.1.0', exact: true }).waitFor();
    await go('/harbour');
    await shown().waitFor();
    await go('/marketplace?tab=installed');
    await page.getByRole('button', { name: `Remove ${NAME}` }).click();
    await apply('Remove Harbour');
    await go('/harbour');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    // And could come from the file as well, whoever publishes it.
    await go('/marketplace?tab=file');
    await page.locator('shell-upload-package input[type=file]').setInputFiles(packed);
    await page.getByRole('heading', { name: 'Install Harbour', level: 1 }).waitFor();
    await page.getByText('from a file', { exact: true }).waitFor();
    expect(faults).to.deep.equal([]);
  });
});
