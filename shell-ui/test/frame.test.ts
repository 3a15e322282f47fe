import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import { loaded, signIn, until } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { LONG_MODULE, LONG_PLUGIN } from './fixture/long-plugin.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the frame', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });

  const heading = (name: string, on = page): Promise<void> =>
    on.getByRole('heading', { level: 1, name }).waitFor();
  const nav = () => page.getByRole('navigation', { name: 'Main' });

  it('sorts the pages into groups, marks the one that is open and shows what belongs to it', async () => {
    await page.goto(`${fixture.url}/users/groups`);
    const people = nav().getByRole('region', { name: 'Administer' });
    await people.getByRole('link', { name: 'Groups' }).waitFor();
    expect(await nav().locator('[aria-current]').allInnerTexts()).to.deep.equal(['Groups']);
    await nav().getByRole('region', { name: 'Discover' }).getByRole('link', { name: 'Sources' }).click();
    await heading('Sources');
    expect(await nav().locator('[aria-current]').allInnerTexts()).to.deep.equal(['Sources']);
    expect(await people.getByRole('link', { name: 'Groups' }).count()).to.equal(0);
  });

  it('folds to icons, keeps their names for who hears them, and remembers it', async () => {
    await heading('Overview');
    await page.getByRole('button', { name: 'Show icons only' }).click();
    await page.reload();
    await heading('Overview');
    const width = await page.evaluate(
      `document.querySelector('dw-shell').shadowRoot.querySelector('aside').offsetWidth`,
    );
    expect(width).to.be.lessThan(80);
    const found: string[] = [];
    await lookAt(page, found);
    expect(found).to.deep.equal([]);
    await nav().getByRole('link', { name: 'Compliance' }).click();
    await heading('Compliance');
    await page.getByRole('button', { name: 'Show the names' }).click();
  });

  it('comes back to where a page was left: its scroll and its link', async () => {
    fixture.extraPlugins.push(LONG_PLUGIN);
    fixture.modules.set('/plugins/long/ui/index.js', LONG_MODULE);
    await page.goto(`${fixture.url}/long`);
    const link = page.getByRole('link', { name: 'Part 80', exact: true });
    await link.scrollIntoViewIfNeeded();
    const before = await page.evaluate('scrollY');
    expect(before).to.be.greaterThan(500);
    await link.focus();
    await page.keyboard.press('Enter');
    await heading('Part 80');
    expect(await page.evaluate('scrollY')).to.equal(0);
    await page.goBack();
    await heading('Long');
    await until(page, `Math.abs(scrollY - ${before}) < 3`);
    await until(
      page,
      `(() => { let active = document.activeElement; while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement; return active?.textContent.trim() === 'Part 80'; })()`,
    );
  });

  it('comes back into a list that is scrolled by itself', async () => {
    for (let index = 0; index < 80; index += 1)
      fixture.api.addSource('sqlite', `Source ${String(index).padStart(2, '0')}`, {});
    await page.goto(`${fixture.url}/sources`);
    await page.getByRole('link', { name: 'Source 00', exact: true }).waitFor();
    const SCROLLER = `(function find(root) { for (const element of root.querySelectorAll('*')) { if (element.localName === 'div' && element.classList.contains('scroller')) return element; const inside = element.shadowRoot && find(element.shadowRoot); if (inside) return inside; } return null; })(document)`;
    await page.evaluate(`${SCROLLER}.scrollTop = 1500`);
    const link = page.getByRole('link', { name: /^Source 4/ }).first();
    await link.waitFor();
    const name = await link.innerText();
    await link.focus();
    const before = (await page.evaluate(`${SCROLLER}.scrollTop`)) as number;
    expect(before).to.be.greaterThan(500);
    await page.keyboard.press('Enter');
    await heading(name);
    await page.goBack();
    await heading('Sources');
    await until(page, `Math.abs((${SCROLLER}?.scrollTop ?? 0) - ${before}) < 60`);
    await page.getByRole('link', { name, exact: true }).waitFor();
  });

  it('counts tabs as pages: Back leads to the one before, however many keys led on from it', async () => {
    await page.goto(`${fixture.url}/sources`);
    await heading('Sources');
    await page.goto(`${fixture.url}/design-system`);
    const tab = (name: string) => page.getByRole('tab', { name, exact: true });
    const isShown = async (name: string): Promise<void> => {
      await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
    };
    await isShown('Elements');
    await tab('Forms').click();
    await page.waitForURL(/tab=forms/);
    await tab('States').click();
    await page.waitForURL(/tab=states/);
    await page.goBack();
    await isShown('Forms');
    await tab('Forms').focus();
    for (const name of ['States', 'Tokens', 'Icons']) {
      await page.keyboard.press('ArrowRight');
      await isShown(name);
    }
    await page.goBack();
    await isShown('Forms');
    await page.goBack();
    await isShown('Elements');
    await page.goBack();
    await heading('Sources');
  });

  it('does not count drawers and dialogs as pages: Back leaves the page below them', async () => {
    await page.goto(`${fixture.url}/sources`);
    await heading('Sources');
    await nav().getByRole('link', { name: 'Scans' }).click();
    await heading('Scans');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a page, a thing, or something to do' }).waitFor();
    await page.goBack();
    await heading('Sources');
    expect(await page.locator('shell-palette').count()).to.equal(0);
  });

  it('tells apart what is not there and what is not for one’s role', async () => {
    await page.goto(`${fixture.url}/nowhere`);
    await heading('Page not found');
    expect(await page.title()).to.equal('Page not found · DataWave');
    fixture.permissions = ['catalog:read'];
    await page.goto(`${fixture.url}/sources`);
    await heading('Not for your role');
    expect(await page.title()).to.equal('Not for your role · DataWave');
    expect(await nav().getByRole('link', { name: 'Sources' }).count()).to.equal(0);
  });

  it('has settings with an address for each section, and one for a section that is gone', async () => {
    await page.goto(`${fixture.url}/settings/about`);
    await heading('Settings: About');
    await page.getByText('Apache License 2.0').waitFor();
    await page.getByRole('link', { name: 'Appearance' }).click();
    await heading('Settings: Appearance');
    await page.getByRole('radio', { name: 'Compact' }).check();
    expect(await page.evaluate('document.documentElement.dataset.density')).to.equal('compact');
    await page.reload();
    expect(await page.evaluate('document.documentElement.dataset.density')).to.equal('compact');
    await page.getByRole('radio', { name: 'Comfortable' }).check();
    await page.goto(`${fixture.url}/settings/gone`);
    await page.getByText('There is no such section').waitFor();
    const found: string[] = [];
    for (const section of ['appearance', 'about']) {
      await page.goto(`${fixture.url}/settings/${section}`);
      await heading('Settings');
      await lookAt(page, found);
    }
    expect(found).to.deep.equal([]);
  });

  it('loads the code of a page as soon as somebody points at its link', async () => {
    await heading('Overview');
    const asked = page.waitForRequest((request) => request.url().includes('/plugins/compliance/ui/index.js'));
    await page.goto(`${fixture.url}/plugins`);
    await heading('Plugins');
    await nav().getByRole('link', { name: 'Compliance' }).hover();
    await asked;
  });

  it('says calmly that the server is gone, and nothing any more once it is back', async () => {
    await heading('Overview');
    await loaded(page);
    await page.context().setOffline(true);
    await nav().getByRole('link', { name: 'Scans' }).click();
    await page.getByText('The server does not answer just now.').waitFor();
    await heading('The server does not answer');
    expect(await page.getByText('could not show this').count(), 'plugins that are blamed').to.equal(0);
    await page.context().setOffline(false);
    await page.getByText('The server does not answer just now.').waitFor({ state: 'detached' });
    await heading('Scans');
    await page.getByText('No scan yet').first().waitFor();
  });

  it('opens without a server, once it was open, and keeps no answer of the API', async () => {
    await heading('Overview');
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.reload();
    await heading('Overview');
    await loaded(page);
    const kept = (await page.evaluate(
      `(async () => { const found = []; for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname); return found; })()`,
    )) as string[];
    expect(kept).to.include('/');
    expect(kept.filter((path) => /^\/(?:api|docs)/.test(path))).to.deep.equal([]);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('The server does not answer').waitFor();
    await page.context().setOffline(false);
    await heading('Overview');

    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('Sign in');
    await until(page, `caches.keys().then((names) => names.length === 0)`);
  });

  it('works as well in a browser that has no room to keep it', async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    const worker = (await page.evaluate(
      `fetch('/service-worker.js').then((answer) => answer.text())`,
    )) as string;
    const full = `() => Promise.reject(new DOMException('full', 'QuotaExceededError'))`;
    fixture.modules.set(
      '/service-worker.js',
      `CacheStorage.prototype.match = Cache.prototype.put = ${full}; ${worker.replace(/VERSION = "\w+"/, 'VERSION = "full"')}`,
    );
    await page.evaluate(
      'navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => null)',
    );
    const loads = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Load it' }).click();
    await loads;
    await heading('Overview');
    await page.goto(`${fixture.url}/sources`);
    await heading('Sources');
    await page.getByRole('link', { name: 'Scans' }).first().click();
    await heading('Scans');
  });

  it('keeps no page of another program beside it for its own', async () => {
    await heading('Overview');
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.reload();
    await heading('Overview');
    fixture.modules.set('/beside/index.html', '<!doctype html><h1>Another program</h1>');
    await page.goto(`${fixture.url}/beside/index.html`);
    await heading('Another program');
    await page.goto(`${fixture.url}/`);
    await heading('Overview');
    const kept = `caches.match('/').then((found) => found.text())`;
    expect(await page.evaluate(kept)).to.contain('<dw-shell');
    await page.goto(`${fixture.url}/beside/index.html`);
    await heading('Another program');
    expect(await page.evaluate(kept)).to.contain('<dw-shell');
  });

  it('offers a newer version, and takes it only when somebody wants it', async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => null)');
    await page.reload();
    await heading('Overview');
    const worker = (await page.evaluate(
      `fetch('/service-worker.js').then((answer) => answer.text())`,
    )) as string;
    fixture.modules.set('/service-worker.js', worker.replace(/VERSION = "\w+"/, 'VERSION = "of-tomorrow"'));
    await page.evaluate(
      'navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => null)',
    );
    const offer = page.getByText('A newer version of DataWave is here.');
    await offer.waitFor();
    await page.getByRole('link', { name: 'Scans' }).first().click();
    await heading('Scans');
    await offer.waitFor();
    const loads = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Load it' }).click();
    await loads;
    await heading('Scans');
    expect(await offer.count()).to.equal(0);
    const names = (await page.evaluate('caches.keys()')) as string[];
    expect(names).to.include('dw-shell-of-tomorrow');
  });

  describe('in several tabs', () => {
    let other: Page;

    beforeEach(async () => {
      other = await page.context().newPage();
      await other.goto(`${fixture.url}/sources`);
      await heading('Sources', other);
    });
    afterEach(() => other.close());

    it('agrees on theme and density', async () => {
      await page.evaluate(
        `document.querySelector('dw-shell').shadowRoot.querySelector('shell-user-menu').shadowRoot.querySelector('.trigger').click()`,
      );
      await page.getByRole('button', { name: 'Dark' }).click();
      await until(other, `document.documentElement.dataset.theme === 'dark'`);
      await page.getByRole('button', { name: 'Compact' }).click();
      await until(other, `document.documentElement.dataset.density === 'compact'`);
      await page.getByRole('button', { name: 'Like the system' }).click();
      await page.getByRole('button', { name: 'Comfortable' }).click();
      await until(other, `document.documentElement.dataset.density === undefined`);
    });

    it('signs out everywhere, and in again', async () => {
      await page.getByRole('button', { name: 'Account of admin' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await heading('Sign in');
      await heading('Sign in', other);
      await signIn(page, 'correct horse');
      await heading('Sources', other);
    });

    it('keeps what is written where the session has ended, and goes on once another tab has signed in', async () => {
      await other.goto(`${fixture.url}/sources/new?connector=postgres`);
      await other.getByLabel('Host').fill('db.example.com');
      await other.getByLabel('Name', { exact: true }).fill('Warehouse');
      fixture.expire();
      await other.getByRole('button', { name: 'Test connection' }).click();
      await page.reload();
      await signIn(page, 'correct horse');
      await other.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ state: 'detached' });
      expect(await other.getByLabel('Host').inputValue()).to.equal('db.example.com');
    });

    it('shows nothing of whom was here before once somebody else signs in', async () => {
      fixture.api.addSource('sqlite', 'Of the first one', {});
      await other.reload();
      await other.getByText('Of the first one').waitFor();
      fixture.person = 'mara';
      fixture.expire();
      await page.reload();
      await signIn(page, 'correct horse');
      await other.getByRole('button', { name: 'Account of mara' }).waitFor();
    });

    it('loses and gets a plugin everywhere', async () => {
      const link = other.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Compliance' });
      await link.waitFor();
      fixture.api.disabled.add('compliance');
      await fixture.tell('plugins');
      await link.waitFor({ state: 'detached' });
      fixture.api.disabled.delete('compliance');
      await fixture.tell('plugins');
      await link.waitFor();
    });
  });
});
