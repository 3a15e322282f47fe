import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { loaded, signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

/** Names that try to be something else: markup, a text that turns its neighbours round, pictures. */
const HOSTILE = ['<img src=x onerror=alert(1)>', '\u202Egnp.exe', '😀 smile 😀'];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

describe('the pages of the catalog in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;

  before(async function () {
    this.timeout(300_000);
    platform = await startPlatform();
    const database = new DatabaseSync(join(platform.directory, 'shop.sqlite'));
    database.exec('create table customers (id integer primary key, email text, iban text, note text)');
    database.exec(
      'create table orders (id integer primary key, customer_id integer references customers (id), amount integer)',
    );
    database.exec('create table colours (id integer primary key, name text)');
    const add = database.prepare('insert into customers (email, iban, note) values (?, ?, ?)');
    for (let n = 0; n < 30; n += 1) add.run(`person${n}@example.com`, 'DE89370400440532013000', `note ${n}`);
    for (const name of HOSTILE)
      database.exec(`create table ${quoted(name)} (id integer primary key, ${quoted(`c ${name}`)} text)`);
    database.close();
    browser = await startBrowser(this);
    const { page } = await browser.open(`${platform.url}/sources/new?connector=sqlite`);
    await signIn(page, platform.password);
    await page.getByLabel('Name', { exact: true }).fill('Shop');
    await page
      .locator('dw-schema-form')
      .getByRole('textbox')
      .first()
      .fill(join(platform.directory, 'shop.sqlite'));
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByText('Shop is connected').waitFor();
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('heading', { name: 'Scan of Shop' }).waitFor();
    await page.goto(`${platform.url}/assets`);
    await page.getByText('6 assets', { exact: true }).waitFor({ timeout: 60_000 });
    await page.close();
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  const rows = (page: Page) => page.locator('dw-grid [role="row"]');

  for (const width of [1440, 390])
    it(`search, narrow and mark assets, ${width} px wide`, async function () {
      this.timeout(180_000);
      const { page, faults } = await browser.open(`${platform.url}/assets`, width);
      const found: string[] = [];
      await page.getByText('main.customers').waitFor();
      await loaded(page);
      // What names say is shown as it is written, and nothing of it runs.
      await page
        .getByText(HOSTILE[0] ?? '')
        .first()
        .waitFor();
      expect(await page.locator('bdi', { hasText: 'gnp.exe' }).count()).to.be.above(0);
      expect(await page.evaluate(() => document.querySelectorAll('img[src="x"]').length)).to.equal(0);
      await lookAt(page, found);

      if (width < 600) await page.getByRole('button', { name: 'Filters' }).press('Enter');
      await page.getByRole('checkbox', { name: /restricted/ }).press('Space');
      await page.waitForURL(/sensitivity=restricted/);
      if (width < 600) await page.getByRole('button', { name: /^Show/ }).click();
      await page.getByText('main.orders').waitFor({ state: 'detached' });
      // The address leads to the same view.
      await page.reload();
      await page.getByText('main.customers').waitFor();
      expect(await page.getByText('main.colours').count()).to.equal(0);
      await page.getByRole('button', { name: /^Remove the filter Sensitivity/ }).press('Enter');
      await page.getByText('main.colours').waitFor();

      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('emai');
      await page.locator('mark', { hasText: 'emai' }).first().waitFor();
      await page.waitForURL(/q=emai/);
      expect(await page.getByText('main.colours').count()).to.equal(0);
      await page.getByRole('link', { name: 'Clear' }).click();
      await page.getByText('main.colours').waitFor();
      expect(found, found.join('\n')).to.deep.equal([]);
      expect(faults).to.deep.equal([]);
      await page.close();
    });

  it('are suggested while somebody types in the bar, with info types and what they looked for before', async function () {
    this.timeout(120_000);
    const { page, faults } = await browser.open(`${platform.url}/sources`);
    const found: string[] = [];
    const search = page.getByRole('combobox', { name: 'Search assets and columns' });
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    await search.waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('email');
    await options.filter({ hasText: 'main.customers' }).waitFor();
    expect((await options.allInnerTexts()).map((text) => text.split('\n')[0])).to.deep.equal([
      'Search for “email”',
      'E-mail address',
      'main.customers',
    ]);
    await lookAt(page, found);
    // What is written stands first: Enter without an arrow searches for it.
    expect(await search.getAttribute('aria-activedescendant')).to.equal(null);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('#option-1[aria-selected="true"]').waitFor();
    expect(await search.getAttribute('aria-activedescendant')).to.equal('option-1');
    await page.keyboard.press('Enter');
    await page.waitForURL(/infoType=EMAIL_ADDRESS/);
    await page.getByText('1 asset', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await options.filter({ hasText: 'email' }).waitFor();
    expect(await options.count()).to.equal(1);
    await page.keyboard.press('Escape');
    await options.first().waitFor({ state: 'detached' });
    await page.keyboard.type('colours');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=colours/);
    await page.goto(`${platform.url}/sources`);
    await search.waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Find a page/ }).fill('e-mail');
    await page.getByRole('group', { name: 'Assets by info type' }).getByText('E-mail address').click();
    await page.waitForURL(/infoType=EMAIL_ADDRESS/);
    expect(found, found.join('\n')).to.deep.equal([]);
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('change several assets at once, and say what became of each', async function () {
    this.timeout(120_000);
    const { page, faults } = await browser.open(`${platform.url}/assets?q=main`);
    await page.getByText('main.colours').waitFor();
    for (const name of ['main.colours', 'main.orders'])
      await rows(page).filter({ hasText: name }).getByRole('checkbox').click();
    await page.getByRole('button', { name: 'Set domain' }).click();
    await page.getByLabel('Domain', { exact: true }).fill('Sales');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('2 assets changed').waitFor();
    await page.goto(`${platform.url}/assets?domain=sales`);
    await page.getByText('2 assets', { exact: true }).waitFor();
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('show an asset in tabs that are walked by keyboard', async function () {
    this.timeout(180_000);
    const { page, faults } = await browser.open(`${platform.url}/assets?q=customers`);
    const found: string[] = [];
    await page
      .getByRole('link', { name: /main\.customers/ })
      .first()
      .click();
    const tab = (name: string | RegExp) => page.getByRole('tab', { name });
    await tab('Overview').waitFor();
    await loaded(page);
    await lookAt(page, found);
    await tab('Overview').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/tab=columns/);
    expect(await tab(/^Columns/).getAttribute('aria-selected')).to.equal('true');
    await rows(page).filter({ hasText: 'email' }).first().waitFor();
    await lookAt(page, found);
    // A column is opened by Enter, and explained beside the list.
    await rows(page).filter({ hasText: 'iban' }).first().click();
    await page.waitForURL(/column=iban/);
    await page.getByRole('heading', { name: 'What speaks for it' }).first().waitFor();
    await lookAt(page, found);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('column='));
    await tab(/^Columns/).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/tab=history/);
    await page.getByText('Seen for the first time.').waitFor();
    await lookAt(page, found);
    await tab('History').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Refer to it' }).waitFor();
    await page.getByRole('link', { name: /main\.orders/ }).waitFor();
    await lookAt(page, found);
    await tab('Relationships').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/tab=compliance/);
    expect(found, found.join('\n')).to.deep.equal([]);
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('say that there is nothing where an address is mistyped, and lead on', async function () {
    this.timeout(180_000);
    const { page } = await browser.open(`${platform.url}/assets/urn%3Anope`);
    await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
    await page.getByText('There is nothing at this address.').waitFor();
    await page.getByText('Go to the overview').waitFor();
    await page.close();
  });
});
