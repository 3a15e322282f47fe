import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signIn, startBrowser, type TestBrowser } from './browser.ts';
import { type Caller, callerOf, idOf, itemsOf } from './caller.ts';
import { type FurnishedPlatform, PASSWORD, startFurnishedPlatform } from './furnished-platform.ts';
import { goTo } from './go-to.ts';

/** Words that stand nowhere but in the hidden source: its name, its file, a table, two columns and what one of them holds. */
const WORDS = ['Zephyrine', 'zephyrine', 'quagmire', 'xylograph', 'obsidian', 'marzipan'];
/** Figures that a steward sees; none may change because of what they may not see. */
const FIGURES = [
  ...[
    '/sources/summary',
    '/sources?limit=100',
    '/assets/summary',
    '/asset-facets/source',
    '/asset-facets/infoType',
  ],
  ...['/asset-facets/domain', '/asset-facets/owner', '/asset-facets/tag', '/asset-facets/sensitivity'],
  ...['/assets?facets=true', '/violations/summary', '/violations/facets', '/frameworks/coverage'],
  ...['/classifications/summary', '/classifications/agreement', '/scans?limit=100', '/scans/attention'],
  ...['/notifications?limit=100', '/notifications/count', '/assessments?limit=100'],
] as const;

describe('a source that a steward may not see, in the browser', () => {
  let platform: FurnishedPlatform;
  let browser: TestBrowser;
  let page: Page;
  let steward: Caller;
  let source: string;
  let run: string;
  let earlier: ReadonlyMap<string, string>;
  /** Everything that the server has told the steward's browser since the source exists. */
  const told: { readonly address: string; readonly body: string }[] = [];
  const bodies: Promise<void>[] = [];

  const figures = async (): Promise<ReadonlyMap<string, string>> => {
    const all = new Map<string, string>();
    for (const path of FIGURES) all.set(path, figuresIn(await steward('GET', path).catch(String)));
    return all;
  };

  before(async function () {
    this.timeout(300_000);
    [browser, platform] = await Promise.all([startBrowser(this), startFurnishedPlatform()]);
    await platform.call('POST', '/access-policies', {
      ...{ title: 'Not for stewards', effect: 'deny', subjects: { roles: ['steward'] } },
      permissions: ['catalog:*', 'compliance:*', 'review:*', 'sources:*', 'scans:*'],
      when: { source: { in: ['zephyrine-vault'] } },
    });
    steward = await callerOf(platform.url, 'mara', PASSWORD);
    ({ page } = await browser.open(platform.url));
    page.on('response', (response) => {
      bodies.push(
        response.text().then(
          (body) => void told.push({ address: response.url(), body }),
          // A stream that goes on, or an answer without a body.
          () => undefined,
        ),
      );
    });
    await signIn(page, PASSWORD, 'mara');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    earlier = await figures();

    const file = join(platform.directory, 'marzipan.sqlite');
    const database = new DatabaseSync(file);
    database.exec(
      'create table quagmire (id integer primary key, xylograph_email text, cvv text, first_name text)',
    );
    const row = database.prepare('insert into quagmire values (?, ?, ?, ?)');
    for (let index = 1; index <= 120; index += 1)
      row.run(
        index,
        `obsidian.${index}@example.com`,
        String(100 + index),
        ['Anna', 'Bruno', 'Clara'][index % 3] ?? '',
      );
    database.close();
    source = idOf(
      await platform.call('POST', '/sources', {
        title: 'Zephyrine vault',
        connector: 'sqlite',
        config: { path: file },
      }),
    );
    run = idOf(await platform.call('POST', '/scans', { sourceId: source, mode: 'full' }));
    while (Reflect.get(Object(await platform.call('GET', `/scans/${run}`)), 'state') !== 'completed')
      await new Promise((resolve) => setTimeout(resolve, 100));
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
  });

  const traces = (text: string): readonly string[] =>
    [...WORDS, source, run].filter((word) => text.includes(word));

  it('is there, and has findings', async () => {
    const assets = itemsOf(await platform.call('GET', '/assets?q=quagmire'));
    expect(assets).to.have.length(1);
    expect(JSON.stringify(await platform.call('GET', '/violations?limit=100&state=open'))).to.contain(
      'quagmire',
    );
    expect(traces(JSON.stringify(await platform.call('GET', '/scans')))).to.deep.equal([
      'Zephyrine',
      'zephyrine',
      source,
      run,
    ]);
  });

  it('changes no figure of theirs', async () => {
    const now = await figures();
    for (const [path, figure] of earlier) expect(now.get(path), path).to.equal(figure);
  });

  it('stands on no page, tab or link, and in nothing that the server sends', async function () {
    this.timeout(300_000);
    const hidden = encodeURIComponent('urn:dw:sqlite:zephyrine-vault:main/quagmire');
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      for (const word of traces(await shownOn(page))) found.push(`${name} shows ${word}`);
    };
    for (const { name, path } of platform.addresses) {
      await goTo(page, path);
      await look(name);
      const tabs = page.getByRole('tablist').first().getByRole('tab');
      for (let tab = 1; tab < (await tabs.count()); tab += 1) {
        await tabs.nth(tab).click();
        await goTo(page, page.url());
        await look(`${name}, tab ${tab + 1}`);
      }
    }
    for (const path of [`/sources/${source}`, `/scans/${run}`, `/assets/${hidden}`]) {
      await goTo(page, path);
      // The address is theirs; what is beside it must not know more.
      for (const word of traces(
        (await shownOn(page)).replaceAll(source, '').replaceAll(run, '').replaceAll(hidden, ''),
      ))
        if (!path.includes(word)) found.push(`${path} shows ${word}`);
    }
    await Promise.all(bodies);
    for (const { address, body } of told) {
      const asked = decodeURIComponent(address);
      for (const word of traces(body))
        if (!asked.includes(word)) found.push(`${address} was answered with ${word}`);
    }
    expect(found).to.deep.equal([]);
    expect(told.length).to.be.greaterThan(100);
  });
});

/** What an answer tells beside moments, which go on by themselves. */
const figuresIn = (answer: unknown): string =>
  JSON.stringify(answer, (name, value: unknown) => (/At$|^at$|^latenc|^health$/.test(name) ? null : value));

/** All texts and attributes of a page, in shadow trees as well. */
const shownOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const parts: string[] = [document.title];
    const walk = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        for (const { value } of element.attributes) parts.push(value);
        for (const node of element.childNodes) if (node instanceof Text) parts.push(node.data);
        if (element instanceof HTMLInputElement) parts.push(element.value);
        if (element.shadowRoot !== null) walk(element.shadowRoot);
      }
    };
    walk(document);
    return parts.join('\n');
  });
