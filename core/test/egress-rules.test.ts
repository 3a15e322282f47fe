import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { coreServices, definePlugin, type Principal } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const OTHER = '00000000-0000-7000-8000-0000000000e9';
const PATH = '/api/v1/egress-rules';
const reader: Principal = { id: 'user:reader', kind: 'user', displayName: 'Reader', roles: ['reader'] };

describe('where a workspace lets its own connect to', () => {
  let test: TestKernel;
  let server: Server;
  let port: number;

  before(async function () {
    this.timeout(120_000);
    server = createServer((socket) => socket.on('error', () => undefined).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    const plugin = definePlugin()({
      deps: { storage: coreServices.storage, http: coreServices.http, egress: coreServices.egress },
      optionalDeps: { auditLog: coreServices.auditLog },
      setup: () => ({}),
    });
    const manifest = { manifestVersion: 1, id: 'reaching-out', apiVersion: '*' } as const;
    test = await createTestKernel({ plugins: [{ manifest, plugin }], http: 'always' });
    expect(test.plugin('reaching-out')).to.include({ state: 'active', reason: null });
  });
  after(async () => {
    await test?.stop();
    server.close();
    await once(server, 'close');
  });

  const connect = (workspace?: string): Promise<unknown> =>
    test
      .service(coreServices.egress)
      .connect({
        host: '127.0.0.1',
        port,
        purpose: 'test',
        ...(workspace === undefined ? {} : { workspace }),
      })
      .then(
        (socket) => {
          socket.destroy();
          return 'connected';
        },
        (error: unknown) => Reflect.get(Object(error), 'code'),
      );

  it('is kept, holds at once and for it alone, and ends with its last rule', async () => {
    const { workspace } = test.scope();
    expect(await connect(workspace)).to.equal('connected');
    const added = await test.request('POST', PATH, {
      body: { destination: ' DB.Example.com:5432 ', reason: 'the warehouse' },
    });
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    expect(added.body).to.deep.include({
      destination: 'db.example.com:5432',
      reason: 'the warehouse',
      createdBy: 'user:admin',
    });
    const location = added.headers.get('location') ?? '';
    expect((await test.request('GET', location)).body).to.deep.equal(added.body);
    expect(await connect(workspace)).to.equal('DW_EGRESS_REFUSED');
    expect(await connect(OTHER)).to.equal('connected');
    expect(await connect()).to.equal('connected');
    expect(await connect('*')).to.equal('DW_EGRESS_REFUSED');
    expect((await test.request('GET', location, { workspace: OTHER })).status).to.equal(404);
    expect((await test.request('DELETE', location, { workspace: OTHER })).status).to.equal(404);
    expect((await test.request('GET', PATH, { workspace: OTHER })).body).to.deep.equal({
      items: [],
      nextCursor: null,
    });

    expect(
      (await test.request('POST', PATH, { body: { destination: `127.0.0.0/8:${port}` } })).status,
    ).to.equal(201);
    expect(await connect(workspace)).to.equal('connected');
    expect(await connect('*')).to.equal('connected');
    const first = await test.request('GET', `${PATH}?limit=1`);
    const { items, nextCursor } = Object(first.body);
    expect(items).to.have.length(1);
    const second = Object(
      (await test.request('GET', `${PATH}?limit=1&cursor=${encodeURIComponent(nextCursor)}`)).body,
    );
    expect([...items, ...second.items].map(({ destination }) => destination)).to.deep.equal([
      `127.0.0.0/8:${port}`,
      'db.example.com:5432',
    ]);
    expect(second.nextCursor).to.equal(null);
    for (const { id } of [...items, ...second.items])
      expect((await test.request('DELETE', `${PATH}/${id}`)).status).to.equal(204);
    expect((await test.request('DELETE', location)).status).to.equal(404);
    expect(await connect(workspace)).to.equal('connected');

    const log = test.service(coreServices.auditLog);
    let entries = await log.read(test.scope());
    while (entries.length < 4) entries = await log.read(test.scope());
    expect(entries.map(({ action, object }) => `${action} ${object.name}`)).to.deep.equal([
      'core.egress-rule.created db.example.com:5432',
      `core.egress-rule.created 127.0.0.0/8:${port}`,
      `core.egress-rule.deleted 127.0.0.0/8:${port}`,
      'core.egress-rule.deleted db.example.com:5432',
    ]);
  });

  it('takes nothing that is no destination, nothing twice, and nothing from who may not or has not just signed in', async () => {
    for (const destination of ['no rule', 'http://example.com', '10.0.0.0/99', 'a'.repeat(301), ''])
      expect((await test.request('POST', PATH, { body: { destination } })).status, destination).to.be.oneOf([
        400, 422,
      ]);
    const body = { destination: 'twice.example' };
    const added = await test.request('POST', PATH, { body });
    expect((await test.request('POST', PATH, { body })).status).to.equal(409);
    // Who may not see them either is not told that they are there.
    expect((await test.request('POST', PATH, { body, as: reader })).status).to.equal(404);
    expect((await test.request('POST', PATH, { body, as: null })).status).to.equal(401);
    const old = await test.request('POST', PATH, {
      body,
      session: { id: 'old', authenticatedAt: Date.now() - 3_600_000, methods: ['password'] },
    });
    expect(old.body).to.include({ code: 'DW_AUTH_STEP_UP' });
    await test.request('DELETE', `${PATH}/${Object(added.body).id}`);
  });
});
