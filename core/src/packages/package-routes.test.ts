import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRecord, coreServices, definePlugin, type ExecutionScope } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { inline } from '../../test/kernel-family.ts';
import { makePackage } from '../../test/packages/make-package.ts';
import { StandInRegistry } from '../../test/packages/stand-in-registry.ts';

const NAME = '@acme/weather';

/** A change as it is answered. */
interface Shown {
  readonly id: string;
  readonly state: string;
  readonly hash: string;
  readonly reason: string | null;
  readonly code: string | null;
  readonly asksForMore: boolean;
  readonly plan: { readonly changes: readonly { readonly name: string; readonly to: string }[] };
}

describe('the routes that install plugins', function () {
  this.timeout(60_000);
  let registry: StandInRegistry;
  let test: TestKernel;
  let folder: string;
  let scopeOfLast: ExecutionScope;

  before(async () => {
    registry = await new StandInRegistry().start();
    await registry.publish({ manifest: { needs: { network: ['api.weather.example:443'] } } });
    const keeper = definePlugin()({
      deps: { storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      setup: () => ({}),
    });
    folder = await mkdtemp(join(tmpdir(), 'datawave-routes-'));
    test = await createTestKernel({
      dataDirectory: folder,
      http: 'always',
      plugins: [inline('keeper', keeper, { needs: { database: 'own' } })],
      settings: { registries: [{ name: 'acme', url: registry.url }], packages: { maxBytes: 50_000 } },
    });
    scopeOfLast = test.scope();
  });
  after(async () => {
    await test?.stop();
    await registry?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Shown }> => {
    const answer = await test.request(method, `/api/v1${path}`, body === undefined ? {} : { body });
    return { status: answer.status, body: answer.body as Shown };
  };
  const recorded = async (): Promise<readonly AuditRecord[]> =>
    test.service(coreServices.auditLog).read(scopeOfLast);
  const settled = async (id: string): Promise<Shown> => {
    for (;;) {
      const { body } = await ask('GET', `/plugin-changes/${id}`);
      if (body.state !== 'applying') return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('search what the registries list, and name the one that could not be asked', async () => {
    const { status, body } = await test.request('GET', '/api/v1/plugin-listings?q=weather');
    expect([status, Object(body).items[0].name, Object(body).failed]).to.deep.equal([200, NAME, []]);
    registry.intercept = (_request, response) => {
      response.writeHead(500).end();
      return true;
    };
    const failed = await test.request('GET', '/api/v1/plugin-listings?q=weather');
    registry.intercept = () => false;
    expect(Object(failed.body).items).to.deep.equal([]);
    expect(Object(failed.body).failed[0].reason).to.include('answered 500');
  });

  it('show a plugin as its registry knows it, and believe no registry that answers for another', async () => {
    const path = `/api/v1/plugin-listings/acme/${encodeURIComponent(NAME)}`;
    const { status, body } = await test.request('GET', path);
    expect([status, Object(body).readme, Object(body).registry]).to.deep.equal([200, '# Weather', 'acme']);
    const statusOf = async (of: string): Promise<unknown> => {
      const answer = await test.request('GET', `/api/v1/plugin-listings/${of}`);
      return [answer.status, Object(answer.body).code];
    };
    expect(await statusOf('acme/nothing')).to.deep.equal([404, 'DW_PACKAGES_UNKNOWN']);
    expect(await statusOf(`elsewhere/${encodeURIComponent(NAME)}`)).to.deep.equal([
      404,
      'DW_PACKAGES_UNKNOWN',
    ]);
    const { lie } = registry;
    registry.lie = (document) => ({ ...Object(document), name: '@acme/other' });
    expect(await statusOf(`acme/${encodeURIComponent(NAME)}`)).to.deep.equal([
      502,
      'DW_PACKAGES_REGISTRY_LIES',
    ]);
    registry.lie = lie;
  });

  it('plan, apply what was looked at and nothing else, record it, and leave this replica not ready', async () => {
    const planned = await ask('POST', '/plugin-changes', { install: [{ name: NAME }] });
    expect(planned.status, JSON.stringify(planned.body)).to.equal(201);
    expect(planned.body).to.include({ state: 'proposed', asksForMore: true });
    const { id, hash } = planned.body;
    expect((await ask('POST', `/plugin-changes/${id}/apply`, { hash: '0'.repeat(64) })).status).to.equal(409);
    const applied = await ask('POST', `/plugin-changes/${id}/apply`, { hash });
    expect(applied.status).to.equal(202);
    const end = await settled(id);
    expect([end.state, end.reason]).to.deep.equal(['watching', null]);
    const own = (await recorded()).filter(({ object }) => object.id === id);
    expect(own.map(({ action, principal }) => [action, principal.id])).to.deep.equal(
      ['proposed', 'begun', 'applied'].map((what) => [`core.plugin-change.${what}`, 'user:admin']),
    );
    const locks = await test.request('GET', '/api/v1/plugin-locks');
    expect(Object(locks.body).items[0]).to.deep.include({ number: 1, isCurrent: true, kind: 'change' });
    // It runs without the plugin still, and nobody is there to start it anew.
    while ((await test.request('GET', '/readyz')).status === 200)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(JSON.stringify((await test.request('GET', '/readyz')).body)).to.include('state 1 counts');
    const back = await ask('POST', '/plugin-locks/0/rollback', {});
    expect(back.status, JSON.stringify(back.body)).to.equal(201);
    expect((await recorded()).at(-1)?.object.id).to.equal(back.body.id);
  });

  it('plan what somebody sends as a file, once for one key, and refuse what is none or too large', async () => {
    const file = await makePackage({ name: '@acme/tides', manifest: { id: 'tides' } });
    const headers = { 'idempotency-key': 'tides' };
    const send = async (body: unknown, path = 'packages', more: object = {}): Promise<readonly unknown[]> => {
      const answer = await test.request('POST', `/api/v1/plugin-changes/${path}`, { body, ...more });
      const { id, code, plan } = Object(answer.body);
      return [answer.status, code ?? plan?.changes[0]?.name, id];
    };
    const [status, name, id] = await send(file, 'packages', { headers });
    expect([status, name]).to.deep.equal([201, '@acme/tides']);
    expect((await send(file, 'packages', { headers }))[2], 'the same plan').to.equal(id);
    expect((await send(Buffer.from('x'), 'packages', { headers }))[1]).to.equal(
      'DW_HTTP_IDEMPOTENCY_MISMATCH',
    );
    expect((await recorded()).at(-1)?.object.id).to.equal(id);
    const bad: readonly (readonly [unknown, string, number, string])[] = [
      [{ file: 'x' }, 'packages', 415, 'DW_HTTP_MEDIA_TYPE'],
      [Buffer.from('no archive'), 'packages', 422, 'DW_PACKAGE_NOT_GZIP'],
      [file.subarray(0, file.length - 20), 'packages', 422, 'DW_PACKAGE_TRUNCATED'],
      [file, 'bundles', 422, 'DW_TRUST_BUNDLE'],
      [Buffer.alloc(60_000), 'packages', 413, 'DW_HTTP_BODY_TOO_LARGE'],
    ];
    for (const [body, path, status, code] of bad)
      expect((await send(body, path)).slice(0, 2), code).to.deep.equal([status, code]);
    const reader = { id: 'user:r', kind: 'user', displayName: 'Reader', roles: [] };
    expect((await send(file, 'packages', { as: reader }))[0]).to.equal(404);
    expect(await readdir(join(folder, 'incoming'))).to.deep.equal([]);
  });

  it('say why a plan is not made, and are closed to whoever may only read', async () => {
    const unknown = await ask('POST', '/plugin-changes', { install: [{ name: '@acme/nothing' }] });
    expect([unknown.status, Object(unknown.body).code]).to.deep.equal([404, 'DW_PACKAGES_UNKNOWN']);
    expect((await ask('POST', '/plugin-changes', { install: [{ name: '../../etc' }] })).status).to.equal(400);
    const reader = { id: 'user:r', kind: 'user', displayName: 'Reader', roles: [] } as const;
    for (const path of ['/plugin-changes', '/plugin-locks', '/plugin-listings', '/plugin-listings/acme/a'])
      expect((await test.request('GET', `/api/v1${path}`, { as: reader })).status, path).to.equal(404);
  });
});
