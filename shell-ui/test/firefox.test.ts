import { join } from 'node:path';
import { expect } from 'chai';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { requireServer } from '../../core/test/servers/server-program.ts';
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

  it('signs in, and tests the connection of a new source', async function () {
    this.timeout(120_000);
    await page.locator(inside('input[autocomplete^=username]')).fill('admin');
    await page.locator(inside('input[type=password]')).fill(platform.password);
    await page.locator(inside('dw-button[type=submit]')).click();
    await heading('Overview');
    await page.goto(`${platform.url}/sources/new?connector=sqlite`);
    await page.locator(inside('dw-schema-form >>> input')).fill(join(platform.directory, 'shop.sqlite'));
    await page.locator(inside('dw-button::-p-text(Test connection)')).click();
    await page.locator(inside('::-p-text(Connected to SQLite)')).wait();
  });

  it('shows every page of the navigation without an error of a script', async function () {
    this.timeout(120_000);
    const links = (await page.$$eval(inside('shell-side-nav >>> a'), (found) =>
      found.map((link) => link.getAttribute('href')),
    )) as string[];
    expect(links).to.have.length.greaterThan(5);
    for (const link of links) {
      await page.goto(platform.url + link);
      await page.locator(inside('h1')).wait();
      await page.waitForFunction(
        `(function rests(root) { return [...root.querySelectorAll('*')].every((element) => !(element.localName === 'dw-loading' && element.checkVisibility()) && (element.shadowRoot === null || rests(element.shadowRoot))); })(document)`,
      );
    }
    expect(faults).to.deep.equal([]);
  });
});
