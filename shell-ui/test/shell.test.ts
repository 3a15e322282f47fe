import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signIn } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

const PASSWORD = 'correct horse';

describe('the shell', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 80, isSignedIn: false }, (opened) => {
    ({ fixture, page } = opened);
  });

  const heading = (name: string | RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor();

  it('says that a password is wrong and lets in with the right one', async () => {
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The name or the password is wrong.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await heading('Overview');
    expect(await page.title()).to.equal('Overview · DataWave');
  });

  it('tells where the password is found', async () => {
    await page.getByText('Where do I find the password?').click();
    await page.getByText('printed once in the terminal').waitFor();
  });

  it('signs out and forgets the pages', async () => {
    await signIn(page, PASSWORD);
    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('Sign in');
    await page.reload();
    await heading('Sign in');
  });

  it('moves the focus to the title of a new page and names the tab after it', async () => {
    await signIn(page, PASSWORD);
    await page.getByRole('link', { name: 'Sources' }).first().click();
    await heading('Sources');
    await page.waitForFunction(
      `(() => { let active = document.activeElement; while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement; return active?.localName === 'h1'; })()`,
    );
    expect(await page.title()).to.equal('Sources · DataWave');
    await page.goBack();
    await heading('Overview');
  });

  it('gives a page whose thing is gone a title, and words for people', async () => {
    await signIn(page, PASSWORD);
    await heading('Overview');
    await page.goto(`${fixture.url}/sources/gone`);
    await page.getByRole('heading', { name: 'Not found', level: 1 }).waitFor();
    expect(await page.title()).to.equal('Not found · DataWave');
    await page.getByText('It may be gone, or your role does not include it.').waitFor();
    expect(await page.getByText('GET /api').count()).to.equal(0);
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await heading('Overview');
  });

  it('lets the keyboard skip the navigation', async () => {
    await signIn(page, PASSWORD);
    await heading('Overview');
    await page.evaluate('document.activeElement?.blur()');
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(`document.querySelector('dw-shell').shadowRoot.activeElement.textContent`),
    ).to.equal('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(`document.querySelector('dw-shell').shadowRoot.activeElement.id`)).to.equal(
      'main',
    );
  });

  it('opens the navigation as a drawer on a narrow screen and closes it by Escape', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, PASSWORD);
    const link = page.getByRole('link', { name: 'Compliance' });
    expect(await link.isVisible()).to.equal(false);
    await page.getByRole('button', { name: 'Navigation', exact: true }).click();
    await link.waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await link.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Navigation', exact: true }).click();
    await link.click();
    await heading('Compliance');
    await page.getByRole('navigation', { name: 'Main' }).waitFor({ state: 'hidden' });
  });

  it('keeps a chosen theme over a reload, without a flash of the other', async () => {
    await signIn(page, PASSWORD);
    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('button', { name: 'Dark' }).click();
    const colour = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(colour).to.equal('rgb(15, 17, 21)');
    await page.reload();
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
  });

  it('asks for the password again when the session has ended, and keeps what was filled in', async () => {
    await signIn(page, PASSWORD);
    await page.goto(`${fixture.url}/sources/new?connector=postgres`);
    await page.getByLabel('Name', { exact: true }).fill('Half finished');
    await page.getByLabel('Host').fill('db.example.com');
    await page.getByLabel('Database').fill('crm');
    await page.getByLabel('User', { exact: true }).fill('reader');
    fixture.expire();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    const dialog = page.locator('dw-dialog');
    await dialog.getByLabel('User name').fill('admin');
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Host').inputValue()).to.equal('db.example.com');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('strong').getByText('Connected to PostgreSQL 18.4').waitFor();
  });

  it('says under each field what is wrong with it, and takes Enter for saving', async () => {
    await signIn(page, PASSWORD);
    await page.goto(`${fixture.url}/sources/new?connector=postgres`);
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByText('Give it a name').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Warehouse');
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByText('Host is needed.').waitFor();
    expect(await page.getByLabel('Host').getAttribute('aria-invalid')).to.equal('true');
    await page.getByLabel('Host').fill('db.example.com');
    await page.getByLabel('Database').fill('crm');
    await page.getByLabel('User', { exact: true }).fill('reader');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The server refused user “reader”. Check the user and its password.').waitFor();
    await page.getByLabel('Password').fill('right');
    await page.keyboard.press('Enter');
    await page.getByText('Warehouse is connected').waitFor();
    expect(fixture.api.sources[0]?.config, 'what the server would show').to.not.have.property('password');
  });

  it('tells of a lost race instead of overwriting what somebody else saved', async () => {
    await signIn(page, PASSWORD);
    const source = fixture.api.addSource('sqlite', 'Shop', { file: '/data/shop.sqlite' });
    await page.goto(`${fixture.url}/sources/${source.id}?tab=settings`);
    await page.getByRole('button', { name: 'Edit' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    Object.assign(source, { title: 'Theirs', version: source.version + 1 });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.locator('dw-conflict');
    await dialog.getByText('Theirs', { exact: true }).waitFor();
    expect(source.title).to.equal('Theirs');
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await page.getByText('Mine is saved.').waitFor();
    expect([source.title, source.config]).to.deep.equal(['Mine', { file: '/data/shop.sqlite' }]);
  });

  it('says that there is no such page', async () => {
    await signIn(page, PASSWORD);
    await page.goto(`${fixture.url}/nowhere`);
    await heading('Page not found');
  });

  it('loses the pages of a plugin that is disabled and gets them back, without a reload', async () => {
    await signIn(page, PASSWORD);
    await page.goto(`${fixture.url}/plugins`);
    const entry = page.getByRole('listitem').filter({ hasText: '@datawave/plugin-compliance' });
    await entry.getByRole('button', { name: 'Disable' }).click();
    await page.locator('dw-dialog').getByRole('button', { name: 'Disable' }).click();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Compliance' });
    await link.waitFor({ state: 'detached' });
    await entry.getByRole('button', { name: 'Enable' }).click();
    await link.waitFor();
  });
});
