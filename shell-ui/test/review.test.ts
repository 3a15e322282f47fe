import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { loaded } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the review page', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  beforeEach(async () => {
    const source = fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
    fixture.api.runScan(source.id);
    await page.goto(`${fixture.url}/review`);
    await page.getByText('It may hold places').waitFor();
  });

  /** Name of the column that is open. */
  const open = (): Promise<string> => page.locator('li.current strong').first().innerText();
  const until = async (column: string): Promise<void> => {
    await page.locator('li.current strong', { hasText: new RegExp(`^${column}$`) }).waitFor();
  };
  const look = async (): Promise<void> => {
    await loaded(page);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await accessibilityFaults(page), `${width} px`).to.deep.equal([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  it('is worked from the keyboard: move, accept, reject, and undo', async () => {
    expect(await open()).to.equal('street');
    await page.keyboard.press('j');
    const second = await open();
    expect(second).not.to.equal('street');
    await page.keyboard.press('k');
    await until('street');
    await page.keyboard.press('a');
    await page.getByText('accepted as Street address').waitFor();
    await until(second);
    await page.keyboard.press('r');
    await page.getByText(/rejected as/).waitFor();
    await page.locator('li strong', { hasText: /^street$/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await until(second);
    await page.getByText(/rejected as/).waitFor({ state: 'detached' });
  });

  it('leaves whoever has gone on where they are while what was undone comes back', async () => {
    await page.keyboard.press('a');
    await page.getByText('accepted as Street address').waitFor();
    await page.locator('li.current button.line:focus').waitFor();
    const went = await open();
    const back = Promise.withResolvers<void>();
    await page.route('**/classifications?*', async (route) => {
      await back.promise;
      await route.continue();
    });
    await page.keyboard.press('u');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    back.resolve();
    await page.locator('li strong', { hasText: /^street$/ }).waitFor();
    await page.getByText(/accepted as/).waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+J');
    const toolbar = page.getByRole('toolbar', { name: 'Selected verdicts' });
    await toolbar.getByText('3 selected').waitFor();
    await page.keyboard.press('Shift+K');
    await page.keyboard.press('Shift+K');
    await until(went);
  });

  it('corrects with a picker that searches, without touching the mouse', async () => {
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Info type', exact: true }).waitFor();
    await page.keyboard.type('driv');
    await page.getByRole('option', { name: /Driving licence number/ }).waitFor();
    await look();
    await page.getByRole('combobox', { name: 'Info type', exact: true }).press('Enter');
    await page.getByText('corrected to Driving licence number').waitFor();
    await page.goto(`${fixture.url}/review?tab=decisions`);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('withdrawn').first().waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor({ state: 'detached' });
  });

  it('does nothing while somebody types', async () => {
    await page.getByRole('textbox', { name: 'Note' }).pressSequentially('a rare jury case');
    expect(await open()).to.equal('street');
    expect(await page.getByText('accepted as').count()).to.equal(0);
  });

  it('decides on several at one go, and on what looks alike only when told to', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    await look();
    await page.getByRole('toolbar').getByRole('button', { name: 'Accept' }).click();
    await page.getByText('2 verdicts').waitFor();
    await page
      .getByRole('button', { name: /^email/ })
      .first()
      .click();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: '1 other column looks alike' }).click();
    await page.getByRole('list', { name: 'Columns that look alike' }).getByText('main.staff').waitFor();
    await look();
    await page.getByRole('button', { name: 'Make 1 column E-mail address' }).click();
    await page.getByText('1 column decided alike.').waitFor();
    await page
      .locator('li strong', { hasText: /^email$/ })
      .first()
      .waitFor({ state: 'detached' });
  });

  it('shows how often people agreed', async () => {
    await page.keyboard.press('a');
    await page.getByText('accepted as Street address').waitFor();
    await page.getByRole('link', { name: 'Agreement' }).click();
    await page.getByText('1 of 1 decision accepted').first().waitFor();
    await look();
  });

  it('lets a verdict be decided on the page of its asset', async () => {
    await page.goto(
      `${fixture.url}/assets/${encodeURIComponent('urn:dw:sqlite:shop-database:main/customers')}?tab=columns&column=phone`,
    );
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Phone number: accepted').waitFor();
    await look();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('nobody has decided').waitFor();
  });
});
