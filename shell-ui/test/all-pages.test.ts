import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { requireServer, sharedServers } from '../../core/test/servers/index.ts';
import { faultsAsShown } from './accessibility.ts';
import { until } from './browser.ts';
import { type Caller, callerOf, field } from './caller.ts';
import { crawl, openWindow, pageFaults, startWindows, textsOf, type View, type Window } from './crawl.ts';
import {
  type Address,
  type FurnishedPlatform,
  PASSWORD,
  startFurnishedPlatform,
} from './furnished-platform.ts';
import { goTo } from './go-to.ts';
import {
  answersOf,
  differencesFromNothing,
  type HiddenSource,
  heardDuring,
  hideSource,
  readableRoutes,
} from './hidden-source.ts';
import { addHostileSources } from './hostile-source.ts';
import { unreachedByTab } from './keyboard-walk.ts';
import { scanOf } from './scan-of.ts';

/** Words of English sentences that are none in German. */
const ENGLISH =
  /(^|\s)(the|is|are|of|and|with|has|have|for|from|this|that|you|your|which|not|no|to)(\s|[.,:;!?]|$)/;

describe('every page that there is', () => {
  let platform: FurnishedPlatform;
  let browser: Browser;
  let hidden: HiddenSource;
  let steward: Caller;
  /** What the steward was answered before there was the hidden source, and since. */
  let answers: readonly ReadonlyMap<string, string>[];
  /** What was found by who goes over all pages, each in a window of their own, side by side. */
  let walks: {
    readonly wide: Promise<readonly string[]>;
    readonly narrow: Promise<readonly string[]>;
    readonly steward: Promise<readonly string[]>;
  };

  before(async function () {
    this.timeout(600_000);
    requireServer(this, 'postgres');
    browser = await startWindows(this);
    const [server, furnished] = await Promise.all([sharedServers.postgres(), startFurnishedPlatform()]);
    platform = furnished;
    const addresses = [...platform.addresses, ...(await addHostileSources(platform, server))];
    steward = await callerOf(platform.url, 'mara', PASSWORD);
    const routes = await readableRoutes(platform.url);
    const earlier = await answersOf(steward, routes);
    hidden = await hideSource(platform);
    answers = [earlier, await answersOf(steward, routes)];
    walks = { wide: walkWide(addresses), narrow: walkNarrow(addresses), steward: walkHidden(addresses) };
    // Each is awaited by a test of its own, which may not have begun when it fails.
    await Promise.allSettled(Object.values(walks));
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  const open = (view: Omit<View, 'username' | 'password'>): Promise<Window> =>
    openWindow(browser, platform.url, { username: 'admin', password: platform.password, ...view });

  /** What is wrong with a page for anybody. */
  const faultsOf = async ({ page }: Window, name: string): Promise<readonly string[]> => [
    ...(await faultsAsShown(page, name === 'overview' ? 'frame too' : 'page')),
    ...(await pageFaults(page)),
    ...(await harmDone(page)),
  ];

  async function walkWide(addresses: readonly Address[]): Promise<readonly string[]> {
    const window = await open({ width: 1440, colorScheme: 'light' });
    return crawl(window, addresses, async ({ name }) => [
      ...(await faultsOf(window, name)),
      ...(await unreachedByTab(window.session)),
    ]);
  }

  async function walkNarrow(addresses: readonly Address[]): Promise<readonly string[]> {
    const window = await open({ width: 390, colorScheme: 'dark', language: 'de' });
    return crawl(window, addresses, async ({ name }) => [
      ...(await faultsOf(window, name)),
      ...(await textsOf(window.page, 'shown')).flatMap((text) =>
        ENGLISH.test(text) ? [`English: ${text.slice(0, 120)}`] : [],
      ),
    ]);
  }

  async function walkHidden(addresses: readonly Address[]): Promise<readonly string[]> {
    const mara = { username: 'mara', password: PASSWORD } as const;
    const view = { ...mara, width: 390, colorScheme: 'light', isMirrored: true } as const;
    const window = await openWindow(browser, platform.url, view);
    const told: string[] = [];
    const bodies: Promise<void>[] = [];
    window.page.on('response', (response) => {
      const asked = decodeURIComponent(response.url());
      if (!asked.includes('/api/') || asked.endsWith('/events')) return;
      bodies.push(
        // What was left before its answer came has told nothing.
        response.text().then(
          (text) => void told.push(...hidden.tracesIn(text).map((word) => `${asked}: ${word}`)),
          () => undefined,
        ),
      );
    });
    const found = await crawl(window, addresses, async () => [
      ...hidden.tracesIn((await textsOf(window.page, 'all')).join('\n')).map((word) => `shows ${word}`),
      ...(await pageFaults(window.page)),
    ]);
    await Promise.all(bodies);
    expect(bodies.length).to.be.greaterThan(100);
    return [...found, ...told];
  }

  it('is known to this test', async () => {
    const manifest = await platform.call('GET', '/ui/manifest');
    const plugins = field(manifest, 'plugins') as readonly {
      readonly pages: readonly { readonly path: string }[];
    }[];
    const patterns = plugins.flatMap(({ pages }) => pages.map(({ path }) => path));
    const unseen = patterns.filter((pattern) => {
      const fits = new RegExp(`^${pattern.replace(/:[a-z]+/g, '[^/]+')}(\\?.*)?$`);
      return !platform.addresses.some(({ path }) => fits.test(path));
    });
    expect(patterns).to.have.length.greaterThan(30);
    expect(unseen, 'pages without an address in furnished-platform.ts').to.deep.equal([]);
  });

  it('can be read, heard and hit, wide and light, and is walked with the Tab key', async () => {
    expect(await walks.wide).to.deep.equal([]);
  });

  it('can be read, heard and hit, narrow and dark, in German, which has room and is all there is', async () => {
    expect(await walks.narrow).to.deep.equal([]);
  });

  it('tells a steward nothing of a source that they may not see, and has room from right to left', async () => {
    expect(await walks.steward).to.deep.equal([]);
  });

  it('stands on routes that tell the steward nothing of the source either', async function () {
    this.timeout(120_000);
    const [earlier, now] = answers;
    const changed = [...(earlier ?? [])].filter(([path, answer]) => now?.get(path) !== answer);
    expect(
      changed.map(([path]) => path),
      'what answers otherwise since the source is there',
    ).to.deep.equal([]);
    const told = [...(now ?? [])].flatMap(([path, answer]) =>
      hidden.tracesIn(answer).filter((word) => !path.includes(word)),
    );
    expect(told).to.deep.equal([]);
    const seen = JSON.stringify(await platform.call('GET', '/assets?q=quagmire'));
    expect(hidden.tracesIn(seen), 'what others see').to.include('quagmire');
    expect(now?.size).to.be.greaterThan(80);
    const routes = await readableRoutes(platform.url);
    const { asked, found } = await differencesFromNothing(routes, { admin: platform.call, steward, hidden });
    expect(asked).to.be.greaterThan(300);
    expect(found).to.deep.equal([]);
    let next = '';
    const heard = await heardDuring(platform.url, { username: 'mara', password: PASSWORD }, async () => {
      next = await scanOf(platform.call, hidden.id);
    });
    expect([...hidden.tracesIn(heard), ...(heard.includes(next) ? [next] : [])]).to.deep.equal([]);
  });

  it('keeps the chosen tab in sight when the window is made narrower', async () => {
    const { page } = await open({ width: 1440, colorScheme: 'light' });
    await goTo(page, '/plugins/catalog?tab=history');
    await page.setViewportSize({ width: 390, height: 844 });
    await until(page, `innerWidth === 390`);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(await pageFaults(page)).to.deep.equal([]);
  });

  it('finds one tag among 10,000, of which 200 are drawn', async () => {
    const { page } = await open({ width: 1440, colorScheme: 'light' });
    await goTo(page, '/assets');
    await page.getByRole('button', { name: 'All values of Tag' }).click();
    await page.getByText('The commonest 200 of 10,000.').waitFor();
    const tags = page.getByRole('group', { name: 'Tag' }).getByRole('checkbox');
    expect(await tags.count()).to.equal(200);
    await page.getByPlaceholder('Find in Tag').fill('tag 9876');
    const one = page.getByRole('checkbox', { name: /^tag 9876/ });
    await one.waitFor();
    await one.check();
    await page.waitForURL(/tag=tag/);
  });
});

/** Whether a name has become more than a text. */
async function harmDone(page: Page): Promise<readonly string[]> {
  const isRun = await page.evaluate(`'hacked' in window`);
  const pictures = await page.locator('img[src=x]').count();
  return [
    ...(isRun === true ? ['a name was run as a script'] : []),
    ...(pictures > 0 ? ['a name has become a picture'] : []),
  ];
}
