import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform, writeShop } from '../../../shell-ui/test/platform.ts';

/** Each holds four columns that something is suggested for. */
const TABLES = 16;
const WANTED = 50;

/** Decides on a verdict whose row is taken away by the live update before its answer comes: that is nobody else's decision. */
async function decideBeforeTheAnswer(
  page: Page,
  verdict: string | null,
  decide: () => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.route(
    `**/classifications/${verdict}/accept`,
    async (route) => {
      const response = await route.fetch();
      await page.locator(`li[data-id="${verdict}"]`).waitFor({ state: 'detached' });
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await decide();
  expect(asked).to.include(`POST /api/v1/classifications/${verdict}/accept`);
  expect(asked, 'asked who else decided').not.to.include(`GET /api/v1/classifications/${verdict}`);
}

describe('the review queue in the browser, on a real platform', () => {
  let platform: Platform;
  let browser: TestBrowser;

  before(async function () {
    this.timeout(300_000);
    platform = await startPlatform();
    const file = join(platform.directory, 'shop.sqlite');
    writeShop(file);
    const database = new DatabaseSync(file);
    for (let table = 0; table < TABLES; table += 1)
      database.exec(
        `create table people_${table} as select first_name, last_name, email, phone from customers where customer_id > ${table}`,
      );
    database.close();
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  it('has fifty verdicts decided by keyboard alone, with ranges, a correction, undo, and somebody else at it', async function () {
    this.timeout(240_000);
    const { page, faults } = await browser.open(`${platform.url}/sources/new?connector=sqlite`);
    const found: string[] = [];
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
    await page.getByText('What it found').waitFor({ timeout: 120_000 });

    await page.goto(`${platform.url}/review`);
    const current = page.locator('li.current');
    await current.waitFor();
    await lookAt(page, found);
    const total = await waiting(page);
    expect(total).to.be.at.least(WANTED + 10);

    const id = (): Promise<string | null> => current.getAttribute('data-id');
    const { keyboard } = page;
    /** Presses a key that decides, and waits until the next verdict has the focus. */
    const decide = async (key: 'a' | 'r'): Promise<void> => {
      const before = await id();
      await keyboard.press(key);
      await page.locator(`li[data-id="${before}"]`).waitFor({ state: 'detached' });
      await page.locator('li.current button.line:focus').waitFor();
    };
    for (let decided = 1; decided < 40; decided += 1) await decide(decided % 5 === 0 ? 'r' : 'a');
    await decideBeforeTheAnswer(page, await id(), () => decide('a'));
    await page.getByText(`40 of ${total} decided today`).waitFor();

    // A range of five, seen before it is decided on.
    await keyboard.press('x');
    for (let more = 0; more < 4; more += 1) await keyboard.press('Shift+ArrowDown');
    const toolbar = page.getByRole('toolbar', { name: 'Selected verdicts' });
    await toolbar.getByText('5 selected').waitFor();
    await toolbar.getByText(/violations? fewer/).waitFor();
    await lookAt(page, found);
    await keyboard.press('a');
    const accepted = page.getByText('5 verdicts accepted.');
    await accepted.waitFor();
    await page.getByText(`45 of ${total} decided today`).waitFor();
    await keyboard.press('u');
    await accepted.waitFor({ state: 'detached' });
    await page.getByText(`40 of ${total} decided today`).waitFor();
    await keyboard.press('x');
    for (let more = 0; more < 4; more += 1) await keyboard.press('Shift+J');
    await toolbar.getByText('5 selected').waitFor();
    await keyboard.press('a');
    await accepted.waitFor();
    await page.getByText(`45 of ${total} decided today`).waitFor();

    // What it is instead.
    await current.locator('button.line').focus();
    await keyboard.press('c');
    await page.getByRole('combobox', { name: 'Info type', exact: true }).waitFor();
    await keyboard.type('user name');
    await page.getByRole('option', { name: /User name/ }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('corrected to User name').waitFor();
    for (let decided = 46; decided < WANTED; decided += 1) await decide('a');
    await page.getByText(`${WANTED} of ${total} decided today`).waitFor();

    // All keys are told; turned off, letters do nothing and arrows go on.
    await keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys of the queue' });
    await help.waitFor();
    await lookAt(page, found);
    // What stands in a slot of the dialog is no descendant of it.
    await page.getByRole('checkbox', { name: 'Single letters do something' }).focus();
    await keyboard.press('Space');
    await keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    await current.locator('button.line').focus();
    await keyboard.press('a');
    const first = await id();
    await keyboard.press('ArrowDown');
    await page.locator(`li.current:not([data-id="${first}"])`).waitFor();
    await page.evaluate(`localStorage.removeItem('dw.review.letters')`);
    await page.getByText(`${WANTED} of ${total} decided today`).waitFor();

    // Somebody else decides on what is open here: it is said, and the next one is open.
    const { page: other } = await browser.open(`${platform.url}/review`);
    const open = await id();
    await other.locator(`li[data-id="${open}"] button.line`).click();
    await other.keyboard.press('r');
    await other.locator(`li[data-id="${open}"]`).waitFor({ state: 'detached' });
    await page.getByText(/was rejected by .+ meanwhile: it is skipped\./).waitFor();
    await page.locator(`li.current:not([data-id="${open}"])`).waitFor();
    await other.close();

    // All like this, seen before.
    await current.locator('button.line').focus();
    await keyboard.press('l');
    const dialog = page.getByRole('dialog', { name: 'All like this' });
    await page.getByRole('button', { name: /^Make \d+ columns? / }).waitFor();
    await page.locator('dw-dialog review-foresight').last().waitFor();
    await lookAt(page, found);
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    await page.close();
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
    expect(found, 'accessibility').to.deep.equal([]);
  });

  it('is worked by touch at 390 px, and leads to what a link says', async function () {
    this.timeout(120_000);
    const { page, faults } = await browser.open(`${platform.url}/review?confidence=0.9-1&age=day`, 390);
    const found: string[] = [];
    await page.locator('li.current').waitFor();
    expect(await page.getByLabel('Any confidence').inputValue()).to.equal('0.9-1');
    await lookAt(page, found);
    const before = await page.locator('li.current').getAttribute('data-id');
    await page.locator('li.current').getByRole('button', { name: 'Accept' }).click();
    await page.locator(`li[data-id="${before}"]`).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator(`li.current[data-id="${before}"]`).waitFor();
    await page.goto(`${platform.url}/review?age=older`);
    await page.getByText('Nothing fits').waitFor();
    await lookAt(page, found);
    await page.goto(`${platform.url}/review?tab=decisions&by=me`);
    await page.getByRole('button', { name: 'Withdraw' }).first().waitFor();
    await lookAt(page, found);
    await page.close();
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
    expect(found, 'accessibility').to.deep.equal([]);
  });
});

/** How many verdicts the tab of the queue counts. */
const waiting = async (page: Page): Promise<number> =>
  Number(await page.locator('review-page nav .count').innerText());
