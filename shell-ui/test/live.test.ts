import { join } from 'node:path';
import { Gate } from '@datawave/core/test-platform';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import { startBrowser, type TestBrowser, until } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');

describe('screens that bring themselves up to date', function () {
  this.timeout(180_000);
  let platform: Platform;
  let browser: TestBrowser;
  const gate = new Gate();
  const streams: string[] = [];
  const faults: string[] = [];
  const address = (path: string): string => `http://127.0.0.1:${gate.port}${path}`;

  const open = async (path: string): Promise<Page> => {
    const opened = await browser.open(address(path));
    faults.push(...opened.faults);
    return opened.page;
  };
  const signIn = async (page: Page): Promise<void> => {
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(platform.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  };
  before(async function () {
    browser = await startBrowser(this);
    platform = await startPlatform({ config: STANDARD });
    gate.target = Number(new URL(platform.url).port);
    await gate.listen();
    browser.context.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/v1/ui/events') streams.push(request.url());
    });
    const page = await open('/');
    await signIn(page);
    await page.close();
  });
  after(async () => {
    await browser?.close();
    await gate.close();
    await platform?.stop();
  });

  /** As another program does, past the browser's pages. */
  const scanDemo = async (page: Page): Promise<string> =>
    page.evaluate(async () => {
      const session = (await (await fetch('/api/v1/auth/session')).json()) as { csrfToken: string };
      const { items } = (await (await fetch('/api/v1/sources')).json()) as {
        items: { id: string }[];
      };
      // The demonstration's own first scan may still be at work.
      for (;;) {
        const answer = await fetch('/api/v1/scans', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrfToken },
          body: JSON.stringify({ sourceId: items[0]?.id, mode: 'full' }),
        });
        if (answer.ok) return ((await answer.json()) as { id: string }).id;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });

  it('show a scan that somebody else started, and ring the bell, over one connection for all tabs', async () => {
    streams.length = 0;
    const page = await open('/scans');
    const other = await open('/scans');
    await other.getByRole('heading', { level: 1, name: 'Scans' }).waitFor();
    const third = await open('/notifications');
    await third.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    const run = await scanDemo(page);
    for (const tab of [page, other]) await tab.locator(`a[href="/scans/${run}"]`).first().waitFor();
    const bell = page.getByRole('button', { name: /^Notifications: \d+ unread$/ });
    await bell.waitFor();
    await third.getByRole('link', { name: /wait for review/ }).waitFor();
    expect(streams).to.have.length(1);
    // The end of the scan rings it anew, also after it was read.
    await until(
      page,
      `Promise.all(['scans/${run}', 'notifications?limit=1'].map(async (path) => (await fetch('/api/v1/' + path)).json())).then(
        ([{ finishedAt }, { items: [notice] }]) => finishedAt !== null && notice.at >= finishedAt)`,
    );
    await bell.click();
    const panel = page.getByRole('dialog', { name: 'Notifications' });
    await panel.getByRole('link', { name: /wait for review/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Review' }).waitFor();
    expect(await panel.isVisible()).to.equal(false);
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    // In the other tabs, too.
    await other.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    for (const tab of [other, third]) await tab.close();
    await page.close();
  });

  it('say that they may be old while the server cannot be heard, and go on by themselves', async () => {
    const page = await open('/scans');
    await page.getByRole('heading', { level: 1, name: 'Scans' }).waitFor();
    await page.getByRole('grid', { name: 'History of scans' }).waitFor();
    gate.isShut = true;
    gate.cut();
    await page.getByText(/What you see may be old/).waitFor();
    expect(await page.getByRole('grid', { name: 'History of scans' }).isVisible()).to.equal(true);
    gate.isShut = false;
    await page.getByText(/What you see may be old/).waitFor({ state: 'hidden' });
    const run = await scanDemo(page);
    await page.locator(`a[href="/scans/${run}"]`).first().waitFor();
    await page.close();
  });

  it('are not loaded while somebody writes, nor while nobody looks', async () => {
    const page = await open('/notifications');
    await page.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    await page.evaluate(async () => {
      // By the import map of the shell, as modules of plugins get it.
      const name = '@datawave/plugin-sdk/ui';
      const { DataWaveElement, Resource } = (await import(name)) as typeof import('@datawave/plugin-sdk/ui');
      class LiveProbe extends DataWaveElement {
        loads = 0;
        readonly resource = new Resource(
          this,
          () => 'key',
          () => {
            this.loads += 1;
            return Promise.resolve(this.loads);
          },
          { follows: ['scan-progress'] },
        );
        override connectedCallback(): void {
          super.connectedCallback();
          const form = document.createElement('form');
          form.append(document.createElement('input'));
          form.addEventListener('submit', (event) => event.preventDefault());
          this.renderRoot.append(form);
        }
      }
      customElements.define('live-probe', LiveProbe);
      document.querySelector('dw-shell')?.shadowRoot?.querySelector('main')?.append(new LiveProbe());
    });
    const probe = page.locator('live-probe');
    const field = probe.locator('input');
    const loads = (): Promise<number> => probe.evaluate((element) => Number(Reflect.get(element, 'loads')));
    const more = async (than: number): Promise<void> => {
      while ((await loads()) <= than) await page.waitForTimeout(50);
    };
    /** A scan from beginning to end, of which this page has been told: so its count of what is new has gone up. */
    const scanned = async (): Promise<void> => {
      const seen = page.getByRole('link', { name: /wait for review/ }).locator('xpath=..');
      const before = await seen.first().innerText();
      await scanDemo(page);
      while ((await seen.first().innerText()) === before) await page.waitForTimeout(50);
    };
    await more(0);
    let known = await loads();
    await scanned();
    await more(known);

    await field.fill('half a thought');
    await page.getByRole('heading', { level: 1 }).click();
    known = await loads();
    await scanned();
    expect(await loads()).to.equal(known);
    // Handed in: what was held back comes.
    await field.press('Enter');
    await page.getByRole('heading', { level: 1 }).click();
    await field.evaluate((element) => element.blur());
    await more(known);

    const look = (state: string): Promise<void> =>
      page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await page.waitForTimeout(2_500);
    await look('hidden');
    known = await loads();
    await scanDemo(page);
    const other = await open('/scans');
    await other.getByRole('heading', { level: 1, name: 'Scans' }).waitFor();
    await other.close();
    expect(await loads()).to.equal(known);
    await look('visible');
    await more(known);
    await page.close();
  });

  it('have an inbox that everybody can use, in both themes', async () => {
    const found: string[] = [];
    const page = await open('/notifications');
    await page.getByRole('link', { name: /wait for review/ }).waitFor();
    await lookAt(page, found);
    await page.goto(address('/settings/notifications-settings'));
    await page.getByRole('switch', { name: 'Verdicts to review' }).waitFor();
    await lookAt(page, found);
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page
      .getByRole('dialog', { name: 'Notifications' })
      .getByRole('link', { name: /wait for review/ })
      .waitFor();
    await lookAt(page, found);
    expect(found).to.deep.equal([]);
    await page.close();
  });

  it('take no page of a plugin away or bring it without being loaded anew', async () => {
    const page = await open('/plugins');
    await page.getByRole('heading', { level: 1, name: 'Plugins' }).waitFor();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scan rules' });
    await link.waitFor();
    const toggle = (verb: string): Promise<number> =>
      page.evaluate(async (action) => {
        const session = (await (await fetch('/api/v1/auth/session')).json()) as { csrfToken: string };
        const { status } = await fetch(`/api/v1/plugins/scan-rules/${action}`, {
          method: 'POST',
          headers: { 'x-csrf-token': session.csrfToken },
        });
        return status;
      }, verb);
    expect(await toggle('disable')).to.equal(200);
    await link.waitFor({ state: 'hidden' });
    expect(await toggle('enable')).to.equal(200);
    await link.waitFor();
    expect(faults).to.deep.equal([]);
  });
});
