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
    await page.getByText('Find out where your personal data is').waitFor();
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

  it('that takes the name of an element that is there is told so', async () => {
    await overviewWith(
      'thief',
      'thief-card',
      `import { DataWaveElement, defineElement } from '@datawave/plugin-sdk/ui';
       defineElement('dw-button', class extends DataWaveElement {});`,
    );
    await failure('thief').getByText('The element name <dw-button> is taken').waitFor();
    await page.getByRole('link', { name: 'Add source' }).waitFor();
  });
});
