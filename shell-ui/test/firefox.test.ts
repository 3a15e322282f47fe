import { join } from 'node:path';
import { expect } from 'chai';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { requireServer } from '../../core/test/servers/server-program.ts';
import { startFixture } from './fixture/fixture-server.ts';
import { addStranger } from './fixture/stranger-plugin.ts';
import { type Platform, startPlatform, writeShop } from './platform.ts';

/** Elements of any shadow tree. */
const inside = (selector: string): string => `dw-shell >>> ${selector}`;

describe('the shell in Firefox', () => {
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  const heading = async (name: string): Promise<void> => {
    await page.locator(inside(`h1::-p-text(${name})`)).wait();
  };
  const says = async (text: string): Promise<void> => {
    await page.locator(inside(`::-p-text(${text})`)).wait();
  };
  const press = (label: string): Promise<void> =>
    page.locator(inside(`dw-button::-p-text(${label})`)).click();
  const write = (field: string, text: string): Promise<void> => page.locator(inside(field)).fill(text);

  before(async function () {
    this.timeout(180_000);
    const executablePath = requireServer(this, 'firefox-esr');
    platform = await startPlatform();
    writeShop(join(platform.directory, 'shop.sqlite'));
    browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
    page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.setViewport({ width: 1280, height: 860 });
    await page.goto(platform.url);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  it('leads from signing in over a source and its scan to the first finding, and to a decision on it', async function () {
    this.timeout(180_000);
    await write('input[autocomplete^=username]', 'admin');
    await write('input[type=password]', platform.password);
    await page.locator(inside('dw-button[type=submit]')).click();
    await heading('Overview');
    await page.goto(`${platform.url}/sources/new?connector=sqlite`);
    await write('input[name=title]', 'Shop in Firefox');
    await write('dw-schema-form >>> input', join(platform.directory, 'nowhere.sqlite'));
    await press('Test connection');
    await says('Could not connect');
    await write('dw-schema-form >>> input', join(platform.directory, 'shop.sqlite'));
    await press('Test connection');
    await says('Connected to SQLite');
    await press('Save source');
    await says('Shop in Firefox is connected');
    await press('Scan now');
    await heading('Scan of Shop in Firefox');
    // The page follows the scan by itself to its end.
    await page.locator(inside('scans-state-badge::-p-text(completed)')).wait();
    await page.locator(inside('dw-button::-p-text(See assets)')).click();
    await heading('Assets');
    await page.locator(inside('a::-p-text(main.customers)')).click();
    await heading('main.customers');
    await page.locator(inside('button[role=tab]::-p-text(Columns)')).click();
    await page.locator(inside('[role=gridcell]::-p-text(email)')).click();
    await says('What speaks for it');

    await page.goto(`${platform.url}/review`);
    const column = await page.locator(inside('li.current strong')).waitHandle();
    const name = await column.evaluate((element) => element.textContent);
    await page.keyboard.press('a');
    await says('accepted as');
    await page.goto(`${platform.url}/review?tab=decisions`);
    await says(name ?? '');
    expect(faults).to.deep.equal([]);
  });

  it('shows every page of the navigation without an error of a script', async function () {
    this.timeout(120_000);
    const links = (await page.$$eval(inside('shell-side-nav >>> a'), (found) =>
      found.map((link) => link.getAttribute('href')),
    )) as string[];
    expect(links).to.have.length.greaterThan(5);
    for (const link of links) {
      // By its link: a page that is left by its address takes along what is still on its way, which Firefox tells as failed.
      await page.locator(inside(`shell-side-nav >>> a[href="${link}"]`)).click();
      await page.waitForFunction(`location.pathname === ${JSON.stringify(link)}`);
      await page.locator(inside('h1')).wait();
      await page.waitForFunction(
        `(function rests(root) { return [...root.querySelectorAll('*')].every((element) => !(element.localName === 'dw-loading' && element.checkVisibility()) && (element.shadowRoot === null || rests(element.shadowRoot))); })(document)`,
      );
    }
    expect(faults).to.deep.equal([]);
  });

  it('shows the page of a plugin that nobody has verified in a frame that reaches nothing of the shell', async function () {
    this.timeout(180_000);
    const fixture = await startFixture({ stepMs: 60_000 });
    addStranger(fixture);
    fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
    try {
      await page.goto(fixture.url);
      const credentials = { username: 'admin', password: 'correct horse' };
      await page.evaluate(async (body) => {
        const headers = { 'content-type': 'application/json' };
        await fetch('/api/v1/auth/session', { method: 'POST', headers, body });
      }, JSON.stringify(credentials));
      await page.goto(`${fixture.url}/stranger?tab=one`);
      await says('Shown by the plugin “Stranger”, apart from the rest of the page.');
      const frame = await page.waitForFrame((one) => one !== page.mainFrame());
      const inFrame = (text: string): Promise<unknown> => frame.locator(`html >>> ::-p-text(${text})`).wait();
      await inFrame('Tab one');
      await inFrame('Shop database');
      await frame.locator('html >>> dw-button::-p-text(Read users)').click();
      await inFrame('DW_UI_FRAME_REFUSED');
      const reached = await frame.evaluate(() => {
        const nameOf = (reach: () => unknown): string => {
          try {
            return `reached ${String(reach())}`;
          } catch (error) {
            return error instanceof DOMException ? error.name : String(error);
          }
        };
        return [
          nameOf(() => parent.document),
          nameOf(() => document.cookie),
          nameOf(() => localStorage),
          self.origin,
        ];
      });
      expect(reached).to.deep.equal(['SecurityError', 'SecurityError', 'SecurityError', 'null']);
      await frame.locator('html >>> a::-p-text(To the scans)').click();
      await heading('Scans');
      expect(faults.splice(0)).to.deep.equal([]);
    } finally {
      await page.goto('about:blank');
      await fixture.close();
    }
  });
});
