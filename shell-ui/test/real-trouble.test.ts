import { join } from 'node:path';
import { Gate } from '@datawave/core/test-platform';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { loaded, signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Caller, callerOf, field, idOf, itemsOf } from './caller.ts';
import { PASSWORD } from './furnished-platform.ts';
import { goTo } from './go-to.ts';
import { type Platform, startPlatform } from './platform.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');
/** A mobile network on a bad day, in bytes a second and milliseconds. */
const SLOW = { offline: false, downloadThroughput: 60_000, uploadThroughput: 30_000, latency: 300 };

describe('trouble in the middle of work, on the real platform', function () {
  this.timeout(180_000);
  let platform: Platform;
  let call: Caller;
  let browser: TestBrowser;
  let nora: string;
  let page: Page;
  const gate = new Gate();
  const faults: string[] = [];
  const address = (path: string): string => `http://127.0.0.1:${gate.port}${path}`;

  const open = async (path: string): Promise<Page> => {
    const opened = await browser.open(address(path));
    faults.push(...opened.faults);
    return opened.page;
  };
  /** What is still true where the document was never loaded anew. */
  const mark = (on: Page): Promise<unknown> => on.evaluate('window.isTheSameDocument = true');
  const isMarked = (on: Page): Promise<unknown> => on.evaluate('window.isTheSameDocument === true');

  before(async function () {
    [browser, platform] = await Promise.all([startBrowser(this), startPlatform({ config: STANDARD })]);
    call = await callerOf(platform.url, 'admin', platform.password);
    nora = idOf(
      await call('POST', '/users', {
        ...{ username: 'nora', displayName: 'Nora Aas', password: PASSWORD, roles: ['engineer'] },
      }),
    );
    // The overview has cards once something was scanned.
    while (!itemsOf(await call('GET', '/scans')).some((run) => field(run, 'state') === 'completed'))
      await new Promise((resolve) => setTimeout(resolve, 100));
    gate.target = Number(new URL(platform.url).port);
    await gate.listen();
  });
  beforeEach(async () => {
    await browser.context.clearCookies();
    page = await open('/');
  });
  afterEach(async () => {
    for (const one of browser.context.pages()) await one.close();
    expect(faults.splice(0), 'script errors and violations of the content security policy').to.deep.equal([]);
  });
  after(async () => {
    await browser?.close();
    await gate.close();
    await platform?.stop();
  });

  it('takes pages, cards and commands of a disabled plugin away in two tabs, and brings them back, without a reload', async () => {
    await signIn(page, platform.password);
    const navigation = (on: Page) => on.getByRole('navigation', { name: 'Main' });
    const link = (on: Page) => navigation(on).getByRole('link', { name: 'Compliance' });
    const palette = async (on: Page): Promise<readonly string[]> => {
      await on.keyboard.press('Control+k');
      const field = on.getByRole('combobox', { name: 'Find a page, a thing, or something to do' });
      await field.fill('Compliance');
      await on.getByRole('option').first().waitFor();
      const offered = await on.getByRole('option', { name: /^Compliance(?! officer)/ }).allInnerTexts();
      await on.keyboard.press('Escape');
      return offered;
    };
    const card = page.getByRole('heading', { level: 2, name: 'Open violations', exact: true });
    await card.waitFor();
    expect(await palette(page)).to.not.be.empty;
    // Pages that were open are offered, too, as long as they are there.
    await link(page).click();
    await page.getByRole('tab', { name: 'Coverage' }).waitFor();
    await goTo(page, '/');
    await card.waitFor();
    const other = await open('/plugins');
    const entry = other.getByRole('listitem').filter({ hasText: '@datawave/plugin-compliance' });
    await mark(page);
    await mark(other);
    await entry.getByRole('button', { name: 'Disable' }).click();
    await other.locator('dw-dialog').getByRole('button', { name: 'Disable' }).click();
    for (const tab of [other, page]) await link(tab).waitFor({ state: 'detached' });
    await card.waitFor({ state: 'detached' });
    expect(await palette(page)).to.deep.equal([]);
    await goTo(page, '/compliance');
    expect(await page.locator('compliance-page').count()).to.equal(0);
    await entry.getByRole('button', { name: 'Enable' }).click();
    for (const tab of [other, page]) await link(tab).waitFor();
    await link(page).click();
    await page.getByRole('tab', { name: 'Coverage' }).waitFor();
    await goTo(page, '/');
    await card.waitFor();
    expect([await isMarked(page), await isMarked(other)]).to.deep.equal([true, true]);
  });

  it('loses nothing of a form when the session ends in its middle, but the password', async () => {
    await signIn(page, PASSWORD, 'nora');
    await goTo(page, '/sources/new?connector=postgres');
    const form = page.locator('dw-schema-form');
    await page.getByLabel('Name', { exact: true }).fill('Half a thought');
    await form.getByLabel('Host', { exact: true }).fill('db.example.com');
    await form.getByLabel('Database', { exact: true }).fill('shop');
    await form.getByLabel('User', { exact: true }).fill('reader');
    await form.locator('input[type=password]').first().fill('hunter-of-snow');
    await call('DELETE', `/users/${encodeURIComponent(nora)}/sessions`);
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    expect(
      JSON.stringify(await page.evaluate('[{ ...sessionStorage }, { ...localStorage }]')),
    ).not.to.contain('hunter-of-snow');
    await page.reload();
    await signIn(page, PASSWORD, 'nora');
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Half a thought');
    expect(await form.getByLabel('Host', { exact: true }).inputValue()).to.equal('db.example.com');
    expect(await form.locator('input[type=password]').first().inputValue()).to.equal('');
  });

  it('tells both of two people who change one source', async function () {
    const [demo] = itemsOf(await call('GET', '/sources')).map(idOf);
    const path = `/sources/${demo}?tab=settings`;
    const edit = async (on: Page, title: string): Promise<void> => {
      await on.getByRole('button', { name: 'Edit' }).first().click();
      await on.locator('sources-settings-card').getByLabel('Name', { exact: true }).fill(title);
    };
    const save = (on: Page): Promise<void> =>
      on.locator('sources-settings-card').getByRole('button', { name: 'Save' }).click();
    await signIn(page, platform.password);
    await goTo(page, path);
    await edit(page, 'Of the administrator');
    const second = await startBrowser(this);
    const { page: theirs } = await second.open(address(path));
    await signIn(theirs, PASSWORD, 'nora');
    await edit(theirs, 'Of Nora');
    await save(theirs);
    await theirs.getByRole('heading', { level: 1, name: 'Of Nora' }).waitFor();
    await page.getByText('Somebody else has changed this since you opened it.').waitFor();
    expect(
      await page.locator('sources-settings-card').getByLabel('Name', { exact: true }).inputValue(),
    ).to.equal('Of the administrator');
    await save(page);
    await page.locator('dw-conflict').getByText('changed by both').waitFor();
    await page.locator('dw-conflict').getByRole('button', { name: 'Use this' }).click();
    await page.getByRole('heading', { level: 1, name: 'Of the administrator' }).waitFor();
    // Who had it before sees what it is now without asking.
    await theirs.getByRole('heading', { level: 1, name: 'Of the administrator' }).waitFor();
    await second.close();
  });

  it('says that it is loading on a slow network, and gets there', async () => {
    await signIn(page, platform.password);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const network = await browser.context.newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', SLOW);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Assets' }).click();
    await page.locator('dw-loading:visible, [aria-busy="true"]:visible').first().waitFor();
    await page.getByRole('link', { name: 'main.customers' }).first().waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'main.customers' }).first().waitFor();
    await loaded(page);
  });

  it('keeps what was written while the server is lost, says so, and sends it when it is back', async () => {
    await signIn(page, platform.password);
    await goTo(page, '/scan-rules/new');
    await page.getByRole('link', { name: /^Everything, every night/ }).click();
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Written without a server');
    gate.isShut = true;
    gate.cut();
    await page
      .getByText(/What you see may be old|cannot be reached|does not answer/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await name.inputValue()).to.equal('Written without a server');
    gate.isShut = false;
    await page.getByText(/What you see may be old/).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByRole('heading', { level: 1, name: 'Written without a server' }).waitFor();
    const titles = itemsOf(await call('GET', '/scan-rules')).map((rule) => field(rule, 'title'));
    expect(titles).to.deep.equal(['Written without a server']);
  });
});
