import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { findChromium, loaded, signIn } from './browser.ts';
import { startFixture } from './fixture/fixture-server.ts';
import { moveScan } from './fixture/scan-answers.ts';

/**
 * `npm run screenshots --workspace shell-ui`: every page in both themes and two widths, as pictures to look at, into an
 * ignored folder.
 */
const FOLDER = join(import.meta.dirname, '../.tmp/screenshots');
const WIDTHS = [1440, 390] as const;

async function take(page: Page, name: string): Promise<void> {
  await loaded(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
      await page.waitForTimeout(80);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
  }
}

await buildUi();
mkdirSync(FOLDER, { recursive: true });
const fixture = await startFixture({ stepMs: 60_000 });
const executablePath = findChromium();
if (executablePath === null) throw new Error('Screenshots need Chromium: apt-get install chromium.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
const go = async (name: string, path: string): Promise<void> => {
  await page.goto(fixture.url + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, name);
};

await go('sign-in', '/');
await signIn(page, 'correct horse');
await go('overview-empty', '/');
await go('sources-empty', '/sources');
const shop = fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
const warehouse = fixture.api.addSource('postgres', 'Customer warehouse', {
  host: 'db.example.com',
  password: 'x',
});
fixture.api.runScan(shop.id);
fixture.api.troubledAssets = 2;
const done = fixture.api.runScan(warehouse.id);
const running = fixture.api.startScan(warehouse.id);
for (let step = 0; step < 5; step += 1) fixture.api.step(running);
const paused = fixture.api.startScan(shop.id, { priority: 50 });
for (let step = 0; step < 4; step += 1) fixture.api.step(paused);
moveScan(paused, 'paused', 'the source is in its hours of maintenance');
paused.held = { by: 'maintenance', until: new Date(Date.now() + 3 * 3_600_000).toISOString() };
const failed = fixture.api.startScan(shop.id);
failed.error = {
  code: 'DW_SOURCE_UNREACHABLE',
  message: 'db.example.com did not answer within 10 seconds.',
  hint: 'Check that the host is up and that the address is right.',
};
moveScan(failed, 'failed', failed.error.message);
fixture.api.startScan(shop.id);
await go('overview', '/');
await go('sources', '/sources');
await go('source', `/sources/${warehouse.id}`);
await go('source-new', '/sources/new');
await go('source-connect', '/sources/new?connector=postgres');
await go('scans', '/scans');
await go('scan-done', `/scans/${done.id}`);
await go('scan-running', `/scans/${running.id}`);
await go('scan-paused', `/scans/${paused.id}`);
await go('scan-failed', `/scans/${failed.id}`);
await go('assets', '/assets');
await go('asset', `/assets/${encodeURIComponent('urn:dw:sqlite:shop-database:main/customers')}`);
await go('compliance', '/compliance');
await go('plugins', '/plugins');
await go('not-found', '/nowhere');
await browser.close();
await fixture.close();
process.stdout.write(`screenshots: ${FOLDER}\n`);
