import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';
import { codeAt, STEP_SECONDS } from '../src/second-factor/totp.ts';
import { fromBase32 } from './from-base32.ts';

const PASSWORD = 'seven small lanterns';

describe('people in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;
  let page: Page;
  let faults: string[];
  /** What is wrong for people who do not see the page, or see it badly. */
  const found: string[] = [];
  let base: string;
  let recoveryCodes: readonly string[] = [];

  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${platform.url}/api/v1${path}`, init);

  const post = async (path: string, body: object, token?: string): Promise<Record<string, unknown>> => {
    const response = await send(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    expect(response.status, path).to.be.oneOf([200, 201]);
    return Object(await response.json());
  };

  const enter = async (username: string, password: string): Promise<void> => {
    const form = page.locator('shell-sign-in');
    await form.getByLabel('User name').fill(username);
    await form.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  };

  const isIn = (): Promise<void> => page.locator('shell-side-nav').waitFor({ state: 'attached' });

  /** Signs in anew, as somebody else who is asked for a page. */
  const visit = async (path: string, username: string, password = PASSWORD): Promise<void> => {
    await browser.context.clearCookies();
    await page.goto(base + path);
    await enter(username, password);
    await isIn();
  };

  const look = async (): Promise<void> => {
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await lookAt(page, found);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${page.url()}, ${width} px wide`).to.be.at.most(width);
    }
  };

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-people-'));
    const config = join(folder, 'identity.yaml');
    writeFileSync(config, 'plugins:\n  "@datawave/plugin-identity": {}\n');
    platform = await startPlatform({ config });
    // Passkeys belong to a name.
    base = platform.url.replace('127.0.0.1', 'localhost');
    const login = await post('/auth/login', { username: 'admin', password: platform.password });
    for (const username of ['mara', 'jonas'])
      await post(
        '/users',
        { username, displayName: username, password: PASSWORD },
        String(login['accessToken']),
      );
    browser = await startBrowser(this);
    ({ page, faults } = await browser.open(base));
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
    expect(found.splice(0), 'what some people cannot use').to.deep.equal([]);
  });

  it('turn an authenticator app on with a code that it shows, and keep the recovery codes', async function () {
    this.timeout(120_000);
    await visit('/account', 'mara');
    await page.getByText('Whoever learns the password gets in.').waitFor();
    await look();
    await page.getByRole('tab', { name: 'Authenticator app' }).click();
    expect(page.url()).to.equal(`${base}/account?tab=authenticator`);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    await look();
    await page.getByLabel('Code that the app shows').fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('The code is not the one that the app shows now.').waitFor();
    const secret = (await page.locator('code.secret').innerText()).replaceAll(' ', '');
    const code = codeAt(fromBase32(secret), Math.floor(Date.now() / 1000 / STEP_SECONDS));
    await page.getByLabel('Code that the app shows').fill(code);
    await page.keyboard.press('Enter');
    const shown = page.getByRole('group', { name: 'Recovery codes' });
    recoveryCodes = (await shown.innerText()).split('\n');
    expect(recoveryCodes.length).to.be.greaterThan(5);
    await look();
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText(`${recoveryCodes.length} recovery codes left.`).waitFor();
    expect(await page.content()).not.to.contain(secret);
  });

  it('are asked for a code after the password, told when it is wrong, and led to the page that they asked for', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    await page.goto(`${base}/account`);
    await look();
    expect(await page.getByLabel('Code').count()).to.equal(0);
    await enter('mara', PASSWORD);
    await page.getByText('This account asks for a code beside the password.').waitFor();
    await look();
    await page.getByLabel('Code').fill('000 000');
    await page.keyboard.press('Enter');
    await page.getByText('The name, the password or the code is wrong.').waitFor();
    await page.getByLabel('Code').fill(recoveryCodes[0] ?? '');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
  });

  it('end a session elsewhere, and are asked to sign in again where theirs was ended', async function () {
    this.timeout(120_000);
    await visit('/account?tab=sessions', 'jonas');
    const elsewhere = await post('/auth/login', { username: 'jonas', password: PASSWORD });
    const headers = { authorization: `Bearer ${String(elsewhere['accessToken'])}` };
    expect((await send('/account', { headers })).status).to.equal(200);
    await page.reload();
    await page.getByText('this one', { exact: true }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Node.js' });
    await row.getByRole('button', { name: /^End/ }).click();
    await row.waitFor({ state: 'detached' });
    expect((await send('/account', { headers })).status).to.equal(401);

    const another = await post('/auth/login', { username: 'jonas', password: PASSWORD });
    const ended = await send('/account/sessions', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${String(another['accessToken'])}` },
    });
    expect(await ended.json()).to.deep.equal({ ended: 1 });
    await page.getByRole('tab', { name: 'Authenticator app' }).click();
    // Whatever asks the server first finds out: this, or what keeps the page up to date.
    await page.getByRole('button', { name: 'Set up' }).dispatchEvent('click');
    await page.getByText('Your session has ended').waitFor();
    await look();
    await enter('jonas', PASSWORD);
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });

    // Whoever signs in there as somebody else sees nothing of what was on the page.
    await browser.context.clearCookies();
    // Whatever asks the server first finds out: this, or what keeps the page up to date.
    await page.getByRole('button', { name: 'Set up' }).dispatchEvent('click');
    await page.getByText('Your session has ended').waitFor();
    await enter('admin', platform.password);
    await page.getByText('Signed in as admin').waitFor();
  });

  it('add a passkey, and sign in with it instead of name and password', async function () {
    this.timeout(120_000);
    await visit('/account?tab=passkeys', 'jonas');
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Name', { exact: true }).last().fill('blue laptop');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Passkeys' }).getByText('blue laptop').waitFor();

    // It is offered among the names as well, which this device would take at once.
    await devices.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await browser.context.clearCookies();
    await page.goto(`${base}/account?tab=sessions`);
    const button = page.getByRole('button', { name: 'Sign in with a passkey' });
    await button.waitFor();
    await devices.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    const isThere = page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor();
    // What is offered among the names may be taken before the button is hit, which goes then.
    await Promise.any([button.click(), isThere]);
    await isThere;
    // The device may have answered both that which is offered among the names and the button: then there are two sessions.
    await page.getByText('with passkey').first().waitFor();
    await look();
    await devices.detach();
  });

  it('prove anew who they are where that was long ago, and go on with what they were at: a token that works', async function () {
    this.timeout(120_000);
    const opened = await send('/auth/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: platform.password }),
    });
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(opened.headers.getSetCookie()[0] ?? '') ?? [];
    await withDatabase(join(platform.directory, 'data'), (client) =>
      client.query(`update identity.sessions set authenticated_at = now() - interval '1 day'`),
    );
    await browser.context.clearCookies();
    await browser.context.addCookies([{ name, value, url: base }]);
    await page.goto(`${base}/account?tab=tokens`);
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('button', { name: 'Everything that reads' }).click();
    await page.getByRole('textbox', { name: 'Name' }).last().fill('nightly export');
    await look();
    await page.getByRole('button', { name: 'Make the token' }).click();
    const dialog = page.locator('shell-step-up');
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
    await look();
    await dialog.getByLabel('Password').fill('not the right one');
    await page.keyboard.press('Enter');
    await dialog.getByText('That was not right.').waitFor();
    await dialog.getByLabel('Password').fill(platform.password);
    await page.keyboard.press('Enter');
    const token = await page.getByRole('group', { name: 'API token' }).innerText();
    await look();
    const headers = { authorization: `Bearer ${token}` };
    expect((await send('/users', { headers })).status).to.equal(200);
    expect((await send('/users', { method: 'POST', headers })).status).to.equal(403);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.content()).not.to.contain(token);
    await page.getByRole('button', { name: /Revoke.*nightly export/ }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('No API token').waitFor();
    expect((await send('/users', { headers })).status).to.equal(401);
  });

  it('are added by an administrator and set their password by the link, which is good once', async function () {
    this.timeout(120_000);
    await visit('/users', 'admin', platform.password);
    await page.getByRole('link', { name: /mara/ }).waitFor();
    await look();
    await page.getByRole('button', { name: 'Add somebody' }).click();
    await page.locator('#displayName:focus').waitFor();
    await page.keyboard.type('Ida Holm');
    await page.getByLabel('User name').fill('ida');
    await page.keyboard.press('Enter');
    const link = await page.getByRole('group', { name: 'Link to set a password' }).innerText();
    await page.getByText('with the user name that they sign in with: ida').waitFor();
    await look();

    await browser.context.clearCookies();
    await page.goto(link);
    await page.getByLabel('New password').fill('password1234');
    // It is in the address no more, so that nothing that is sent from here can tell of it.
    expect(page.url()).to.equal(`${base}/reset-password`);
    await page.keyboard.press('Enter');
    await page.getByText(/The password is .*breaches/).waitFor();
    await look();
    await page.getByLabel('New password').fill('nine quiet harbours');
    await page.keyboard.press('Enter');
    await page.getByText('The password is set.').waitFor();
    // In the same tab the address differs by its fragment only.
    await page.goto(link);
    await page.getByLabel('New password').fill('another quiet harbour');
    await page.keyboard.press('Enter');
    await page.getByText('This link is not good any more.').waitFor();
    await page.getByRole('button', { name: 'To the sign-in' }).click();
    await enter('ida', 'nine quiet harbours');
    await isIn();
    await page.getByText('hold no role in this workspace').waitFor();
    await look();
  });

  it('are locked with a reason, which their account tells, and the last administrator is not', async function () {
    this.timeout(120_000);
    await visit('/users?q=ida', 'admin', platform.password);
    await page.getByRole('link', { name: /Ida Holm/ }).click();
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByLabel('Reason').fill('The laptop was lost on a train');
    await page.keyboard.press('Enter');
    await page.getByText('This account is locked.').waitFor();
    await page.getByText('The laptop was lost on a train').waitFor();
    await look();
    await page.goto(`${base}/users/user:admin`);
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByLabel('Reason').fill('On holiday');
    await page.keyboard.press('Enter');
    await page.getByText('This would leave the platform without an administrator.').waitFor();
  });

  it('are put into a group and taken out of it', async function () {
    this.timeout(120_000);
    await page.goto(`${base}/users/groups`);
    await page.getByText('No group yet').waitFor();
    await page.getByRole('button', { name: 'Add a group' }).click();
    // The keyboard goes on where the form has opened.
    await page.locator('#name:focus').waitFor();
    await page.keyboard.type('Data stewards');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Data stewards' }).waitFor();
    await page.getByLabel('Who').fill('mara');
    await page.getByRole('button', { name: /Put in.*mara/ }).click();
    await page.getByText('in the group', { exact: true }).waitFor();
    await page.getByText('1 member').first().waitFor();
    await look();
    await page.getByRole('button', { name: /Take out.*mara/ }).click();
    await page.getByText('Nobody is in it').waitFor();
  });

  it('are put into a group, deactivated with a reason and brought back, from the list of them', async function () {
    this.timeout(120_000);
    await page.goto(`${base}/users?f.name=jonas`);
    const row = page.getByRole('row').filter({ hasText: 'jonas' });
    const choose = async (action: string): Promise<void> => {
      await row.getByRole('checkbox').check();
      await page.getByRole('button', { name: action, exact: true }).click();
    };
    await choose('Add to a group');
    await page.getByLabel('Group', { exact: true }).selectOption('Data stewards');
    await look();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('1 was done.').first().waitFor();
    await choose('Deactivate');
    await page.getByLabel('Reason').fill('Has left');
    await page.keyboard.press('Enter');
    await row.getByText('Deactivated').waitFor();
    await choose('Activate');
    await row.getByText('Active', { exact: true }).waitFor();
    await row.getByRole('link').click();
    await page.getByRole('link', { name: 'Data stewards' }).waitFor();
  });

  it('find back what they had written of their profile and not saved', async function () {
    this.timeout(120_000);
    await page.goto(`${base}/account`);
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Half a na');
    await page.reload();
    await page.getByText('What you had written here').waitFor();
    expect(await name.inputValue()).to.equal('Half a na');
    await look();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.getByText('What you had written here').waitFor({ state: 'detached' });
    expect(await name.inputValue()).to.equal('Administrator');
  });
});
