import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { addChartPage } from './fixture/chart-page.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('charts', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
    addChartPage(fixture);
  });

  const chart = (name: string) => page.getByRole('group', { name: new RegExp(`^${name}: `) });
  const open = async (query = ''): Promise<void> => {
    await page.goto(`${fixture.url}/charts${query}`);
    await page.getByRole('heading', { name: 'Charts' }).waitFor();
  };
  /** Colours of a chart's picture, as text. */
  const picture = (name: string): Promise<string> =>
    chart(name)
      .locator('canvas')
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  for (const [theme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const)
    it(`are drawn, named and accessible, ${theme}, ${width} px`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await open();
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name;
      }, theme);
      await chart('Sensitive columns').waitFor();
      await page.getByRole('img', { name: /^Rows: 14 figures from/ }).waitFor();
      expect(await accessibilityFaults(page)).to.deep.equal([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).to.equal(true);
    });

  it('are walked over with the arrow keys, which say each point', async () => {
    await open();
    await chart('Assets by type').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Tables: 120, 60%').waitFor({ state: 'attached' });
    await page.keyboard.press('End');
    await page.getByText('Topics: 10, 5%').waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    expect(await page.evaluate('window.chosen')).to.deep.equal([{ index: 3, series: 0 }]);
    await chart('Sensitive columns').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^May 1, 2026, Confidential: 60$/).waitFor({ state: 'attached' });
  });

  it('say the same as a table, on screen where somebody wants it', async () => {
    await open();
    const card = page.locator('dw-card').filter({ hasText: 'Assets by type' });
    const table = card.getByRole('table', { name: 'Assets by type' });
    expect(await table.getByRole('row').allTextContents()).to.deep.equal([
      'TypeAssets',
      ...['Tables120', 'Views40', 'Files30', 'Topics10'],
    ]);
    const button = card.getByRole('button', { name: 'Show as table' });
    await button.click();
    await table.getByText('Topics').click();
    expect(await chart('Assets by type').isVisible()).to.equal(false);
    await button.click();
    await chart('Assets by type').waitFor();
  });

  it('follow the theme at once', async () => {
    await open();
    await chart('Scans').waitFor();
    const light = await picture('Scans');
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark';
    });
    await page.waitForFunction('true');
    let dark = light;
    while (dark === light) dark = await picture('Scans');
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light';
    });
    let again = dark;
    while (again !== light) again = await picture('Scans');
  });

  it('say that there are no figures', async () => {
    await open('?empty');
    await page.getByText('No figures yet').first().waitFor();
    expect(await page.getByText('No figures yet').count()).to.equal(6);
  });

  it('leave nothing behind when they go', async () => {
    await open('?none');
    const session = await page.context().newCDPSession(page);
    const canvases = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const { result } = await session.send('Runtime.evaluate', {
        expression: 'HTMLCanvasElement.prototype',
      });
      const { objects } = await session.send('Runtime.queryObjects', {
        prototypeObjectId: result.objectId ?? '',
      });
      const { result: count } = await session.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length; }',
        returnByValue: true,
      });
      await session.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
      return count.value as number;
    };
    const visit = async (): Promise<void> => {
      await page.evaluate(
        `history.pushState(null, '', '/charts'), dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.getByRole('heading', { name: 'Charts', exact: true }).waitFor();
      await chart('Scans').waitFor();
      await page.evaluate(
        `history.pushState(null, '', '/charts?none'), dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.getByRole('heading', { name: 'No charts' }).waitFor();
    };
    await visit();
    const once = await canvases();
    for (let round = 0; round < 5; round += 1) await visit();
    expect(await canvases()).to.be.at.most(once);
    await session.detach();
  });
});
