import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { coreServices, type Principal } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import type { OpenApiDocument } from '../src/http/openapi.ts';
import { endOf, pluginFolder, StagedSource } from './platform/index.ts';
import { UNTYPED, untypedOf } from './untyped-input.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');

/** What anybody may ask without signing in. Whoever adds to these has thought about it. */
const PUBLIC = [
  ...['DELETE /auth/session', 'GET /auth/keys', 'GET /auth/providers', 'GET /auth/providers/{key}/callback'],
  'POST /auth/providers/{key}/callback',
  ...['GET /auth/providers/{key}/start', 'GET /auth/session', 'GET /ui/manifest', 'POST /auth/login'],
  ...['GET /ui/messages', 'GET /ui/messages/{locale}'],
  ...['POST /auth/passkeys/options', 'POST /auth/passkeys/session', 'POST /auth/password-resets'],
  'POST /auth/password-reset-requests',
  ...['POST /auth/refresh', 'POST /auth/session'],
];
/** Accounts and workspaces are the platform's: whoever may see all of them sees them from every workspace. */
const OF_THE_PLATFORM = ['identity', 'workspaces'];
/**
 * What gives rights, ways in or proofs, or takes what proves what was done out or down: whoever finds a browser open may do none of it.
 * The other acts of the same kind stand beside these.
 */
const DANGEROUS = [
  ...['PATCH /account', 'POST /account/totp', 'DELETE /account/totp', 'POST /account/recovery-codes'],
  ...['POST /account/passkeys', 'DELETE /account/passkeys/{id}', 'POST /api-tokens'],
  ...['POST /users', 'PATCH /users/{id}', 'DELETE /users/{id}', 'POST /users/{id}/password-reset'],
  ...[
    'DELETE /users/{id}/second-factors',
    'PUT /groups/{id}/members/{user}',
    'DELETE /groups/{id}/members/{user}',
  ],
  ...['POST /users/{id}/unlock', 'POST /users/{id}/activate', 'DELETE /groups/{id}'],
  ...['POST /role-assignments', 'PATCH /role-assignments/{id}', 'DELETE /role-assignments/{id}'],
  ...['POST /roles', 'PATCH /roles/{id}', 'DELETE /roles/{id}', 'POST /elevations/{id}/approve'],
  ...['POST /access-policies', 'PATCH /access-policies/{id}', 'DELETE /access-policies/{id}'],
  ...['POST /workspaces/{id}/members', 'PATCH /workspaces/{id}/members/{kind}/{holder}'],
  ...['POST /egress-rules', 'DELETE /egress-rules/{id}', 'GET /audit-events/export'],
  ...['POST /plugins/{id}/enable', 'POST /plugins/{id}/disable', 'PUT /plugins/{id}/settings'],
  ...['POST /plugin-changes', 'POST /plugin-changes/{id}/apply', 'POST /plugin-locks/{number}/rollback'],
  ...['POST /plugin-changes/packages', 'POST /plugin-changes/bundles'],
  'POST /workspaces/{id}/deletion',
  'POST /security-incidents/{id}/responses',
];
/** What changes nothing although it is no GET, so that who may read may ask for it. */
const READING = ['POST /scan-rules/{id}/preview', 'POST /scan-rules/plan'];
/** Names that are the same in every workspace. */
const SHARED = [
  '/plugin-changes/{id}',
  '/plugin-listings/{registry}/{name}',
  '/plugin-changes/{id}/apply',
  '/plugin-locks/{number}/rollback',
  '/plugins/{id}',
  '/plugins/{id}/disable',
  '/plugins/{id}/enable',
  '/plugins/{id}/settings',
  '/connectors/{kind}/test',
  '/asset-facets/{facet}',
  '/frameworks/{framework}/controls/{control}/assets',
];

interface Endpoint {
  readonly method: string;
  readonly template: string;
  readonly permission: string;
  readonly owner: string;
  readonly asksAnew: boolean;
  readonly untyped: readonly string[];
}

