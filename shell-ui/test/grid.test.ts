import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { addGridPage, HOSTILE } from './fixture/grid-page.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the data grid', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
    addGridPage(fixture);
  });

  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
  const open = async (query = ''): Promise<void> => {
    await page.goto(`${fixture.url}/grid${query}`);
    await page.getByRole('grid', { name: 'Assets' }).waitFor();
    await page.locator('.row .content').first().waitFor();
  };
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('role') === null
        ? (element?.localName ?? '')
        : (element?.textContent?.trim() ?? '');
    });
  const shownNames = (): Promise<readonly string[]> => page.locator('.row a.link').allTextContents();
  const done = (): Promise<readonly unknown[]> =>
    page.evaluate('window.gridDone') as Promise<readonly unknown[]>;

  it('draws few of many rows, says how many there are, and shows hostile values as they are', async () => {
    await open('?rows=100000');
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).to.equal('100001');
    expect(await page.locator('.row').count()).to.be.below(60);
    expect(await page.getByText(HOSTILE, { exact: true }).count()).to.equal(1);
    await page.locator('.scroller').evaluate((scroller) => scroller.scrollTo(0, 50_000 * 44));
    await row('table_050003').waitFor();
    expect(await row('table_050003').getAttribute('aria-rowindex')).to.equal('50005');
    // The row that Tab leads to stays.
    expect(await row('table_000000').count()).to.equal(1);
    expect(await page.title()).not.to.equal('run');
    const header = await page.getByRole('columnheader', { name: 'Name' }).boundingBox();
    const scroller = await page.locator('.scroller').boundingBox();
    expect(header?.y, 'the header stays').to.be.closeTo(scroller?.y ?? 0, 2);
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('is walked through with the keyboard alone', async () => {
    await open('?rows=100000');
    await page.getByRole('button', { name: 'Export what is shown as CSV' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).to.equal('table_000000');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).to.equal('table_000001');
    await page.keyboard.press('Control+End');
    await row('table_099999').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).to.equal('table_099999');
    await page.keyboard.press('PageUp');
    expect(Number((await focused()).slice(6))).to.be.within(99_980, 99_995);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    await page.getByText('1 row selected', { exact: true }).first().waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await focused(), 'the button in the cell').to.equal('button');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await done()).to.deep.equal(['table_000000']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
    expect(await focused()).to.equal('Rows');
    const width = async (): Promise<number> =>
      (await page.getByRole('columnheader', { name: 'Rows' }).boundingBox())?.width ?? 0;
    const before = await width();
    await page.keyboard.press('Shift+ArrowRight');
    expect((await width()) - before).to.equal(16);
    await page.keyboard.press('Enter');
    await page
      .getByRole('columnheader', { name: 'Rows' })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    await page.getByText('Sorted by Rows, ascending').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/opened=urn/);
  });

  it('sorts by several columns and narrows, and keeps both in the address', async () => {
    await open();
    await page.getByRole('columnheader', { name: 'Type' }).click();
    await page.getByRole('columnheader', { name: 'Rows' }).click({ modifiers: ['Shift'] });
    await page.getByRole('columnheader', { name: 'Rows' }).click({ modifiers: ['Shift'] });
    expect(new URL(page.url()).searchParams.get('sort')).to.equal('type,-size');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('restricted', { exact: true }).check();
    await page.getByLabel('Rows from').fill('50000');
    await page.keyboard.press('Tab');
    await page.getByLabel('Name', { exact: true }).fill('_0001');
    await page.keyboard.press('Escape');
    await page
      .getByText(/^\d+ of 500 rows$/)
      .first()
      .waitFor();
    const names = await shownNames();
    expect(names.length).to.be.above(2);
    expect(await page.locator('.row').filter({ hasNotText: 'restricted' }).count()).to.equal(0);
    await page.reload();
    await row(names[0] ?? '').waitFor();
    expect(await shownNames()).to.deep.equal(names);
    await page.getByRole('button', { name: 'Remove filter Name: _0001' }).click();
    await page.getByRole('button', { name: 'Remove filter Rows: from 50,000' }).click();
    await page.getByText('125 of 500 rows').first().waitFor();
    await page.goto(`${fixture.url}/grid?f.name=nowhere`);
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('500 rows', { exact: true }).first().waitFor();
  });

  it('selects rows, ranges and everything, and acts on them', async () => {
    await open();
    await page.getByLabel('Select table_000001').click();
    await page.getByLabel('Select table_000004').click({ modifiers: ['Shift'] });
    await page.getByText('4 rows selected').first().waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Tag' }).click();
    await page.getByLabel('Select all').click();
    await page.getByText('500 rows selected').first().waitFor();
    await page.getByLabel('Select table_000002').click();
    await page.getByRole('button', { name: 'Tag' }).click();
    const [some, all] = (await done()) as readonly {
      readonly keys: readonly string[];
      readonly count: number;
    }[];
    expect(some?.keys).to.deep.equal([1, 2, 3, 4].map((index) => `urn:dw:shop:${index}`));
    expect(all?.count).to.equal(499);
  });

  it('lets focus and press stay with the row that was meant when others come before it', async () => {
    await open('?rows=6');
    const box = page.getByLabel('Select table_000002');
    const meant = await box.elementHandle();
    await box.focus();
    await page.evaluate('gridCome(3)');
    await row('come_2').waitFor();
    expect(await meant?.getAttribute('aria-label')).to.equal('Select table_000002');
    await page.keyboard.press(' ');
    await page.getByText('1 row selected', { exact: true }).first().waitFor();
    expect(await row('table_000002').getAttribute('aria-selected')).to.equal('true');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.evaluate('gridCome(1)');
    await row('come_3').waitFor();
    await page.keyboard.press(' ');
    await page.getByText('2 rows selected', { exact: true }).first().waitFor();
    expect(await row('table_000003').getAttribute('aria-selected')).to.equal('true');
  });

  it('loads a source on as one scrolls, says when that fails, and selects what has not come yet', async () => {
    await open('?source&fails=1');
    await page.getByText('100 rows so far').first().waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).to.equal('-1');
    const scroller = page.locator('.scroller');
    await scroller.evaluate((element) => element.scrollTo(0, 1e6));
    await page.getByText('The second page is not there.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('200 rows so far').first().waitFor();
    await page.getByRole('columnheader', { name: 'Rows' }).click();
    await row('table_000442').waitFor();
    const asked = (await page.evaluate('window.gridAsked.at(-1)')) as { readonly sort: unknown };
    expect(asked.sort).to.deep.equal([{ key: 'size', descending: false }]);
    await page.getByLabel('Select all').click();
    await page.getByRole('button', { name: 'Select all that match' }).click();
    await page.getByText('All that match are selected').first().waitFor();
    await page.getByRole('button', { name: 'Tag' }).click();
    expect((await done()).at(-1)).to.deep.include({
      keys: [],
      count: null,
      all: { filters: {}, except: [] },
    });
  });

  it('keeps width, choice and order of the columns in this browser', async () => {
    await open();
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByLabel('Address', { exact: true }).check();
    await page.getByLabel('Owner', { exact: true }).uncheck();
    await page.getByRole('button', { name: 'Move Type up' }).click();
    await page.keyboard.press('Escape');
    const edge = await page.getByRole('columnheader', { name: 'Sensitivity' }).boundingBox();
    const right = (edge?.x ?? 0) + (edge?.width ?? 0);
    await page.mouse.move(right, (edge?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move(right + 60, (edge?.y ?? 0) + 10);
    await page.mouse.up();
    await page.reload();
    await page.locator('.row .content').first().waitFor();
    expect(
      (await page.getByRole('columnheader').allTextContents()).map((text) => text.trim()).slice(1, -1),
    ).to.deep.equal([...['Type', 'Name', 'Sensitivity', 'Rows', 'Last seen', 'Note', 'Address']]);
    const wide = await page.getByRole('columnheader', { name: 'Sensitivity' }).boundingBox();
    expect(wide?.width).to.equal((edge?.width ?? 0) + 60);
    await page.evaluate('localStorage.clear()');
  });

  it('copies cells and rows, and exports what is shown, never as a formula', async () => {
    await open();
    const copied = async (): Promise<string> => {
      await page.evaluate(
        `addEventListener('copy', (event) => { window.copied = event.clipboardData.getData('text/plain'); }, { once: true })`,
      );
      await page.keyboard.press('Control+c');
      return (await page.evaluate('window.copied')) as string;
    };
    await cell('15,838').focus();
    expect(await copied()).to.equal('15838');
    await page.getByLabel('Select table_000002').click();
    expect((await copied()).split('\n')).to.deep.equal([
      'Name\tType\tSensitivity\tRows\tOwner\tLast seen\tNote',
      'table_000002\tfile\tconfidential\t15838\tEdsger\t2026-03-15\t',
    ]);
    await page.getByRole('button', { name: 'Clear selection' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export what is shown as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).to.equal('Assets.csv');
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
    expect(lines).to.have.length(502);
    expect(lines[4]).to.contain(`,"'=cmd|' /C calc'!A0<img src=x onerror=""`);
    expect(lines[1]).to.match(/^table_000000,table,public,0,Ada,2026-01-15,"checked by hand, /);
  });

  it('moves cards at once when their contents arrive, and not between press and release', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('?rows=2&late&most=2');
    await page.locator('.cards').waitFor();
    await page.getByText('The first 2 rows; search to find the others').waitFor();
    const place = async (name: string) =>
      (await row(name).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.evaluate('gridLate(120)');
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    const first = await place('table_000000');
    const second = await place('table_000001');
    expect(first.height).to.be.above(120);
    expect(second.y, 'below the first').to.be.closeTo(first.y + first.height, 1);

    const link = await page.getByRole('link', { name: 'table_000001' }).boundingBox();
    await page.mouse.move((link?.x ?? 0) + 8, (link?.y ?? 0) + 8);
    await page.mouse.down();
    await page.evaluate('gridLate(300)');
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    await page.mouse.up();
    await page.waitForURL(/opened=urn:dw:shop:1$/);
  });

  it('is reached with the Tab key while cards are on their way, and after the header that had the focus is gone', async () => {
    const reached = page.locator('.scroller [tabindex="0"]').filter({ visible: true });
    await page.goto(`${fixture.url}/grid?loading=1`);
    await page.getByRole('columnheader', { name: 'Rows' }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.cards .row').first().waitFor();
    await reached.waitFor();
    await page.goto(`${fixture.url}/grid?loading=1`);
    await page.locator('.cards .row').first().waitFor();
    await page.locator('.scroller').evaluate((element) => element.style.setProperty('max-height', '120px'));
    expect(await reached.count()).to.equal(1);
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark'])
    it(`shows rows as cards where it is narrow, and scrolls them as well, ${theme}`, async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await open('?rows=100000');
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name;
      }, theme);
      await page.locator('.cards').waitFor();
      expect(await page.locator('.row').count()).to.be.below(40);
      expect(await accessibilityFaults(page)).to.deep.equal([]);
      for (let turn = 0; turn < 20; turn += 1)
        await page.locator('.scroller').evaluate((element) => element.scrollBy(0, 2000));
      const boxes = await page.locator('.row').evaluateAll((rows) =>
        rows
          .map((element) => element.getBoundingClientRect())
          .toSorted((one, other) => one.y - other.y)
          .map(({ y, height }) => ({ y, height })),
      );
      // All but the pinned first one follow each other without a gap.
      for (const [index, box] of boxes.entries()) {
        const next = boxes[index + 1];
        if (index > 0 && next !== undefined) expect(box.y + box.height).to.be.closeTo(next.y, 1);
      }
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Sort by').selectOption('Rows, descending');
      await page.keyboard.press('Escape');
      await row('100,002').waitFor();
    });
});
