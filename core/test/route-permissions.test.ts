import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Principal, serviceRef } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import type { OpenApiDocument } from '../src/http/openapi.ts';
import type { Access } from '../src/security/access.ts';
import { endOf, pluginFolder, StagedSource } from './platform/index.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');
const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ee';

/** What anybody may ask without signing in, beside the sign-in itself. Whoever adds to these has thought about it. */
const PUBLIC = ['GET /ui/manifest'];
/** What changes nothing although it is no GET, so that who may read may ask for it. */
const READING = ['POST /scan-rules/{id}/preview', 'POST /scan-rules/plan'];
/** Names that are the same in every workspace. */
const SHARED = ['/plugins/{id}', '/plugins/{id}/disable', '/plugins/{id}/enable', '/connectors/{kind}/test'];

interface Endpoint {
  readonly method: string;
  readonly template: string;
  readonly permission: string;
  readonly owner: string;
}

/** Whatever can be named in a path or a body, as it is called in the workspace that holds it. */
type Held = Readonly<
  Record<'source' | 'left' | 'run' | 'asset' | 'verdict' | 'rule' | 'own' | 'job', string>
>;

const nobody: Principal = { id: 'user:nobody', kind: 'user', displayName: 'Nobody', roles: [] };
const reader: Principal = { id: 'user:reader', kind: 'user', displayName: 'Reader', roles: ['reader'] };

const named = ({ method, template }: Endpoint): string => `${method} ${template}`;
const filled = (template: string, value: (name: string) => string = () => randomUUID()): string =>
  `/api/v1${template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(value(name)))}`;
const field = (body: unknown, ...names: readonly string[]): string =>
  String(names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), body));

