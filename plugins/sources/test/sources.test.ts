import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everythingStored, StagedSource, sharedData, startPlatform } from '@datawave/core/test-platform';
import { type SourceSelection, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const SECRET = 'correct-horse-battery-staple';
const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';

describe('sources', () => {
  let test: TestKernel;
  let chinook: string;
  let folder: string;
  const staged = new StagedSource([{ name: 'people' }]);

  before(async function () {
    this.timeout(120_000);
    chinook = sharedData(this, 'chinook/chinook.sqlite');
    folder = await mkdtemp(join(tmpdir(), 'datawave-sources-'));
    test = await startPlatform({ plugins: [staged.plugin], dataDirectory: folder });
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const create = (body: object) => test.request('POST', '/api/v1/sources', { body });
  const id = (answer: { readonly body: unknown }): string => String(Reflect.get(Object(answer.body), 'id'));

  it('says which connectors there are, by title', async () => {
    const answer = await test.request('GET', '/api/v1/connectors');
    expect(answer.status).to.equal(200);
    expect(answer.body).to.have.property('items').that.has.length(2);
    expect(answer.body).to.have.nested.property('items[0].kind', 'sqlite');
    expect(answer.body).to.have.nested.property('items[1].connectionSchema.required[0]', 'host');
  });

  it('registers a source, names its key after its title and says where it is', async () => {
    const answer = await create({ title: 'Müsic — Shop!', connector: 'sqlite', config: { path: chinook } });
    expect(answer.status).to.equal(201);
    expect(answer.body).to.deep.include({
      key: 'music-shop',
      title: 'Müsic — Shop!',
      connectorTitle: 'SQLite',
      state: 'registered',
      config: { path: chinook },
      secrets: [],
      version: 1,
    });
    expect(answer.headers.get('location')).to.equal(`/api/v1/sources/${id(answer)}`);
    const read = await test.request('GET', answer.headers.get('location') ?? '');
    expect(read.body).to.deep.equal(answer.body);
    expect(read.headers.get('etag')).to.equal('"1"');
  });

  it('makes another key from the same title, also for two at once, and refuses one that is asked for twice', async () => {
    const same = { title: 'Twin', connector: 'staged', config: { host: 'a' } };
    const answers = await Promise.all([create(same), create(same), create(same)]);
    const keys = answers.map(({ body }) => String(Reflect.get(Object(body), 'key'))).sort();
    expect(keys).to.deep.equal(['twin', 'twin-2', 'twin-3']);
    const taken = await create({ ...same, key: 'twin-2' });
    expect(taken.status).to.equal(409);
    expect(taken.body).to.deep.include({
      code: 'DW_SOURCE_KEY_TAKEN',
      errors: [{ pointer: '/key', message: 'is taken' }],
    });
  });

  it('points at each fault of bad settings', async () => {
    const answer = await create({ title: 'Bad', connector: 'staged', config: { port: 0, hots: 'a' } });
    expect(answer.status).to.equal(400);
    expect(answer.body).to.have.property('code', 'DW_SOURCE_CONFIG');
    const pointers = (Reflect.get(Object(answer.body), 'errors') as readonly { pointer: string }[]).map(
      ({ pointer }) => pointer,
    );
    expect(pointers).to.include.members(['/config/host', '/config/port', '/config/hots']);
    const unknown = await create({ title: 'Bad', connector: 'oracle', config: {} });
    expect(unknown.status).to.equal(400);
    expect(unknown.body).to.have.nested.property('errors[0].pointer', '/connector');
  });

  it('never shows a secret and stores none in clear', async () => {
    const answer = await create({
      title: 'Secretive',
      connector: 'staged',
      config: { host: 'a', password: SECRET },
    });
    expect(JSON.stringify(answer.body)).not.to.include(SECRET);
    expect(answer.body).to.deep.include({ config: { host: 'a', port: 1234 }, secrets: ['password'] });
    const list = await test.request('GET', '/api/v1/sources?q=secretive');
    expect(list.body).to.have.property('items').that.has.length(1);
    expect(list.body).not.to.have.nested.property('items[0].config');
    expect(await everythingStored(folder)).not.to.include(SECRET);
    const source = await test.service(sourcesService).connection(test.scope(), id(answer));
    expect(source.config).to.deep.equal({ host: 'a', port: 1234, password: SECRET });
  });

  it('tests a source with the secrets that are stored, and with others before they are', async () => {
    const answer = await create({
      title: 'Tested',
      connector: 'staged',
      config: { host: 'a', password: 'abc' },
    });
    const path = `/api/v1/sources/${id(answer)}/test`;
    expect((await test.request('POST', path)).body)
      .to.have.property('server')
      .that.includes('of 3 characters');
    const same = await test.request('POST', path, { body: { config: { host: 'a', port: 1234 } } });
    expect(same.body).to.have.property('server').that.includes('of 3 characters');
    const changed = await test.request('POST', path, { body: { config: { host: 'b', password: 'abcde' } } });
    expect(changed.body).to.have.property('server').that.includes('of 5 characters');
    const without = await test.request('POST', path, { body: { config: { host: 'b', password: null } } });
    expect(without.body).to.have.property('server').that.includes('without a password');
    const before = await test.request('POST', '/api/v1/connectors/sqlite/test', {
      body: { config: { path: chinook } },
    });
    expect(before.status).to.equal(200);
    expect(before.body)
      .to.have.property('server')
      .that.matches(/^SQLite/);
  });

  it('says with code and hint why a connection cannot be made', async () => {
    const answer = await test.request('POST', '/api/v1/connectors/sqlite/test', {
      body: { config: { path: `${chinook}.nowhere` } },
    });
    expect(answer.status).to.equal(422);
    expect(answer.body).to.have.property('code', 'DW_SOURCE_NOT_FOUND');
    expect(answer.body).to.have.property('hint').that.is.a('string');
  });

  it('says which setting a connector cannot use', async () => {
    const answer = await test.request('POST', '/api/v1/connectors/sqlite/test', {
      body: { config: { path: join(import.meta.dirname, 'sources.test.ts') } },
    });
    expect(answer.status).to.equal(400);
    expect(answer.body).to.include({ code: 'DW_SOURCE_CONFIG' });
    expect(answer.body).to.have.nested.property('errors[0].pointer', '/config/path');
  });

  it('keeps a secret that a change leaves out, replaces one that it gives and removes one that is null', async () => {
    const answer = await create({
      title: 'Changing',
      connector: 'staged',
      config: { host: 'a', password: 'one' },
    });
    const change = (body: object) => test.request('PATCH', `/api/v1/sources/${id(answer)}`, { body });
    const connection = () => test.service(sourcesService).connection(test.scope(), id(answer));
    expect((await change({ config: { host: 'a' } })).body).to.deep.include({
      secrets: ['password'],
      version: 2,
    });
    expect((await connection()).config).to.deep.equal({ host: 'a', port: 1234, password: 'one' });
    await change({ config: { host: 'b', password: 'two' } });
    expect((await connection()).config).to.have.property('password', 'two');
    expect((await change({ config: { host: 'b', password: null } })).body).to.have.deep.property(
      'secrets',
      [],
    );
    expect((await connection()).config).to.deep.equal({ host: 'b', port: 1234 });
    expect((await change({ config: {} })).body).to.have.nested.property('errors[0].pointer', '/config/host');
  });

  it('sends stored secrets nowhere else, neither to try nor to keep, until they are given again', async () => {
    const answer = await create({
      title: 'Moving',
      connector: 'staged',
      config: { host: 'a', password: SECRET },
    });
    const path = `/api/v1/sources/${id(answer)}`;
    for (const config of [{ host: 'elsewhere' }, { host: 'a', port: 4321 }])
      for (const [method, where] of [
        ['POST', `${path}/test`],
        ['PATCH', path],
      ] as const) {
        const refused = await test.request(method, where, { body: { config } });
        expect(refused.status).to.equal(400);
        expect(refused.body).to.have.property('code', 'DW_SOURCE_SECRETS_NEEDED');
        expect(refused.body).to.have.nested.property('errors[0].pointer', '/config/password');
        expect(JSON.stringify(refused.body)).not.to.include(SECRET);
      }
    // Sources are looked after meanwhile, over the settings that are stored.
    expect(staged.testedOver.filter(({ host, port }) => host === 'elsewhere' || port === 4321)).to.deep.equal(
      [],
    );
    const connection = () => test.service(sourcesService).connection(test.scope(), id(answer));
    expect((await connection()).config).to.deep.equal({ host: 'a', port: 1234, password: SECRET });
    const given = await test.request('PATCH', path, { body: { config: { host: 'b', password: 'new' } } });
    expect(given.status).to.equal(200);
    expect((await connection()).config).to.deep.equal({ host: 'b', port: 1234, password: 'new' });
    const without = await test.request('PATCH', path, { body: { config: { host: 'c', password: null } } });
    expect(without.body).to.deep.include({ config: { host: 'c', port: 1234 }, secrets: [] });
    expect((await test.request('PATCH', path, { body: { config: { host: 'd' } } })).status).to.equal(200);
  });

  it('sends no secret elsewhere when two change the settings at once', async () => {
    for (let round = 0; round < 6; round += 1) {
      const answer = await create({
        title: 'Raced',
        connector: 'staged',
        config: { host: 'evil', password: 'his own' },
      });
      const path = `/api/v1/sources/${id(answer)}`;
      await Promise.all([
        test.request('PATCH', path, { body: { config: { host: 'good', password: SECRET } } }),
        test.request('PATCH', path, { body: { config: { host: 'evil' } } }),
      ]);
      const { config } = await test.service(sourcesService).connection(test.scope(), id(answer));
      expect(`${String(config['host'])} ${String(config['password'])}`).to.be.oneOf([
        'evil his own',
        `good ${SECRET}`,
      ]);
    }
  });

  it('refuses a change of a version that is not the newest', async () => {
    const answer = await create({ title: 'Contended', connector: 'staged', config: { host: 'a' } });
    const change = (title: string) =>
      test.request('PATCH', `/api/v1/sources/${id(answer)}`, {
        body: { title },
        headers: { 'if-match': '"1"' },
      });
    const both = await Promise.all([change('Left'), change('Right')]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 412]);
    expect((await change('Late')).status).to.equal(412);
    const read = await test.request('GET', `/api/v1/sources/${id(answer)}`);
    expect(read.body).to.have.property('version', 2);
  });

  it('lets one of two win who change and remove the version that both saw', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { body, headers } = await test.request('POST', '/api/v1/sources', {
        body: { title: 'Contended', connector: 'sqlite', config: { path: '/tmp/none.sqlite' } },
      });
      const path = `/api/v1/sources/${Reflect.get(Object(body), 'id')}`;
      const ifMatch = { 'if-match': headers.get('etag') ?? '' };
      const [changed, removed] = await Promise.all([
        test.request('PATCH', path, { body: { title: 'Changed' }, headers: ifMatch }),
        test.request('DELETE', path, { headers: ifMatch }),
      ]);
      const outcome = `${changed.status} ${removed.status}`;
      expect(outcome).to.match(/^(?:200 412|404 202|412 202)$/);
      await test.request('DELETE', path);
    }
  });

  it('pages by title without losing or repeating any, also when the last one seen is removed', async () => {
    for (let number = 0; number < 7; number += 1)
      await create({ title: `Page ${number}`, connector: 'staged', config: { host: 'a' } });
    const titles: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await test.request('GET', `/api/v1/sources?q=page&limit=2${cursor}`);
      const items = Reflect.get(Object(page.body), 'items') as readonly { id: string; title: string }[];
      titles.push(...items.map(({ title }) => title));
      const next: unknown = Reflect.get(Object(page.body), 'nextCursor');
      if (next === null) break;
      cursor = `&cursor=${String(next)}`;
      await test.request('DELETE', `/api/v1/sources/${items.at(-1)?.id}`);
    }
    expect(titles).to.deep.equal([0, 1, 2, 3, 4, 5, 6].map((number) => `Page ${number}`));
    expect((await test.request('GET', '/api/v1/sources?cursor=WyJhIl0')).status).to.equal(400);
    expect(
      (await test.request('GET', `/api/v1/sources?q=${encodeURIComponent("%_\\'; --\0")}`)).status,
    ).to.be.oneOf([200, 400]);
  });

  it('lists those of some states and health, from the last to the first, and says who answers for each', async () => {
    for (const title of ['Ledger 1', 'Ledger 2', 'Ledger 3'])
      await create({ title, connector: 'staged', config: { host: 'a' }, owner: 'Finance' });
    const list = async (query: string): Promise<readonly object[]> => {
      const page = await test.request('GET', `/api/v1/sources?q=ledger&${query}`);
      expect(page.status, query).to.equal(200);
      return Reflect.get(Object(page.body), 'items') as readonly object[];
    };
    const titles = async (query: string) =>
      (await list(query)).map((source) => Number(String(Reflect.get(source, 'title')).slice(7)));
    const [first] = await list('limit=1&sort=title');
    expect(first).to.deep.include({ title: 'Ledger 1', owner: 'Finance' });
    const path = `/api/v1/sources/${String(Reflect.get(first ?? {}, 'id'))}`;
    await test.request('PATCH', path, { body: { state: 'maintenance', owner: null } });
    expect((await test.request('GET', path)).body).to.deep.include({ owner: null, state: 'maintenance' });
    const [paused] = await list('state=maintenance');
    expect(paused).to.deep.include({ nextStates: ['registered', 'retired'] });
    expect(await titles('sort=-title')).to.deep.equal([3, 2, 1]);
    expect(await titles('state=maintenance,retired')).to.deep.equal([1]);
    expect(await titles('health=healthy,unknown')).to.deep.equal([1, 2, 3]);
    expect(await titles('health=unreachable')).to.deep.equal([]);
    const begin = await test.request('GET', '/api/v1/sources?q=ledger&sort=-title&limit=2');
    const next = String(Reflect.get(Object(begin.body), 'nextCursor'));
    expect(await titles(`sort=-title&cursor=${next}`)).to.deep.equal([1]);
    expect((await test.request('GET', '/api/v1/sources?state=nowhere')).status).to.equal(400);
  });

  it('removes a source with its secrets', async () => {
    const answer = await create({
      title: 'Leaving',
      connector: 'staged',
      config: { host: 'a', password: SECRET },
    });
    expect((await test.request('DELETE', `/api/v1/sources/${id(answer)}`)).status).to.equal(202);
    const gone = await test.request('GET', `/api/v1/sources/${id(answer)}`);
    expect(gone.status).to.equal(404);
    expect(gone.body).to.have.property('code', 'DW_SOURCE_UNKNOWN');
    expect(await everythingStored(folder)).not.to.include(`source/${id(answer)}`);
    expect((await test.request('DELETE', `/api/v1/sources/${id(answer)}`)).status).to.equal(404);
  });

  it('answers the present source when the same one is registered again, also by two at once', async () => {
    const sources = test.service(sourcesService);
    const same = { key: 'again', title: 'Again', connector: 'staged', config: { host: 'a' } };
    const [one, two] = await Promise.all([
      sources.register(test.scope(), same),
      sources.register(test.scope(), same),
    ]);
    expect(one.id).to.equal(two.id);
    const error = await sources
      .register(test.scope(), { ...same, config: { host: 'elsewhere' } })
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_KEY_TAKEN');
  });

  it('lists for other plugins those that they need, by title', async () => {
    const sources = test.service(sourcesService);
    const register = (key: string, title: string) =>
      sources.register(test.scope(), { key, title, connector: 'staged', config: { host: 'a' } });
    const [second, first] = [await register('needed-2', 'B needed'), await register('needed-1', 'A needed')];
    const listed = async (filter: SourceSelection) =>
      (await sources.list(test.scope(), filter)).map(({ key }) => key);
    const ids = [second.id, first.id, second.id, '00000000-0000-7000-8000-0000000000aa'];
    expect(await listed({ ids })).to.deep.equal(['needed-1', 'needed-2']);
    expect(await listed({ key: 'needed-2' })).to.deep.equal(['needed-2']);
    expect(await listed({ ids: [first.id], key: 'needed-2' })).to.deep.equal([]);
    expect(await listed({ ids: [] })).to.deep.equal([]);
    expect(await listed({})).to.include.members(['needed-1', 'needed-2']);
  });

  it('keeps workspaces apart', async () => {
    const elsewhere = test.scope({ workspace: OTHER_WORKSPACE });
    const sources = test.service(sourcesService);
    const { id: hidden } = await sources.register(elsewhere, {
      key: 'hidden',
      title: 'Hidden',
      connector: 'staged',
      config: { host: 'a', password: SECRET },
    });
    expect((await sources.list(elsewhere)).map(({ key }) => key)).to.deep.equal(['hidden']);
    expect((await sources.list(test.scope())).map(({ key }) => key)).not.to.include('hidden');
    expect((await test.request('GET', '/api/v1/sources?limit=500&q=hidden')).body).to.have.deep.property(
      'items',
      [],
    );
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
    ] as const) {
      const body = method === 'PATCH' ? { body: { title: 'Mine' } } : {};
      expect((await test.request(method, `/api/v1/sources/${hidden}${path}`, body)).status, method).to.equal(
        404,
      );
    }
  });
});
