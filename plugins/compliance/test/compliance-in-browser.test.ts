import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { loaded, signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

describe('the pages of compliance in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;

  before(async function () {
    this.timeout(300_000);
    platform = await startPlatform();
    const database = new DatabaseSync(join(platform.directory, 'shop.sqlite'));
    database.exec('create table customers (id integer primary key, email text, iban text)');
    const add = database.prepare('insert into customers (email, iban) values (?, ?)');
    for (let n = 0; n < 30; n += 1) add.run(`person${n}@example.com`, 'DE89370400440532013000');
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
    await page.getByText('main.customers').waitFor({ timeout: 60_000 });
    await page.close();
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  it('show how controls stand, what is to be done, and the evidence', async function () {
    this.timeout(180_000);
    const { page, faults } = await browser.open(`${platform.url}/compliance`, 1440);
    const found: string[] = [];
    const control = page.getByRole('link', { name: /^Art\. 30\(1\)/ });
    await control.waitFor();
    await loaded(page);
    await lookAt(page, found);
    await control.click();
    await page.getByRole('heading', { name: 'How it is judged' }).waitFor();
    await page.getByRole('link', { name: 'main.customers' }).waitFor();
    await lookAt(page, found);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Board' }).click();
    await page.locator('compliance-violation-card').first().waitFor();
    await lookAt(page, found);
    await page.getByRole('tab', { name: 'Violations' }).click();
    await page.locator('dw-grid [role="row"]').filter({ hasText: 'main.customers' }).first().waitFor();
    await lookAt(page, found);
    await page.getByRole('tab', { name: 'Evidence' }).click();
    await page.getByText('1 record', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText('1 record is as it was written.').waitFor();
    await lookAt(page, found);
    expect(found, found.join('\n')).to.deep.equal([]);
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('are worked through on the board by keyboard: begun, waived for a reason, opened and commented on', async function () {
    this.timeout(180_000);
    const { page, faults } = await browser.open(`${platform.url}/compliance?view=board`);
    const column = (name: string) => page.getByRole('region', { name, exact: true });
    const cards = (name: string) => column(name).locator('compliance-violation-card');
    await cards('Open').first().waitFor();
    const all = await cards('Open').count();
    const focused = () =>
      page.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.getAttribute('data-id') ?? null;
      });
    await cards('Open').first().focus();
    const first = await focused();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).not.to.equal(first);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowRight');
    await cards('In progress').first().waitFor();
    expect(await cards('Open').count()).to.equal(all - 1);
    // The card that was moved keeps the focus.
    await page.waitForFunction((id) => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.getAttribute('data-id') === id;
    }, first);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByLabel('Reason').fill('no');
    await page.getByRole('button', { name: 'Waive', exact: true }).click();
    await page.getByText('Say why, so that whoever reads it later understands.').waitFor();
    await page.getByLabel('Reason').fill('Encrypted on the disk.');
    await page.getByRole('button', { name: 'Waive', exact: true }).click();
    await cards('Waived').first().waitFor();
    await cards('Waived').first().press('Enter');
    await page.waitForURL(/violation=/);
    await page.getByText('Encrypted on the disk.').first().waitFor();
    await page.getByLabel('Comment', { exact: true }).fill('Asked the owner.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('blockquote', { hasText: 'Asked the owner.' }).waitFor();
    await page.keyboard.press('Escape');
    // An address leads to what is open.
    await page.goto(`${platform.url}/compliance?view=board&violation=${first}`);
    await page.locator('blockquote', { hasText: 'Asked the owner.' }).waitFor();
    expect(faults).to.deep.equal([]);
    await page.close();
  });

  it('are dragged from column to column', async function () {
    this.timeout(120_000);
    const { page } = await browser.open(`${platform.url}/compliance?view=board`);
    const cards = (name: string) =>
      page.getByRole('region', { name, exact: true }).locator('compliance-violation-card');
    await cards('Open').first().waitFor();
    await cards('Open')
      .first()
      .dragTo(page.getByRole('region', { name: 'Resolved', exact: true }));
    await cards('Resolved').first().waitFor();
    await page.close();
  });
});
