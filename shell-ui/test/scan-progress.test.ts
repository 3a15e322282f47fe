import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Fixture } from './fixture/fixture-server.ts';
import { moveScan } from './fixture/scan-answers.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the page of a scan', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  beforeEach(async () => {
    // Each test lets the scan go as far as it wants to look at, however slow the machine is.
    fixture.api.holdAt = -1;
    const source = fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
    await page.goto(`${fixture.url}/sources/${source.id}`);
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Scan of Shop database' }).waitFor();
  });

  const progress = async (): Promise<number> =>
    Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));

  it('follows the scan to its end and shows what was found', async () => {
    const seen = new Set<number>();
    for (const ended of [1, 3, 5]) {
      fixture.api.holdAt = ended;
      await page.getByText(`${ended} of 7`, { exact: true }).waitFor();
      seen.add(await progress());
    }
    expect([...seen], 'different values of the progress bar, rising').to.have.length(3);
    expect([...seen]).to.deep.equal([...seen].toSorted((a, b) => a - b));
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('What it found').waitFor();
    await page.getByText('7 of 7', { exact: true }).waitFor();
    const found = page.getByRole('link', { name: /^main\./ });
    await found.nth(6).waitFor();
    expect(await found.count()).to.equal(7);
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
  });

  it('goes on after a lost connection from the last event that it saw', async () => {
    fixture.api.holdAt = 3;
    await page.getByText('3 of 7', { exact: true }).waitFor();
    fixture.dropStreams();
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('7 of 7', { exact: true }).waitFor();
    await page.getByText('completed', { exact: true }).first().waitFor();
    expect(fixture.streamsResumedAfter[0]).to.equal(null);
    expect(Number(fixture.streamsResumedAfter.at(-1))).to.be.greaterThan(1);
  });

  it('pauses, resumes and cancels', async () => {
    fixture.api.holdAt = 2;
    await page.getByText('2 of 7', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('running', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('dw-dialog').getByRole('button', { name: 'Cancel scan' }).click();
    await page.getByText('cancelled', { exact: true }).first().waitFor();
  });

  it('names what could not be read, and why', async () => {
    fixture.api.troubledAssets = 1;
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('1 asset; the rest was scanned all the same').waitFor();
    await page.getByText('No permission.').first().waitFor();
    await page.getByText('completed with problems', { exact: true }).waitFor();
  });

  it('tells how much is done, how fast and how long it will take yet, and what moved it on', async () => {
    fixture.api.holdAt = 3;
    await page.getByText('about 4 minutes left (3 to 6)').waitFor();
    await page.getByText('43% of the work').waitFor();
    await page.getByText('3.5 assets, 44,940 rows and 6.7 MB a second').waitFor();
    const steps = page.getByRole('list', { name: 'Stages of the scan' });
    expect(await steps.locator('[aria-current=step]').innerText()).to.equal('Running');
    await page.getByText('by admin: requested').waitFor();
    await page.getByText('by DataWave: 7 assets were found').waitFor();
  });

  it('says why it is paused and when it goes on by itself', async () => {
    fixture.api.holdAt = 2;
    await page.getByText('2 of 7', { exact: true }).waitFor();
    const [scan] = fixture.api.scans;
    if (scan === undefined) throw new Error('no scan');
    moveScan(scan, 'paused', 'the source did not answer five times in a row');
    scan.held = { by: 'source', until: '2030-01-01T10:00:00Z' };
    await page.getByText('The source did not answer five times in a row. It is tried again').waitFor();
    scan.held = { by: 'maintenance', until: '2030-01-01T10:00:00Z' };
    await page.getByText('The source is in its hours of maintenance').waitFor();
    await page.getByText(/The scan goes on by itself on (Dec|Jan) \d+, /).waitFor();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByRole('button', { name: 'Keep paused' }).click();
    await page.getByText('Paused by admin; 5 assets left. It goes on when somebody resumes it.').waitFor();
    await page.getByText('by admin: kept paused on request').waitFor();
    expect(await page.getByRole('button', { name: 'Keep paused' }).count()).to.equal(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('running', { exact: true }).waitFor();
  });

  it('shows the assets in one state, and keeps the focus while they change', async () => {
    fixture.api.troubledAssets = 1;
    fixture.api.holdAt = 3;
    await page.getByText('3 of 8', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const filter = page.getByLabel('Completed', { exact: true });
    await filter.check();
    await page
      .getByRole('link', { name: /^main\./ })
      .nth(2)
      .waitFor();
    await filter.focus();
    fixture.api.holdAt = 6;
    await page.getByText('6 of 8', { exact: true }).waitFor();
    await page
      .getByRole('link', { name: /^main\./ })
      .nth(5)
      .waitFor();
    expect(await filter.evaluate((box) => box.matches(':focus'))).to.equal(true);
    await filter.uncheck();
    await page.getByLabel('Skipped', { exact: true }).check();
    await page.getByText('Nothing matches').waitFor();
  });

  it('scans chosen assets once more, as a scan of its own', async () => {
    fixture.api.troubledAssets = 2;
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('completed with problems', { exact: true }).waitFor();
    const first = new URL(page.url()).pathname;
    fixture.api.holdAt = -1;
    await page.getByLabel('Select main.broken_7').check();
    await page.getByLabel('Select main.broken_8').check();
    await page.getByRole('button', { name: 'Retry chosen' }).click();
    await page.getByText('Waits for its turn.').waitFor();
    expect(new URL(page.url()).pathname).not.to.equal(first);
    const [scan] = fixture.api.scans;
    expect(fixture.api.retriedTasks).to.deep.equal([`${first.slice(7)}-7`, `${first.slice(7)}-8`]);
    expect(scan?.retryOf).to.equal(first.slice(7));
  });

  it('scans what is missing once more, as a scan of its own that names the first', async () => {
    fixture.api.troubledAssets = 1;
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('completed with problems', { exact: true }).waitFor();
    const first = new URL(page.url()).pathname;
    fixture.api.holdAt = -1;
    await page.getByRole('button', { name: 'Retry what is missing' }).click();
    await page.getByText('Waits for its turn.').waitFor();
    expect(new URL(page.url()).pathname).not.to.equal(first);
    expect(await page.getByRole('link', { name: 'an earlier scan' }).getAttribute('href')).to.equal(first);
  });

  it('puts it beside the scan before and tells what changed in shape', async () => {
    fixture.api.holdAt = Number.POSITIVE_INFINITY;
    await page.getByText('completed', { exact: true }).first().waitFor();
    expect(await page.getByText('Since the scan before').count()).to.equal(0);
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByText('Since the scan before').waitFor();
    await page.getByText('zip (integer → varchar(10))').waitFor();
    await page.getByText('2 new and 10 gone findings in 3 assets').waitFor();
    await page.getByText(/^buyer \(/).waitFor();
    await page.getByText(/mail_7 \(.*\) and 2 more/).waitFor();
    await page.getByRole('combobox', { name: 'Show assets that' }).selectOption('gone');
    await page.getByText(/^buyer \(/).waitFor({ state: 'detached' });
    await page.getByText(/mail_0/).waitFor();
  });

  it('stops following when another page is opened', async () => {
    fixture.api.holdAt = 1;
    await page.getByText('1 of 7', { exact: true }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    const opened = fixture.streamsResumedAfter.length;
    fixture.dropStreams();
    await page.waitForTimeout(600);
    expect(fixture.streamsResumedAfter.length).to.equal(opened);
  });
});
