import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Fixture } from './fixture/fixture-server.ts';
import { moveScan } from './fixture/scan-answers.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the page of all scans', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });

  it('shows whose turn is next, by priority and then by age, and what is at work above', async () => {
    const { api } = fixture;
    const titles = ['First', 'Second', 'Third', 'Fourth'];
    const [first, second, third, fourth] = titles.map(
      (title) => api.addSource('sqlite', title, { file: '/x' }).id,
    );
    api.startScan(first ?? '', { priority: -50 });
    api.startScan(second ?? '');
    api.startScan(third ?? '', { priority: 50 });
    const running = api.startScan(fourth ?? '');
    for (let step = 0; step < 4; step += 1) api.step(running);
    await page.goto(`${fixture.url}/scans`);
    const queue = page.getByRole('grid', { name: 'Scans at work and in the queue' });
    await queue.getByRole('link', { name: 'First' }).waitFor();
    expect(await queue.getByRole('link').allInnerTexts()).to.deep.equal([
      'Fourth',
      'Third',
      'Second',
      'First',
    ]);
    expect(await queue.getByRole('row', { name: 'Third' }).innerText()).to.include('next');
    expect(await queue.getByText('next', { exact: true }).count()).to.equal(1);
    await queue.getByText('43%, 3 of 7, about 4 minutes left (3 to 6)').waitFor();
    await page.getByText('1 at work, 3 waiting').waitFor();
    await page.getByText('None has ended yet').waitFor();

    moveScan(running, 'cancelled', 'cancelled on request');
    await fixture.tell('scans', 'scan-progress');
    const history = page.getByRole('grid', { name: 'History of scans' });
    await history.getByRole('link', { name: 'Fourth' }).waitFor();
    expect(await queue.getByRole('link', { name: 'Fourth' }).count()).to.equal(0);
  });

  it('shows the history of one state and one source, and says when there is none', async () => {
    const { api } = fixture;
    const shop = api.addSource('sqlite', 'Shop', { file: '/x' });
    const stock = api.addSource('sqlite', 'Stock', { file: '/y' });
    api.runScan(shop.id);
    api.runScan(stock.id);
    api.troubledAssets = 1;
    api.runScan(stock.id);
    await page.goto(`${fixture.url}/scans`);
    const rows = page.getByRole('grid', { name: 'History of scans' }).getByRole('link');
    await rows.nth(2).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Source', { exact: true }).fill('Stock');
    await rows.nth(2).waitFor({ state: 'detached' });
    expect(await rows.allInnerTexts()).to.deep.equal(['Stock', 'Stock']);
    await page.getByLabel('Ended with problems', { exact: true }).check();
    await rows.nth(1).waitFor({ state: 'detached' });
    expect(await rows.count()).to.equal(1);
    await page.getByLabel('Ended with problems', { exact: true }).uncheck();
    await page.getByLabel('Failed', { exact: true }).check();
    await page.getByText('Nothing matches').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rows.nth(2).waitFor();

    const troubled = page.getByRole('row').filter({ hasText: 'completed with problems' });
    await troubled.getByRole('button', { name: 'What to do with the scan of Stock' }).click();
    api.holdAt = -1;
    await page.getByRole('menuitem', { name: 'Retry what is missing' }).click();
    await page.getByText('Waits for its turn.').waitFor();
  });

  it('pauses and cancels scans in its rows, one and several', async () => {
    const { api } = fixture;
    for (const title of ['Shop', 'Stock']) {
      const scan = api.startScan(api.addSource('sqlite', title, { file: '/x' }).id);
      for (let step = 0; step < 4; step += 1) api.step(scan);
    }
    await page.goto(`${fixture.url}/scans`);
    const queue = page.getByRole('grid', { name: 'Scans at work and in the queue' });
    await queue.getByRole('button', { name: 'What to do with the scan of Shop' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await queue.getByText('paused', { exact: true }).waitFor();
    await queue.getByLabel('Select all').check();
    await page.getByRole('button', { name: 'Cancel scans' }).click();
    await page.locator('dw-dialog').getByRole('button', { name: 'Cancel scans' }).click();
    await page.getByText('2 were done.').waitFor();
    await page.getByRole('grid', { name: 'History of scans' }).getByRole('link').nth(1).waitFor();
    expect(api.scans.map(({ state }) => state)).to.deep.equal(['cancelled', 'cancelled']);
  });

  it('is reached from a source by a scan that is told what to read and how soon', async () => {
    const source = fixture.api.addSource('sqlite', 'Shop', { file: '/x' });
    await page.goto(`${fixture.url}/sources/${source.id}`);
    await page.getByRole('button', { name: 'Scan with other settings' }).click();
    await page.getByRole('dialog', { name: 'Scan Shop' }).waitFor();
    const dialog = page.locator('dw-dialog');
    await dialog.getByRole('radio', { name: 'Everything' }).check();
    await dialog.getByRole('combobox', { name: 'Priority' }).selectOption('Before others');
    await dialog.getByRole('button', { name: 'Start scan' }).click();
    await page.getByText('Waits for its turn, before others.').waitFor();
    await page.getByText('It reads everything').waitFor();
    expect(fixture.api.scans[0]).to.include({ mode: 'full', priority: 50 });
  });

  it('starts a scan of a source that is chosen, from its own address', async () => {
    const [, staff] = ['Shop', 'Staff'].map((title) =>
      fixture.api.addSource('sqlite', title, { file: '/x' }),
    );
    await page.goto(`${fixture.url}/scans?start=1`);
    await page.getByRole('dialog', { name: 'Run a scan' }).waitFor();
    const dialog = page.locator('dw-dialog');
    await dialog.getByRole('combobox', { name: 'Source' }).fill('sta');
    await page.getByRole('option', { name: 'Staff' }).click();
    await dialog.getByRole('button', { name: 'Start scan' }).click();
    await page.getByRole('heading', { level: 1, name: 'Staff' }).waitFor();
    expect(fixture.api.scans.map(({ sourceId }) => sourceId)).to.deep.equal([staff?.id]);
    await page.goto(`${fixture.url}/scans?start=1`);
    await page.getByRole('dialog', { name: 'Run a scan' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(`${fixture.url}/scans`);
  });
});
