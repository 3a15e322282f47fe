import { expect } from 'chai';
import { definePlugin } from '../src/index.ts';
import { createTestKernel, type TestKernel } from '../src/testing/index.ts';
import { arrivalHook, decorationPoint, visitorBookService } from './plugins/visitor-book/src/contract.ts';
import { createTestDatabase, eventually, pluginFolder, type TestDatabase } from './test-database.ts';

const folder = pluginFolder('visitor-book');

interface Entries {
  readonly items: readonly { readonly name: string; readonly greeting: string | null }[];
}

describe('a third-party plugin that behaves', () => {
  const arrivals: string[] = [];
  let database: TestDatabase;
  let test: TestKernel;

  const guest = definePlugin()({
    optionalDeps: { book: visitorBookService },
    setup({ hooks, extensions }) {
      hooks.tap(arrivalHook, ({ name }) => void arrivals.push(name));
      extensions.contribute(decorationPoint, 'exclamation', (greeting) => `${greeting}!`);
      return {};
    },
  });

  before(async () => {
    database = await createTestDatabase();
    test = await createTestKernel({
      ...database,
      plugins: [
        { directory: folder, config: { greeting: 'Good evening' } },
        {
          manifest: {
            manifestVersion: 1,
            id: 'guest',
            apiVersion: '^0.1',
            optional: { 'visitor-book': '^1.0' },
          },
          plugin: guest,
        },
      ],
    });
  });

  after(async () => {
    await test.stop();
    await database.drop();
  });

  const read = async (): Promise<Entries['items']> =>
    ((await test.request('GET', '/api/v1/visitors')).body as Entries).items;

  it('keeps data, runs a job, calls its hook and asks its extension point', async () => {
    expect(test.plugin('visitor-book').state).to.equal('active');
    const answer = await test.request('POST', '/api/v1/visitors', { body: { name: 'Ada' } });
    expect(answer.status).to.equal(201);
    const items = await eventually(read, ([first]) => first?.greeting !== null);
    expect(items.map(({ name, greeting }) => [name, greeting])).to.deep.equal([
      ['Ada', 'Good evening, Ada!'],
    ]);
    await eventually(
      async () => arrivals,
      (names) => names.length > 0,
    );
    expect(arrivals).to.deep.equal(['Ada']);
  });

  it('has its input checked by the schema of its route, with what its settings say', async () => {
    const answer = await test.request('POST', '/api/v1/visitors', { body: { name: 'x'.repeat(41) } });
    expect(answer.status).to.equal(400);
    expect(answer.body).to.have.nested.property('errors[0].pointer', '/body/name');
  });

  it('is closed to whoever may not', async () => {
    expect((await test.request('GET', '/api/v1/visitors', { as: null })).status).to.equal(401);
    const stranger = { id: 'user:eve', kind: 'user', displayName: 'Eve', roles: [] } as const;
    expect(
      (await test.request('GET', '/api/v1/visitors', { as: stranger })).status,
      'what may not be seen is not there',
    ).to.equal(404);
  });

  it('vanishes when it is disabled, and returns with its data', async () => {
    const book = test.service(visitorBookService);
    expect((await test.request('POST', '/api/v1/plugins/visitor-book/disable')).status).to.equal(200);
    expect((await test.request('GET', '/api/v1/visitors')).status).to.equal(404);
    expect(test.plugin('guest').state, 'it only uses the book when it is there').to.equal('active');
    const error: unknown = await (async () => book.list(test.scope()))().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_SERVICE_REVOKED');

    expect((await test.request('POST', '/api/v1/plugins/visitor-book/enable')).status).to.equal(200);
    expect((await read()).map(({ name }) => name)).to.deep.equal(['Ada']);
    await test.service(visitorBookService).sign(test.scope(), 'Grace');
    const items = await eventually(read, (all) => all.every(({ greeting }) => greeting !== null));
    expect(items.map(({ greeting }) => greeting)).to.deep.equal([
      'Good evening, Ada!',
      'Good evening, Grace!',
    ]);
  });
});

describe('createTestKernel', () => {
  it('brings an embedded database of its own when a plugin keeps data', async () => {
    await using test = await createTestKernel({ plugins: [folder] });
    await test.service(visitorBookService).sign(test.scope(), 'Ada');
    expect((await test.service(visitorBookService).list(test.scope())).map(({ name }) => name)).to.deep.equal(
      ['Ada'],
    );
  }).timeout(120_000);

  it('opens neither database nor server when no plugin depends on one', async () => {
    const quiet = definePlugin()({ setup: () => ({}) });
    await using test = await createTestKernel({
      plugins: [{ manifest: { manifestVersion: 1, id: 'quiet', apiVersion: '^0.1' }, plugin: quiet }],
    });
    expect(test.plugin('quiet').state).to.equal('active');
    expect(test.kernel.address).to.equal(null);
    expect(JSON.stringify(test.kernel.timing())).not.to.contain('database');
  });
});
