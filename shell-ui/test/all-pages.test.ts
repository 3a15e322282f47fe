import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from './browser.ts';
import { field } from './caller.ts';
import { type FurnishedPlatform, startFurnishedPlatform } from './furnished-platform.ts';
import { goTo } from './go-to.ts';

const WIDTHS = [1440, 390] as const;

describe('every page that there is', () => {
  let platform: FurnishedPlatform;
  let browser: TestBrowser;
  const pages = new Map<number, { readonly page: Page; readonly faults: string[] }>();

  before(async function () {
    this.timeout(300_000);
    [browser, platform] = await Promise.all([startBrowser(this), startFurnishedPlatform()]);
    for (const width of WIDTHS) {
      const opened = await browser.open(platform.url, width);
      pages.set(width, opened);
      await opened.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      if (width === WIDTHS[0]) await signIn(opened.page, platform.password);
      opened.page.on('console', (message) => {
        // What the browser says of an answer is not the page's; which answers may be bad is known below.
        if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
          opened.faults.push(`${opened.page.url()}: ${message.text()}`);
      });
      opened.page.on('response', (response) => {
        if (response.status() >= 400 && !/missing|nowhere|00000000/.test(opened.page.url()))
          opened.faults.push(`${opened.page.url()}: ${response.status()} ${response.url()}`);
      });
    }
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  /** Opens each page and each of its tabs, in both widths at once, and gathers what is wrong there. */
  async function crawl(look: (page: Page) => Promise<readonly string[]>): Promise<readonly string[]> {
    const found = await Promise.all(
      [...pages].map(async ([width, { page }]) => {
        const wrong: string[] = [];
        for (const { path, name } of platform.addresses) {
          await goTo(page, path);
          const tabs = page.getByRole('tablist').first().getByRole('tab');
          const count = /[?&](tab|view)=/.test(path) ? 0 : await tabs.count();
          for (let tab = 0; tab < Math.max(1, count); tab += 1) {
            if (tab > 0) {
              await tabs.nth(tab).click();
              await goTo(page, page.url());
            }
            const where = `${name}${tab === 0 ? '' : `, tab ${tab + 1}`}, ${width} px`;
            for (const fault of await look(page)) wrong.push(`${where}: ${fault}`);
          }
        }
        return wrong;
      }),
    );
    return found.flat();
  }
  const scriptFaults = (): readonly string[] => [...pages.values()].flatMap(({ faults }) => faults);

  it('is known to this test', async () => {
    const manifest = await platform.call('GET', '/ui/manifest');
    const plugins = field(manifest, 'plugins') as readonly {
      readonly pages: readonly { readonly path: string }[];
    }[];
    const patterns = plugins.flatMap(({ pages: own }) => own.map(({ path }) => path));
    const unseen = patterns.filter((pattern) => {
      const fits = new RegExp(`^${pattern.replace(/:[a-z]+/g, '[^/]+')}(\\?.*)?$`);
      return !platform.addresses.some(({ path }) => fits.test(path));
    });
    expect(patterns).to.have.length.greaterThan(30);
    expect(unseen, 'pages without an address in furnished-platform.ts').to.deep.equal([]);
  });

  it('can be read, heard and hit in both themes and two widths, with every tab', async function () {
    this.timeout(600_000);
    expect(await crawl(accessibilityFaults)).to.deep.equal([]);
    expect(scriptFaults(), 'script errors and violations of the content security policy').to.deep.equal([]);
  });
});
