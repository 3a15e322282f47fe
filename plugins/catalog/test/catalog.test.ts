import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  StagedSource,
  scanOnce,
  sharedData,
  startPlatform,
  withDatabase,
} from '@datawave/core/test-platform';
import { type Classification, catalogService, coreServices, type Sensitivity } from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { migrations } from '../src/migrations.ts';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';
const RANK: readonly (Sensitivity | null)[] = ['restricted', 'confidential', 'internal', 'public', null];
const PEOPLE = { email: ['amelia@example.com', 'noah@example.org', 'clara@example.net'] };

interface Item {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly sensitivity: Sensitivity | null;
  readonly sensitiveColumns: number;
  readonly source: { readonly id: string };
  readonly infoTypes: readonly { readonly infoType: string; readonly columns: number }[];
}
interface Facet {
  readonly value: string;
  readonly count: number;
}

describe('catalog', () => {
  let test: TestKernel;
  let folder: string;
  let chinook: string;
  let musicId: string;
  let stagedId: string;
  const staged = new StagedSource([]);

  before(async function () {
    this.timeout(120_000);
    const path = sharedData(this, 'chinook/chinook.sqlite');
    folder = await mkdtemp(join(tmpdir(), 'datawave-catalog-'));
    test = await startPlatform({ plugins: [staged.plugin], dataDirectory: folder });
    ({ sourceId: musicId } = await scanOnce(test, { key: 'music', connector: 'sqlite', config: { path } }));
    chinook = `urn:dw:sqlite:music:main`;
    staged.assets = [
      { name: 'people', columns: PEOPLE },
      { name: 'Müller & Söhne 100%', columns: { a_b: ['x'], axb: ['y'] } },
    ];
    ({ sourceId: stagedId } = await scanOnce(test, {
      key: 'staged',
      connector: 'staged',
      config: { host: 'a' },
    }));
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string) => test.request('GET', `/api/v1/${path}`);
  const search = async (query: string): Promise<readonly Item[]> => items<Item>(await get(`assets?${query}`));
  const rescan = () => scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } });

  it('lists the most sensitive assets first and counts them', async () => {
    const answer = await get('assets?limit=100');
    const all = items<Item>(answer);
    expect(all).to.have.length(13);
    expect(answer.body).to.include({ total: 13, nextCursor: null });
    const ranks = all.map(({ sensitivity }) => RANK.indexOf(sensitivity));
    expect(ranks).to.deep.equal([...ranks].sort());
    const customer = all.find(({ name }) => name === 'main.Customer');
    expect(customer?.source).to.deep.equal({
      id: musicId,
      key: 'music',
      title: 'music',
      connector: 'sqlite',
    });
    expect(customer?.infoTypes.map(({ infoType }) => infoType)).to.include('EMAIL_ADDRESS');
  });

  it('finds assets by words in their names and those of their columns, whatever the case', async () => {
    expect((await search('q=CUSTOMER')).map(({ name }) => name)).to.include.members([
      'main.Customer',
      'main.Invoice',
    ]);
    expect((await search('q=billing%20city')).map(({ name }) => name)).to.deep.equal(['main.Invoice']);
    expect((await search(`q=${encodeURIComponent('müller & 100%')}`)).map(({ urn }) => urn)).to.have.length(
      1,
    );
    expect(await search('q=nothinglikethis')).to.have.length(0);
  });

  it('takes what is searched for literally', async () => {
    expect((await search('q=a_b')).map(({ name }) => name)).to.deep.equal(['main.Müller & Söhne 100%']);
    expect((await search('q=100%25')).map(({ name }) => name)).to.deep.equal(['main.Müller & Söhne 100%']);
    const hostile = [
      "'; drop table catalog.assets; --",
      '\\',
      '%',
      '_',
      '\\%',
      '\0',
      '\uD83D',
      '*',
      '(((((',
      `${'a '.repeat(99)}`,
    ];
    for (const q of hostile) {
      const answer = await get(`assets?q=${encodeURIComponent(q.toWellFormed())}&facets=true`);
      expect(answer.status, JSON.stringify(q)).to.be.oneOf([200, 400]);
    }
    expect((await get('assets?limit=1')).body).to.include({ total: 13 });
    expect((await get(`assets?q=${'a'.repeat(201)}`)).status).to.equal(400);
    expect((await get('assets?sensitivity=secret')).status).to.equal(400);
    expect((await get('assets?source=music')).status).to.equal(400);
    expect((await get("assets?type=x'%20or%201=1--")).body).to.include({ total: 0 });
  });

  it('narrows by every filter, alone and together', async () => {
    for (const item of await search('infoType=EMAIL_ADDRESS'))
      expect(item.infoTypes.map(({ infoType }) => infoType)).to.include('EMAIL_ADDRESS');
    expect((await search(`source=${stagedId}`)).map(({ source }) => source.id)).to.deep.equal([
      stagedId,
      stagedId,
    ]);
    expect(await search(`source=${stagedId},${musicId}&limit=100`)).to.have.length(13);
    expect(
      (await search('sensitivity=confidential,restricted')).every(
        ({ sensitiveColumns }) => sensitiveColumns > 0,
      ),
    ).to.equal(true);
    expect(
      (await search(`source=${stagedId}&infoType=EMAIL_ADDRESS&type=table`)).map(({ name }) => name),
    ).to.deep.equal(['main.people']);
    expect(await search('type=view')).to.have.length(0);
  });

  it('counts for each filter what it would still find', async () => {
    const answer = await get('assets?facets=true&limit=1');
    const facets = Reflect.get(Object(answer.body), 'facets') as Record<
      'sensitivity' | 'infoType' | 'source' | 'type',
      readonly Facet[]
    >;
    expect(facets.type).to.deep.equal([{ value: 'table', count: 13 }]);
    expect(facets.source).to.deep.equal([
      { value: musicId, title: 'music', count: 11 },
      { value: stagedId, title: 'staged', count: 2 },
    ]);
    for (const name of ['sensitivity', 'infoType'] as const) {
      expect(facets[name]).not.to.have.length(0);
      for (const { value, count } of facets[name])
        expect((await get(`assets?${name}=${value}&limit=1`)).body, value).to.include({ total: count });
    }
    const narrowed = await get(`assets?facets=true&source=${stagedId}`);
    const other = Reflect.get(Object(narrowed.body), 'facets') as Record<string, readonly Facet[]>;
    expect(other['source'], 'its own filter is left out').to.have.length(2);
    expect(other['type']).to.deep.equal([{ value: 'table', count: 2 }]);
  });

  it('counts what a further value would find, whatever is chosen already', async () => {
    const names = ['sensitivity', 'infoType', 'source', 'type'] as const;
    const chosen: readonly Readonly<Record<string, string>>[] = [
      { q: 'name' },
      { source: musicId },
      { infoType: 'EMAIL_ADDRESS' },
      { infoType: 'EMAIL_ADDRESS,PERSON_NAME', sensitivity: 'confidential' },
      { q: 'e', source: `${musicId},${stagedId}`, type: 'table', sensitivity: 'restricted,confidential' },
      { infoType: 'EMAIL_ADDRESS', source: stagedId },
      { type: 'view', source: musicId },
    ];
    for (const filter of chosen) {
      const address = (more: Readonly<Record<string, string>>): string =>
        `assets?${new URLSearchParams({ limit: '1', ...filter, ...more })}`;
      const all = (await get(address({ facets: 'true' }))).body as {
        readonly total: number;
        readonly facets: Readonly<Record<(typeof names)[number], readonly Facet[]>>;
      };
      expect((await get(address({}))).body, JSON.stringify(filter)).to.include({ total: all.total });
      for (const name of names)
        for (const { value, count } of all.facets[name])
          expect(
            (await get(address({ [name]: value }))).body,
            `${JSON.stringify(filter)} ${value}`,
          ).to.include({
            total: count,
          });
    }
  });

  it('pages without losing or repeating any, whatever the page size', async () => {
    const expected = (await search('limit=100')).map(({ urn }) => urn);
    for (const limit of [1, 4, 13]) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await get(`assets?limit=${limit}${cursor}`);
        seen.push(...items<Item>(page).map(({ urn }) => urn));
        const next: unknown = Reflect.get(Object(page.body), 'nextCursor');
        if (next === null) break;
        cursor = `&cursor=${String(next)}`;
      }
      expect(seen, `pages of ${limit}`).to.deep.equal(expected);
    }
    for (const forged of [[1e18, 'a', 'b'], [99_999, 'a', '00000000-0000-7000-8000-000000000000'], ['x']]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      expect((await get(`assets?cursor=${cursor}`)).status).to.be.oneOf([200, 400]);
    }
  });

  it('shows an asset with its columns, verdicts and evidence, and never a value', async () => {
    const answer = await get(`assets/${encodeURIComponent(`${chinook}/Customer`)}`);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.include({
      name: 'main.Customer',
      path: ['main', 'Customer'],
      rowCount: 59,
      primaryKey: ['CustomerId'],
      retiredAt: null,
    });
    const columns = Reflect.get(Object(answer.body), 'columns') as readonly {
      name: string;
      classifications: readonly { infoType: string; evidence: readonly unknown[] }[];
    }[];
    const email = columns.find(({ name }) => name === 'Email');
    expect(email?.classifications[0]).to.include({ infoType: 'EMAIL_ADDRESS', status: 'suggested' });
    expect(email?.classifications[0]?.evidence).not.to.have.length(0);
    expect(JSON.stringify(answer.body)).not.to.include('@gmail.com').and.not.to.include('Gonçalves');
    expect(answer.headers.get('etag')).to.match(/^".+"$/);
    const again = await test.request('GET', `/api/v1/assets/${encodeURIComponent(`${chinook}/Customer`)}`, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    expect(again.status).to.equal(304);
  });

  it('finds an asset by its URN, however its name is spelled', async () => {
    const [odd] = await search('q=100%25');
    const answer = await get(`assets/${encodeURIComponent(odd?.urn ?? '')}`);
    expect(answer.body).to.have.property('name', 'main.Müller & Söhne 100%');
    expect((await get(`assets/${encodeURIComponent(`${chinook}/Nothing`)}`)).status).to.equal(404);
    expect((await get('assets/nonsense')).status).to.equal(400);
  });

  it('counts columns by sensitivity and info type', async () => {
    const { body } = await get(`assets/summary?source=${musicId}`);
    expect(body).to.include({ assets: 11, columns: 64 });
    const bySensitivity = Object.values(Reflect.get(Object(body), 'bySensitivity') as Record<string, number>);
    expect(bySensitivity.reduce((sum, count) => sum + count, 0)).to.equal(64);
    const summary = await test.service(catalogService).summary(test.scope(), { sourceId: musicId });
    expect(body).to.include({ sensitiveColumns: summary.sensitiveColumns });
    expect(summary.sensitiveColumns).to.be.greaterThan(5);
    expect((await get('info-types')).body)
      .to.have.property('items')
      .that.is.an('array')
      .with.length.greaterThan(50);
  });

  it('makes a new version only when the schema or a best verdict changes', async () => {
    const versions = () =>
      withDatabase(folder, async (client) => {
        const { rows } = await client.query<{ version: number; kept: number }>(
          `select version, (select count(*)::int from catalog.asset_versions v where v.asset_id = a.id) as kept from catalog.assets a where urn = $1`,
          ['urn:dw:staged:staged:main/people'],
        );
        return rows[0];
      });
    await rescan();
    await rescan();
    expect(await versions()).to.deep.equal({ version: 1, kept: 1 });
    staged.assets = [{ name: 'people', columns: { ...PEOPLE, note: ['hello'] } }];
    await rescan();
    expect(await versions()).to.deep.equal({ version: 2, kept: 2 });
    staged.assets = [{ name: 'people', columns: { email: ['3', '4', '5'], note: ['hello'] } }];
    await rescan();
    expect((await versions())?.version).to.equal(3);
  });

  it('knows the info types of an asset by its columns, also of one from before they were kept with it', async () => {
    const catalog = test.service(catalogService);
    await withDatabase(folder, async (client) => {
      const kept = async (): Promise<readonly unknown[]> =>
        (await client.query('select urn, info_types from catalog.assets order by urn')).rows;
      const counted = await client.query(
        `select a.urn, coalesce(array_agg(distinct c.info_type collate "C" order by c.info_type collate "C") filter (where c.info_type is not null), '{}') as info_types
         from catalog.assets a left join catalog.columns c on c.asset_id = a.id group by 1 order by 1`,
      );
      expect(await kept()).to.deep.equal(counted.rows);
      await client.query(`begin; set local search_path = catalog; update assets set info_types = '{}'`);
      const fill = migrations.find(({ name }) => name === '0004_info_types')?.up[1] ?? '';
      await client.query(fill);
      expect(await kept()).to.deep.equal(counted.rows);
      await client.query('rollback');
    });
    const urn = `${chinook}/Customer`;
    const count = async (): Promise<unknown> =>
      Reflect.get(Object((await get('assets?limit=1&infoType=EMAIL_ADDRESS&q=customer')).body), 'total');
    expect(await count()).to.equal(1);
    const facts = await catalog.facts(test.scope(), urn);
    const isEmail = ({ classifications }: { readonly classifications: readonly Classification[] }) =>
      classifications[0]?.infoType === 'EMAIL_ADDRESS';
    const emails = (facts?.columns ?? []).filter(isEmail);
    expect(emails).not.to.have.length(0);
    const revise = (columns: Parameters<typeof catalog.revise>[2]['columns']) =>
      test
        .service(coreServices.storage)
        .transaction(test.scope(), (tx) => catalog.revise(tx, test.scope(), { urn, columns }));
    await revise(emails.map(({ name }) => ({ name, classifications: [] })));
    expect(await count()).to.equal(0);
    await revise(emails);
    expect(await count()).to.equal(1);
  });

  it('hides what is retired from lists, and brings it back when it is seen again', async () => {
    const urn = 'urn:dw:staged:staged:main/people';
    staged.assets = [{ name: 'other' }];
    await rescan();
    expect((await search(`source=${stagedId}`)).map(({ name }) => name)).to.deep.equal(['main.other']);
    expect((await get(`assets/${encodeURIComponent(urn)}`)).body)
      .to.have.property('retiredAt')
      .that.is.a('string');
    staged.assets = [{ name: 'other' }, { name: 'people', columns: PEOPLE }];
    await rescan();
    expect(await search(`source=${stagedId}`)).to.have.length(2);
    expect((await get(`assets/${encodeURIComponent(urn)}`)).body).to.have.property('retiredAt', null);
  });

  it('keeps workspaces apart, also where names are the same', async () => {
    const elsewhere = test.scope({ workspace: OTHER_WORKSPACE });
    staged.assets = [{ name: 'people', columns: PEOPLE }, { name: 'hidden' }];
    await scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } }, elsewhere);
    const catalog = test.service(catalogService);
    expect(await catalog.summary(elsewhere)).to.deep.include({ assets: 2 });
    expect(await search('q=hidden')).to.have.length(0);
    expect((await get('assets?limit=100')).body).to.include({ total: 13 });
    expect((await get(`assets/${encodeURIComponent('urn:dw:staged:staged:main/hidden')}`)).status).to.equal(
      404,
    );
    expect(await catalog.facts(test.scope(), 'urn:dw:staged:staged:main/hidden')).to.equal(null);
    expect((await get('assets/summary')).body).to.include({ assets: 13 });
    expect(JSON.stringify((await get('assets?facets=true&limit=1')).body)).not.to.include('"count":15');
  });
});

const items = <T>(answer: TestResponse): readonly T[] =>
  Reflect.get(Object(answer.body), 'items') as readonly T[];