/** Whatever can be named in a path or a body, as it is called in the workspace that holds it. */
type Held = Readonly<
  Record<
    | 'source'
    | 'left'
    | 'run'
    | 'asset'
    | 'verdict'
    | 'rule'
    | 'own'
    | 'job'
    | 'role'
    | 'given'
    | 'policy'
    | 'elevation'
    | 'destination'
    | 'incident'
    | 'violation',
    string
  >
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
        asksAnew: operation['x-recent-sign-in'] === true,
        untyped: untypedOf(operation),
      })),
    );
    guarded = endpoints.filter(({ permission }) => permission !== 'public' && permission !== 'signed-in');
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
    expect(open.map(named).toSorted()).to.deep.equal(PUBLIC.toSorted());
    const undeclared = guarded.filter(({ owner, permission }) => {
      const declared = test.kernel.manifests().get(owner)?.manifest.permissions ?? [];
      return owner !== 'core' && !declared.some(({ id }) => id === permission);
    });
    expect(undeclared.map(named)).to.deep.equal([]);
  });

  it('take no value of which they do not say what kind it is', () => {
    const open = endpoints.filter(({ untyped }) => untyped.length > 0);
    expect(open.map(named).toSorted()).to.deep.equal(UNTYPED.toSorted());
  });

  it('have everybody sign in first, whatever is sent', async () => {
    const closed = endpoints.filter(({ permission }) => permission !== 'public');
    expect(await unexpected(null, () => [401], closed)).to.deep.equal([]);
  });

  it('change nothing that another site makes a browser ask for', async () => {
    const faults: string[] = [];
    for (const endpoint of endpoints.filter(({ method }) => method !== 'GET')) {
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const { method, template } = endpoint;
      const { status, body } = await test.request(method, filled(template), { headers, body: {} });
      if (status !== 403 || field(body, 'code') !== 'DW_HTTP_ORIGIN_REFUSED') faults.push(named(endpoint));
    }
    // What providers of sign-ins post by way of the browser is known by its own token.
    expect(faults).to.deep.equal(['POST /auth/providers/{key}/callback']);
  });

  it('keep everything from somebody without a role, and do not even say what there is', async () => {
    // That there are workspaces is known to everybody who is in one.
    const expected = ({ template }: Endpoint) => (template === '/workspaces' ? [403] : [404]);
    expect(await unexpected(nobody, expected)).to.deep.equal([]);
  });

  it('are not those of reading where something is changed', () => {
    const writing = guarded.filter(
      ({ method, permission }) => method !== 'GET' && permission.endsWith(':read'),
    );
    expect(writing.map(named)).to.deep.equal(READING);
  });

  it('ask for a recent sign-in where rights, ways in or proofs change hands', () => {
    const asking = endpoints.filter(({ asksAnew }) => asksAnew).map(named);
    expect(asking).to.include.members(DANGEROUS);
  });

  it('let who may only read change nothing', async () => {
    const declared = await test.service(coreServices.plugins).permissions();
    const permissions = declared.flatMap(({ id }) => (id.endsWith(':read') ? [id] : []));
    const role = { key: 'reader', title: 'Reader', permissions, everywhere: true };
    expect((await test.request('POST', '/api/v1/roles', { body: role })).status).to.equal(201);
    const [writing, reading] = [false, true].map((isRead) =>
      guarded.filter(({ permission }) => permission.endsWith(':read') === isRead),
    );
    const denied = await unexpected(reader, () => [403, 404], writing);
    const letIn = await unexpected(reader, () => [200, 400, 404], reading);
    expect([...denied, ...letIn]).to.deep.equal([]);
  });

  describe('in another workspace', () => {
    let held: Held;
    /** Of the audit trail; a number, which is in many an answer. */
    let entry: string;
    let otherWorkspace: string;

    const make = async (path: string, body: object): Promise<string> => {
      const answer = await test.request('POST', `/api/v1${path}`, { body });
      expect(answer.status, JSON.stringify(answer.body)).to.be.within(200, 299);
      return field(answer.body, 'id');
    };
    const first = async (path: string, name: string): Promise<string> => {
      const answer = await test.request('GET', `/api/v1${path}`);
      return field(answer.body, 'items', '0', name);
    };
    /** Of what was taken out here, once somebody has noticed. */
    const noticed = async (): Promise<string> => {
      for (;;) {
        const id = await first('/security-incidents?detection=mass-export', 'id');
        if (id !== 'undefined') return id;
        await sleep(50);
      }
    };
    const source = (title: string) => make('/sources', { title, connector: 'staged', config: { host: 'a' } });

    before(async function () {
      this.timeout(120_000);
      await test.service(coreServices.audit).note(test.scope(), {
        action: 'staged.people.exported',
        object: { type: 'asset', id: 'ours_people' },
        after: { records: 1_000_000 },
      });
      otherWorkspace = await make('/workspaces', { key: 'theirs', title: 'Theirs' });
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
        role: await make('/roles', { key: 'ours', title: 'Ours' }),
        given: await make('/role-assignments', {
          ...{ role: 'ours', holder: { kind: 'principal', id: 'user:ours' } },
        }),
        policy: await make('/access-policies', {
          ...{ title: 'Ours', effect: 'deny', permissions: ['jobs:manage'] },
          subjects: { principals: ['user:ours'] },
        }),
        elevation: await make('/elevations', { role: 'ours', reason: 'It is ours.', minutes: 60 }),
        destination: await make('/egress-rules', { destination: 'ours.example' }),
        incident: await noticed(),
        violation: await first('/violations?state=all', 'id'),
      };
      entry = await first('/audit-events', 'id');
      expect([...Object.values(held), entry]).not.to.include('undefined');
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
        ['/audit-events/', entry] as const,
        ['/scan-rules/', held.rule] as const,
        ['/classification-rules/', held.own] as const,
        ['/roles/', held.role] as const,
        ['/role-assignments/', held.given] as const,
        ['/access-policies/', held.policy] as const,
        ['/elevations/', held.elevation] as const,
        ['/egress-rules/', held.destination] as const,
        ['/security-incidents/', held.incident] as const,
        ['/violations/', held.violation] as const,
      ].find(([path]) => template.startsWith(path))?.[1];

    const theirs = (method: string, path: string, body?: object) =>
      test.request(method, path, { workspace: otherWorkspace, ...(body === undefined ? {} : { body }) });

    it('there is nothing at the addresses of ours', async () => {
      const bodies: Readonly<Record<string, object>> = {
        'PATCH /access-policies/{id}': { title: 'Theirs' },
        'PATCH /assets/{urn}/stewardship': { domain: 'theirs' },
        'PATCH /classification-rules/{id}': { title: 'Theirs' },
        'PATCH /role-assignments/{id}': { expiresAt: null },
        'PATCH /roles/{id}': { title: 'Theirs' },
        'PATCH /scan-rules/{id}': { title: 'Theirs' },
        'PATCH /security-incidents/{id}': { status: 'acknowledged' },
        'PATCH /sources/{id}': { title: 'Theirs' },
        'PATCH /violations/{id}': { comment: 'Theirs' },
        'POST /classifications/{id}/correct': { infoType: 'EMAIL_ADDRESS' },
        'POST /scans/{id}/tasks/retry': { tasks: [held.run] },
        'POST /scan-rules/{id}/preview': { sourceId: held.source },
        'POST /security-incidents/{id}/responses': { kind: 'revoke' },
      };
      const faults: string[] = [];
      for (const endpoint of guarded.filter(({ template }) => template.includes('{'))) {
        const { method, template, owner } = endpoint;
        if (SHARED.includes(template) || OF_THE_PLATFORM.includes(owner)) continue;
        const id = idIn(template);
        expect(id, `${named(endpoint)}: what this names is to be made above`).to.be.a('string');
        const query = template.endsWith('/comparison') ? '?from=1&to=1' : '';
        const path = `${filled(template, (name) => (name === 'version' ? '1' : String(id)))}${query}`;
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
        // Ask about one thing, as those with its id in their path do.
        const about = new Map([
          ['/access/who', `?permission=catalog:read&kind=asset&id=${encodeURIComponent(held.asset)}`],
          ['/scans/compare', `?a=${held.run}&b=${held.run}`],
        ]).get(endpoint.template);
        const { status, body } = await theirs('GET', `${filled(endpoint.template)}${about ?? ''}`);
        const said = JSON.stringify(body);
        if (
          status !== (about === undefined ? 200 : 404) ||
          // What was asked for by its id may be called so in the refusal.
          Object.values(held).some((id) => said.includes(id) && about?.includes(id) !== true)
        )
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
        ['/role-assignments', { role: 'ours', holder: { kind: 'principal', id: 'user:theirs' } }, 400],
        ['/elevations', { role: 'ours', reason: 'It is ours.', minutes: 60 }, 400],
        ['/roles', { key: 'theirs', title: 'Theirs', inherits: ['ours'] }, 400],
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
        `/roles/${held.role}`,
        `/access-policies/${held.policy}`,
      ])
        expect(field((await test.request('GET', `/api/v1${path}`)).body, 'title')).to.equal('Ours');
      const { body } = await test.request('GET', `/api/v1/classifications/${held.verdict}`);
      expect(field(body, 'status')).to.equal('suggested');
    });
  });
});
