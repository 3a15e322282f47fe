import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Fixture, startFixture } from './fixture/fixture-server.ts';

const card = (id: string, element: string): Record<string, unknown> => ({
  id,
  version: '1.0.0',
  module: `/plugins/${id}/ui/index.js`,
  pages: [],
  slots: [{ slot: 'overview.cards', element, order: 99 }],
});

describe('a plugin that misbehaves in the browser', () => {
  let browser: TestBrowser;
  let fixture: Fixture;
  let page: Page;

  before(async function () {
    this.timeout(120_000);
    await buildUi();
    browser = await startBrowser(this);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    fixture = await startFixture();
    await browser.context.clearCookies();
  });
  afterEach(async () => {
    await page.close();
    await fixture.close();
  });

  async function overviewWith(id: string, element: string, module: string | null): Promise<void> {
    fixture.extraPlugins.push(card(id, element));
    if (module !== null) fixture.modules.set(`/plugins/${id}/ui/index.js`, module);
    ({ page } = await browser.open(fixture.url));
    await signIn(page, 'correct horse');
  }

  const failure = (id: string) =>
    page.getByRole('alert').filter({ hasText: `The plugin “${id}” could not show this` });

  it('that throws while it renders is named, and everything around goes on', async () => {
    await overviewWith(
      'thrower',
      'thrower-card',
      `import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
       defineElement('thrower-card', class extends DataWaveElement { render() { throw new Error('no such thing'); } });`,
    );
    await failure('thrower').getByText('no such thing').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('that throws in its constructor is named', async () => {
    await overviewWith(
      'builder',
      'builder-card',
      `customElements.define('builder-card', class extends HTMLElement { constructor() { super(); throw new Error('not today'); } });`,
    );
    await failure('builder').getByText('not today').waitFor();
  });

  it('whose module does not define its element is named', async () => {
    await overviewWith('forgetful', 'forgetful-card', 'export {};');
    await failure('forgetful').getByText('does not define <forgetful-card>').waitFor();
  });

  it('whose module cannot be fetched is shown on a retry once it can', async () => {
    await overviewWith('late', 'late-card', null);
    await failure('late').waitFor();
    fixture.modules.set(
      '/plugins/late/ui/index.js',
      `import { html } from 'lit';
       import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
       defineElement('late-card', class extends DataWaveElement { render() { return html\`<p>Here at last</p>\`; } });`,
    );
    await failure('late').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Here at last').waitFor();
  });

  it('whose module was asked for before the server came back is asked for once more', async () => {
    ({ page } = await browser.open(fixture.url));
    await signIn(page, 'correct horse');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const path = '/plugins/early/ui/index.js';
    const { promise, resolve } = Promise.withResolvers<void>();
    fixture.held.set(path, promise);
    fixture.modules.set(
      path,
      `if (!new URL(import.meta.url).searchParams.has('retry')) throw new Error('too early'); ${inert('early-card')}`,
    );
    fixture.extraPlugins.push(card('early', 'early-card'));
    await fixture.tell('plugins');
    // Others on the page may still be loading, too.
    const isAsking = (): Promise<boolean> =>
      page
        .locator('dw-boundary')
        .evaluateAll((all) =>
          all.some((one) => Reflect.get(one, 'plugin') === 'early' && Reflect.get(one, 'isLoading')),
        );
    while (!(await isAsking())) await page.waitForTimeout(20);
    await page.evaluate(`window.dispatchEvent(new Event('dw-reached'))`);
    resolve();
    await page.getByText('I am early-card').waitFor();
  });

  it('that takes the name of an element that is there is told so', async () => {
    await overviewWith(
      'thief',
      'thief-card',
      `import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
       defineElement('dw-button', class extends DataWaveElement {});`,
    );
    await failure('thief').getByText('The element name <dw-button> is taken').waitFor();
    await failure('thief').getByRole('button', { name: 'Try again' }).waitFor();
  });

  const inert = (name: string): string =>
    `customElements.define('${name}', class extends HTMLElement { connectedCallback() { this.textContent = 'I am ${name}'; } });`;

  for (const [kind, name] of [
    ['of the design system that nothing uses yet', 'dw-of-tomorrow'],
    ['of the library below it', 'wa-dropdown'],
    ['of the shell', 'shell-palette'],
    ['of another plugin', 'sources-page'],
  ] as const) {
    it(`that takes a name ${kind} is told so, and whose it is goes on`, async () => {
      await overviewWith('grabber', 'grabber-card', inert(name));
      await failure('grabber').getByText(`<${name}>`).waitFor();
      expect(
        await page.evaluate((taken) => String(customElements.get(taken)), name),
        'what holds the name',
      ).to.not.contain('I am');
    });
  }

  it('whose module never comes is given up after a while, and offered once it comes after all', async function () {
    this.timeout(180_000);
    const { promise, resolve } = Promise.withResolvers<void>();
    fixture.held.set('/plugins/sleeper/ui/index.js', promise);
    await overviewWith('sleeper', 'sleeper-card', inert('sleeper-card'));
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await failure('sleeper').getByText('did not load within 10 seconds').waitFor();
    resolve();
    await page.getByRole('alert').getByText('It has loaded after all.').waitFor();
    expect(await page.getByText('I am sleeper-card').count()).to.equal(0);
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('I am sleeper-card').waitFor();
  });

  it('whose module never finishes is given up, and everything around goes on', async function () {
    this.timeout(180_000);
    await overviewWith('thinker', 'thinker-card', `await new Promise(() => {}); ${inert('thinker-card')}`);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await failure('thinker').getByText('did not load within 10 seconds').waitFor();
    await failure('thinker').getByRole('button', { name: 'Try again' }).waitFor();
  });

  const BUTTON = (id: string, work: string): string =>
    `import { html } from 'lit';
     import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
     let times = 0;
     defineElement('${id}-card', class extends DataWaveElement {
       constructor() { super(); times += 1; }
       render() { return html\`<button @click=\${() => { ${work} }}>Go</button><p>Made \${times}</p>\`; }
     });`;

  it('that throws while somebody uses it stays on the page, is named, and can be started anew', async () => {
    await overviewWith('clumsy', 'clumsy-card', BUTTON('clumsy', "throw new Error('dropped it');"));
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    const told = page.getByRole('alert').filter({ hasText: 'Something in the plugin “clumsy” went wrong' });
    await told.getByText('dropped it').waitFor();
    await page.getByText('Made 1').waitFor();
    await told.getByRole('button', { name: 'Start it anew' }).click();
    await page.getByText('Made 2').waitFor();
    expect(await told.count()).to.equal(0);
  });

  it('that fails later, when nobody waits for it, is named too', async () => {
    await overviewWith(
      'forgetting',
      'forgetting-card',
      BUTTON('forgetting', "setTimeout(() => { Promise.reject(new Error('lost it')); });"),
    );
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    const told = page
      .getByRole('alert')
      .filter({ hasText: 'Something in the plugin “forgetting” went wrong' });
    await told.getByText('lost it').waitFor();
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await told.waitFor({ state: 'detached' });
  });

  it('that styles the whole document is refused, named, and changes nothing', async () => {
    const before = `getComputedStyle(document.documentElement).fontSize`;
    fixture.modules.set('/plugins/painter/ui/all.css', 'html { font-size: 40px; }');
    await overviewWith(
      'painter',
      'painter-card',
      `const sheet = new CSSStyleSheet();
       sheet.replaceSync('html { font-size: 40px; }');
       const link = document.createElement('link');
       link.rel = 'stylesheet';
       link.href = '/plugins/painter/ui/all.css';
       document.head.append(link);
       document.adoptedStyleSheets = [sheet];`,
    );
    await failure('painter').getByText('static styles').waitFor();
    await page.getByText('tried to style the whole page').first().waitFor();
    expect(await page.evaluate(before)).to.equal('16px');
    expect(await page.evaluate('document.adoptedStyleSheets.length')).to.equal(0);
  });
});