describe('the permissions of all routes', () => {
  let test: TestKernel;
  let endpoints: readonly Endpoint[];
  let guarded: readonly Endpoint[];
  const staged = new StagedSource([{ name: 'ours_people' }]);

  before(async function () {
    this.timeout(120_000);
    const { plugins } = await loadConfig(STANDARD, { env: {} });
    // The demonstration has no routes, and would scan its company meanwhile.
    const names = Object.keys(plugins).map((name) => name.replace('@datawave/plugin-', ''));
    const folders = names.filter((name) => name !== 'demo').map(pluginFolder);
    test = await createTestKernel({ http: 'always', plugins: [...folders, staged.plugin] });
    const { body } = await test.request('GET', '/openapi.json', { as: null });
    // The kernel wrote it a moment ago.
    const { paths } = body as OpenApiDocument;
    endpoints = Object.entries(paths).flatMap(([template, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        ...{ method: method.toUpperCase(), template },
        ...{ permission: operation['x-permission'], owner: operation['x-plugin'] },
      })),
    );
    guarded = endpoints.filter(({ permission }) => permission !== 'public');
  });
  after(() => test?.stop());

  /** Statuses of all guarded routes for somebody, where they are not among those expected. */
  const unexpected = async (
    as: Principal | null,
    expected: (endpoint: Endpoint) => readonly number[],
    among: readonly Endpoint[] = guarded,
  ): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const endpoint of among) {
      const { method, template } = endpoint;
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
      const { status } = await test.request(method, filled(template), { as, ...body });
      if (!expected(endpoint).includes(status)) faults.push(`${named(endpoint)}: ${status}`);
    }
    return faults;
  };

  it('are declared by the plugins that ask for them, and few routes ask for none', () => {
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
    const open = endpoints.filter(({ permission }) => permission === 'public');
    expect(open.map(named)).to.deep.equal(PUBLIC);
    const undeclared = guarded.filter(({ owner, permission }) => {
      const declared = test.kernel.manifests().get(owner)?.manifest.permissions ?? [];
      return owner !== 'core' && !declared.some(({ id }) => id === permission);
    });
    expect(undeclared.map(named)).to.deep.equal([]);
  });

  it('have everybody sign in first, whatever is sent', async () => {
    expect(await unexpected(null, () => [401])).to.deep.equal([]);
  });

  it('keep everything from somebody without a role, and do not even say what there is', async () => {
    expect(await unexpected(nobody, () => [404])).to.deep.equal([]);
  });

  it('are not those of reading where something is changed', () => {
    const writing = guarded.filter(
      ({ method, permission }) => method !== 'GET' && permission.endsWith(':read'),
    );
    expect(writing.map(named)).to.deep.equal(READING);
  });

  it('let who may only read change nothing', async () => {
    const giveBack = test
      .service(serviceRef<Access>('core.access'))
      .decideBy((principal, { permission }) => ({
        allowed: principal !== reader || permission.endsWith(':read'),
        reason: 'Readers read.',
      }));
    try {
      const [writing, reading] = [false, true].map((isRead) =>
        guarded.filter(({ permission }) => permission.endsWith(':read') === isRead),
      );
      const denied = await unexpected(reader, () => [403, 404], writing);
      const letIn = await unexpected(reader, () => [200, 400, 404], reading);
      expect([...denied, ...letIn]).to.deep.equal([]);
    } finally {
      giveBack();
    }
  });

  describe('in another workspace', () => {
    let held: Held;

    const make = async (path: string, body: object): Promise<string> => {
      const answer = await test.request('POST', `/api/v1${path}`, { body });
      expect(answer.status, JSON.stringify(answer.body)).to.be.within(200, 299);
      return field(answer.body, 'id');
    };
    const first = async (path: string, name: string): Promise<string> => {
      const answer = await test.request('GET', `/api/v1${path}`);
      return field(answer.body, 'items', '0', name);
    };
    const source = (title: string) => make('/sources', { title, connector: 'staged', config: { host: 'a' } });

    before(async function () {
      this.timeout(120_000);
      const ids = { source: await source('Ours'), left: await source('Ours that left') };
      await test.request('DELETE', `/api/v1/sources/${ids.left}`);
      const run = await make('/scans', { sourceId: ids.source });
      expect((await endOf(test, run)).state).to.equal('completed');
      held = {
        ...{ ...ids, run },
        asset: await first('/assets', 'urn'),
        verdict: await first('/classifications', 'id'),
        job: await first('/jobs', 'id'),
        rule: await make('/scan-rules', { title: 'Ours' }),
        own: await make('/classification-rules', {
          ...{ key: 'ours', title: 'Ours', infoType: 'EMAIL_ADDRESS' },
          match: { kind: 'pattern', pattern: '^ours-[0-9]{4}$' },
        }),
      };
      expect(Object.values(held)).not.to.include('undefined');
    });

    /** What the parameter of a path may be called that is held here. */
    const idIn = (template: string): string | undefined =>
      [
        ['/sources/departures/', held.left] as const,
        ['/sources/', held.source] as const,
        ['/scans/', held.run] as const,
        ['/assets/', held.asset] as const,
        ['/classifications/', held.verdict] as const,
        ['/jobs/', held.job] as const,
        ['/scan-rules/', held.rule] as const,
        ['/classification-rules/', held.own] as const,
      ].find(([path]) => template.startsWith(path))?.[1];

    const theirs = (method: string, path: string, body?: object) =>
      test.request(method, path, { workspace: OTHER_WORKSPACE, ...(body === undefined ? {} : { body }) });

    it('there is nothing at the addresses of ours', async () => {
      const bodies: Readonly<Record<string, object>> = {
        'PATCH /classification-rules/{id}': { title: 'Theirs' },
        'PATCH /scan-rules/{id}': { title: 'Theirs' },
        'PATCH /sources/{id}': { title: 'Theirs' },
        'POST /classifications/{id}/correct': { infoType: 'EMAIL_ADDRESS' },
        'POST /scan-rules/{id}/preview': { sourceId: held.source },
      };
      const faults: string[] = [];
      for (const endpoint of guarded.filter(({ template }) => template.includes('{'))) {
        const { method, template } = endpoint;
        if (SHARED.includes(template)) continue;
        const id = idIn(template);
        expect(id, `${named(endpoint)}: what this names is to be made above`).to.be.a('string');
        const path = filled(template, (name) => (name === 'version' ? '1' : String(id)));
        const { status } = await theirs(method, path, bodies[named(endpoint)]);
        if (status !== 404) faults.push(`${named(endpoint)}: ${status}`);
        if (
          method === 'GET' &&
          (await test.request(method, path)).status !== 200 &&
          !template.includes('version')
        )
          faults.push(`${named(endpoint)}: is not there for us either`);
      }
      expect(faults).to.deep.equal([]);
    }).timeout(60_000);

    it('nothing of ours is listed', async () => {
      const telling: string[] = [];
      for (const endpoint of guarded.filter(({ method }) => method === 'GET')) {
        if (endpoint.template.includes('{')) continue;
        const { status, body } = await theirs('GET', filled(endpoint.template));
        if (status !== 200 || Object.values(held).some((id) => JSON.stringify(body).includes(id)))
          telling.push(`${named(endpoint)}: ${status}`);
      }
      expect(telling).to.deep.equal([]);
    });

    it('nothing of ours can be named in what is asked for, and all of it stays as it was', async () => {
      const rule = {
        key: 'x',
        title: 'x',
        infoType: 'EMAIL_ADDRESS',
        match: { kind: 'pattern', pattern: 'x' },
      };
      const asked: readonly (readonly [string, object, number])[] = [
        ['/scans', { sourceId: held.source }, 404],
        ['/scan-rules/preview', { rule: { title: 'x' }, sourceId: held.source }, 404],
        ['/scan-rules/plan', { sourceId: held.source }, 404],
        ['/scan-rules', { title: 'x', sources: [held.source] }, 400],
        [
          '/classification-rules/preview',
          { rule, asset: { source: held.source, path: ['main', 'ours_people'] } },
          404,
        ],
        ['/classifications', { asset: held.asset, column: 'email', infoType: 'IBAN' }, 404],
        ['/classifications/decisions', { action: 'reject', verdicts: [{ id: held.verdict }] }, 200],
      ];
      for (const [path, body, expected] of asked) {
        const answer = await theirs('POST', `/api/v1${path}`, body);
        expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).to.equal(expected);
      }
      for (const path of [
        `/sources/${held.source}`,
        `/scan-rules/${held.rule}`,
        `/classification-rules/${held.own}`,
      ])
        expect(field((await test.request('GET', `/api/v1${path}`)).body, 'title')).to.equal('Ours');
      const { body } = await test.request('GET', `/api/v1/classifications/${held.verdict}`);
      expect(field(body, 'status')).to.equal('suggested');
    });
  });
});
