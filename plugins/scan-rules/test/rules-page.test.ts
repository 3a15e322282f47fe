import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const TABLES = ['customers', 'contacts', 'orders', 'tmp_1'];

describe('the pages of scan rules in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;

  before(async function () {
    this.timeout(300_000);
    platform = await startPlatform();
    const database = new DatabaseSync(join(platform.directory, 'shop.sqlite'));
    for (const table of TABLES)
      database.exec(`create table ${table} (id integer primary key, email text, note text)`);
    database.close();
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  it('lead from a template to a scan by the rule', async function () {
    this.timeout(180_000);
    await browser.context.clearCookies();
    const { page, faults } = await browser.open(`${platform.url}/sources/new?connector=sqlite`, 390);
    const found: string[] = [];
    const look = (): Promise<void> => lookAt(page, found);
    await signIn(page, platform.password);
    const source = 'Shop';
    await page.getByLabel('Name', { exact: true }).fill(source);
    await page
      .locator('dw-schema-form')
      .getByRole('textbox')
      .first()
      .fill(join(platform.directory, 'shop.sqlite'));
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByText(`${source} is connected`).waitFor();

    await page.goto(`${platform.url}/scan-rules`);
    await page.getByText('No scan rule yet').waitFor();
    await look();
    await page.getByRole('link', { name: 'Add rule' }).first().click();
    await heading(page, 'Add a scan rule');
    await page.getByRole('link', { name: /^Everything, every night/ }).waitFor();
    await look();
    await page.getByRole('link', { name: /^Everything, every night/ }).press('Enter');
    const name = page.getByLabel('Name', { exact: true });
    await name.waitFor();
    expect(await name.inputValue()).to.equal('Nightly, what changed');
    await page.getByLabel('In the source').selectOption({ label: source });
    await page
      .locator('dw-callout', {
        hasText: 'The rule names no assets or columns, so it takes all of them: 4 assets.',
      })
      .waitFor();
    await look();

    await page.getByText('Columns that tell what changed').click();
    await page.getByRole('button', { name: 'Add a column' }).click();
    await page.getByLabel('Assets named, line 1').fill('*.contacts');
    await page.getByLabel('Column, line 1').fill('updated_at');
    await page
      .locator('dw-callout', { hasText: 'such as main.contacts: it has no column "updated_at".' })
      .waitFor();
    await look();
    await page.getByLabel('Assets named, line 1').fill('[z-a]');
    await page.locator('#high-water-fault').waitFor();
    await page.getByLabel('Assets named, line 1').fill('*');
    await page.getByLabel('Column, line 1').fill('id');
    await page
      .locator('dw-callout', { hasText: 'that is to tell what changed cannot do so' })
      .waitFor({ state: 'detached' });
    const days = page.getByLabel('Read again anyway after, in days');
    expect(await days.inputValue()).to.equal('30');
    await days.press('Home');
    await days.press('Delete');
    await days.press('Delete');
    await look();
    await days.pressSequentially('7');
    await days.press('Tab');

    // The same as blocks and as an expression; each changes the other.
    const conditions = page.locator('scan-rules-conditions').first();
    await conditions.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('What condition 1 asks').selectOption({ label: 'A column of it is called' });
    await page.getByLabel('How condition 1 compares').selectOption({ label: 'is' });
    await page.getByLabel('Value of condition 1').fill('email');
    await conditions.getByRole('button', { name: 'Add a group' }).click();
    await page.getByLabel('Value of condition 2.1').fill('nowhere');
    await page.getByText('Let in (0)').waitFor();
    await look();
    await page.getByRole('button', { name: 'Move condition 2.1: arrow keys' }).press('ArrowLeft');
    await page.getByRole('button', { name: 'Move condition 3: arrow keys' }).press('ArrowUp');
    await page.getByRole('button', { name: 'Condition 2', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByText('Let in (4)').waitFor();
    await conditions.getByRole('button', { name: 'Expression' }).click();
    const expression = page.getByLabel('Only assets for which this holds').getByRole('textbox');
    expect(await expression.innerText()).to.equal('asset.columns.exists(c, c.name == "email")');
    await expression.fill('asset.nme == "x"');
    await page
      .locator('scan-rules-conditions .fault')
      .getByText(/character 7: No such key: nme/)
      .waitFor();
    expect(await expression.getAttribute('aria-invalid')).to.equal('true');
    await page.getByText('Mend what is marked to see what the rule would touch now.').waitFor();
    await look();
    await expression.fill('asset.columns.exists(c, c.name == "email")');
    const excluded = page.getByRole('textbox', { name: 'Not assets named' });
    await excluded.fill('*.tmp_*');
    await excluded.press('Enter');
    await page.getByRole('button', { name: 'Remove *.tmp_*' }).waitFor();
    await page.getByText('Let in (3)').waitFor();
    await page.getByText('Kept out (1)').click();
    await page.getByText('The name matches the exclude pattern "*.tmp_*".').waitFor();
    await excluded.press('Backspace');
    await page.getByText('Let in (4)').waitFor();
    await excluded.fill('*.tmp_*,*.orders');
    await excluded.press('Enter');
    await page.getByText('Let in (2)').waitFor();

    await page.getByLabel('Runs by itself').selectOption('own');
    await page.getByLabel('Cron fields').fill('61 * * * *');
    await page.locator('#cron-fault').waitFor();
    await page.getByLabel('Runs by itself').selectOption('weekly');
    await page.getByLabel('On', { exact: true }).selectOption('Monday');
    await page.locator('.times time').nth(2).waitFor();
    await name.fill('');
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.locator('#title-fault').waitFor();
    const title = 'Weekly';
    await name.fill(title);
    await page.getByRole('button', { name: 'Add rule' }).click();
    await heading(page, title);
    await page.getByText('Its first time has not come yet.').waitFor();
    expect(await days.inputValue()).to.equal('7');
    await look();

    await page.getByRole('radio', { name: /^Every row/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('version 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Changes of version 2' }).click();
    await page.getByText('Sampling, rows').waitFor();
    await look();
    await page.getByRole('button', { name: 'Use again version 1' }).click();
    await page.getByText('version 3', { exact: true }).waitFor();
    expect(await page.getByRole('radio', { name: /^Random rows/ }).isChecked()).to.equal(true);

    await page.goto(`${platform.url}/scan-rules`);
    await page.getByText('1 rule, 1 enabled').waitFor();
    await look();
    await page.goto(`${platform.url}/sources`);
    await page.getByRole('link', { name: source }).click();
    await page.getByRole('button', { name: 'Scan with other settings' }).click();
    await page.getByLabel('Rule', { exact: true }).selectOption({ label: title });
    await page.getByText('Reads 1,000 random rows.').waitFor();
    await look();
    await page.getByRole('button', { name: 'Start scan' }).click();
    await heading(page, `Scan of ${source}`);
    await page.getByRole('link', { name: title }).waitFor();

    await page.goto(`${platform.url}/scan-rules`);
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('button', { name: 'Delete rule' }).press('Enter');
    await page.getByText('No scan rule yet').waitFor();
    await page.close();
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
    expect(found, 'accessibility').to.deep.equal([]);
  });

  it('say that there is no such rule', async () => {
    const { page } = await browser.open(`${platform.url}/scan-rules/00000000-0000-4000-8000-000000000000`);
    await page.getByText('Not found').waitFor();
    await page.close();
  });
});

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
