import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { accessibilityFaults } from './accessibility.ts';
import { loaded, signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Fixture, startFixture } from './fixture/fixture-server.ts';
import { moveScan } from './fixture/scan-answers.ts';

/** Both widths and both themes; what one of the four has that no other has is found in neither. */
const VIEWS = [
  [1440, 'light'],
  [390, 'dark'],
] as const;

/** Everything else is looked at on the real platform; these are states that it is not in, or not for long. */
describe('the states of pages', () => {
  let browser: TestBrowser;
  let fixture: Fixture;
  let page: Page;
  let faults: string[];

  before(async function () {
    this.timeout(120_000);
    await buildUi();
    fixture = await startFixture({ stepMs: 60_000 });
    browser = await startBrowser(this);
    ({ page, faults } = await browser.open(fixture.url));
  });
  after(async () => {
    await browser?.close();
    await fixture?.close();
  });

  /** Looks at the page in both widths and both themes. */
  async function look(): Promise<void> {
    const found: string[] = [];
    for (const [width, colorScheme] of VIEWS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const fault of await accessibilityFaults(page))
        found.push(`${colorScheme}, ${width} px: ${fault}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(found, page.url()).to.deep.equal([]);
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
  }

  async function visit(path: string, sign: string | RegExp): Promise<void> {
    await page.goto(fixture.url + path);
    await page.getByText(sign).first().waitFor();
    await loaded(page);
  }

  it('can be read, heard and hit: signing in', async () => {
    await page.getByText('Where do I find the password?').click();
    await look();
    await signIn(page, 'correct horse');
  });

  for (const [path, sign] of [
    ['/', 'Find out where your personal data is'],
    ['/sources', 'No source yet'],
    ['/scans', 'No scan yet'],
    ['/assets', 'Nothing catalogued yet'],
    ['/compliance', 'Data minimisation'],
    ['/compliance?view=list', 'No violation fits'],
    ['/compliance?view=evidence', 'Nothing was assessed yet'],
    ['/review', 'Nothing waits for you'],
    ['/review?tab=decisions', 'Nothing decided yet'],
    ['/review?tab=agreement', 'No figures yet'],
  ] as const) {
    it(`can be read, heard and hit while there is nothing yet: ${path}`, async () => {
      await visit(path, sign);
      await look();
    });
  }

  describe('when there is data', () => {
    const ids = { source: '', done: '', running: '', paused: '', failed: '' };

    before(() => {
      const shop = fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
      const crm = fixture.api.addSource('postgres', 'Customer warehouse', {
        host: 'db.example.com',
        password: 'x',
      });
      fixture.api.runScan(shop.id);
      fixture.api.troubledAssets = 2;
      const done = fixture.api.runScan(crm.id);
      const running = fixture.api.startScan(crm.id);
      for (let step = 0; step < 4; step += 1) fixture.api.step(running);
      const paused = fixture.api.startScan(shop.id, { priority: 50 });
      for (let step = 0; step < 4; step += 1) fixture.api.step(paused);
      moveScan(paused, 'paused', 'the source is in its hours of maintenance');
      paused.held = { by: 'maintenance', until: '2030-01-01T10:00:00Z' };
      const failed = fixture.api.startScan(shop.id);
      failed.error = {
        code: 'DW_SOURCE_UNREACHABLE',
        message: 'db.example.com did not answer.',
        hint: 'Check that it is up.',
      };
      moveScan(failed, 'failed', 'db.example.com did not answer.');
      Object.assign(ids, {
        ...{ source: crm.id, done: done.id, running: running.id },
        ...{ paused: paused.id, failed: failed.id },
      });
    });

    for (const [path, sign] of [
      ['/sources/{source}?tab=health', 'Last asked'],
      ['/scans', 'completed with problems'],
      ['/scans/{done}', 'No permission.'],
      ['/scans/{running}', 'Pause'],
      ['/scans/{paused}', 'The source is in its hours of maintenance'],
      ['/scans/{failed}', 'Check that it is up.'],
      ['/scans?f.state=cancelled', 'Nothing matches'],
      ['/plugins', 'is not installed'],
      ['/plugins?state=off', 'No plugin matches'],
      ['/plugins/connector-oracle', 'has revoked this version'],
      ['/plugins/connector-oracle?tab=settings', 'Back to the file'],
      ['/plugins/connector-oracle?tab=access', 'unshare failed: Operation not permitted'],
      ['/plugins/connector-oracle?tab=timing', 'catalog.changed'],
      ['/plugins/connector-oracle?tab=history', '3 times'],
      ['/plugins/nobody', 'There is no such plugin'],
    ] as const) {
      it(`can be read, heard and hit: ${path}`, async () => {
        await visit(
          Object.entries(ids).reduce<string>((text, [name, id]) => text.replace(`{${name}}`, id), path),
          sign,
        );
        await look();
      });
    }

    it('shows hostile names as text', async () => {
      const source = fixture.api.addSource(
        'sqlite',
        '<img src=x onerror=alert(1)> \u202Etxt.exe 🙈'.padEnd(3000, 'x'),
        {},
      );
      await visit(`/sources/${source.id}`, '<img src=x');
      expect(await page.locator('img[src=x]').count()).to.equal(0);
      expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).to.equal(true);
    });
  });
});
