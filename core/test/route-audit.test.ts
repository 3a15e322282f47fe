import { join } from 'node:path';
import {
  type AuditRecord,
  coreServices,
  DataWaveError,
  defineJob,
  definePlugin,
  type JobsService,
  type Principal,
  type StorageService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { loadConfig } from '../src/config/load-config.ts';
import type { OpenApiDocument } from '../src/http/openapi.ts';
import { endOf, pluginFolder, StagedSource } from './platform/index.ts';

const STANDARD = join(import.meta.dirname, '../../config/standard.yaml');

/** What leaves no entry, and why. Whoever adds to these has thought about it. */
const SILENT: Readonly<Record<string, string>> = {
  'DELETE /notifications/{id}': 'Somebody puts away what was told to them; nobody else’s is touched.',
  'PATCH /notifications/{id}': 'Somebody has read what was told to them.',
  'POST /notifications/read': 'Somebody has read what was told to them.',
  'PUT /notifications/preferences/{topic}': 'What somebody wants to be told of is their own.',
  'POST /access/test': 'It answers a question about permissions and changes nothing.',
  'POST /classifications/foresight': 'It says what a decision would change, and takes none.',
  'POST /scan-rules/check': 'It says what is wrong with a rule that is being written; nothing is stored.',
  'POST /scan-rules/plan': 'It says what a scan would read; no row is read, nothing is stored.',
  'POST /scan-rules/preview': 'It says what a scan would read; no row is read, nothing is stored.',
  'POST /scan-rules/{id}/preview': 'It says what a scan would read; no row is read, nothing is stored.',
  'POST /text-detections': 'It looks at a text that the caller brings, and forgets it.',
};

/** Plugins whose own tests show what their routes record: it takes what only they can stage. */
const SHOWN_THERE: Readonly<Record<string, string>> = {
  identity: 'plugins/identity/test: sign-ins, sessions, second factors and passkeys.',
  'security-monitor': 'plugins/security-monitor/test: incidents, which first have to happen.',
  workspaces: 'plugins/workspaces/test: members and quotas of workspaces, and their deletion.',
};

const other: Principal = { id: 'user:other', kind: 'user', displayName: 'Other', roles: ['admin'] };

/** Routes whose own tests show what they record, likewise. */
const ROUTES_SHOWN_THERE: Readonly<Record<string, string>> = {
  'POST /plugin-changes': 'core/src/packages/package-routes.test.ts: it takes a registry.',
  'POST /plugin-changes/packages': 'core/src/packages/package-routes.test.ts: it takes a file.',
  'POST /plugin-changes/bundles': 'The same, and core/test/packages/bundle.test.ts.',
  'POST /plugin-changes/{id}/apply': 'core/src/packages/package-routes.test.ts.',
  'POST /plugin-locks/{number}/rollback': 'core/src/packages/package-routes.test.ts.',
};

/** A request that succeeds, and what the trail says of it. */
interface Step {
  readonly route: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly as?: Principal;
  /** Whether what is there is read first, for its version. */
  readonly reads?: true;
  /** One unless given: of several things that are decided at one go each has its own. */
  readonly entries?: number;
}

const field = (body: unknown, ...names: readonly string[]): string =>
  String(names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), body));

const brokenJob = defineJob<Record<never, never>>({
  name: 'work.broken',
  payload: { type: 'object', additionalProperties: false },
});
const laterJob = defineJob<Record<never, never>>({
  name: 'work.later',
  payload: { type: 'object', additionalProperties: false },
});

describe('the audit trail of all routes', () => {
  let test: TestKernel;
  let work: { readonly jobs: JobsService; readonly storage: StorageService };
  const staged = new StagedSource([{ name: 'people' }]);
  const shown = new Set<string>();
  const faults: string[] = [];
  let seen = '0';

  before(async function () {
    this.timeout(120_000);
    const { plugins } = await loadConfig(STANDARD, { env: {} });
    // The demonstration has no routes, and would scan its company meanwhile.
    const names = Object.keys(plugins).map((name) => name.replace('@datawave/plugin-', ''));
    const folders = names.filter((name) => name !== 'demo').map(pluginFolder);
    const worker = {
      manifest: { manifestVersion: 1, id: 'work', apiVersion: '*' } as const,
      version: '0.1.0',
      plugin: definePlugin()({
        deps: { jobs: coreServices.jobs, storage: coreServices.storage },
        setup({ deps }) {
          work = deps;
          deps.jobs.handle(laterJob, () => Promise.resolve());
          deps.jobs.handle(brokenJob, () =>
            Promise.reject(
              new DataWaveError({
                code: 'DW_JOB_UNRETRYABLE',
                message: 'It cannot be done.',
                hint: 'Nothing.',
              }),
            ),
          );
          return {};
        },
      }),
    };
    test = await createTestKernel({ http: 'always', plugins: [...folders, staged.plugin, worker] });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
  });
  after(() => test?.stop());

  /** What was recorded since it was last asked. */
  const recorded = async (): Promise<readonly AuditRecord[]> => {
    const log = test.service(coreServices.auditLog);
    const all: AuditRecord[] = [];
    for (;;) {
      const page = await log.read(test.scope(), { after: seen });
      all.push(...page);
      const last = page.at(-1);
      if (last === undefined) return all;
      seen = last.position;
    }
  };

  /** Asks, and looks at what that left. Answers the body. */
  const step = async ({ route, path = {}, body, as, reads, entries = 1 }: Step): Promise<unknown> => {
    const [method = '', template = ''] = route.split(' ');
    const address = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
      encodeURIComponent(path[name] ?? ''),
    );
    const etag = reads ? (await test.request('GET', `/api/v1${address}`)).headers.get('etag') : null;
    const answer = await test.request(method, `/api/v1${address}`, {
      ...(etag === null ? {} : { headers: { 'if-match': etag } }),
      ...(body === undefined ? {} : { body }),
      ...(as === undefined ? {} : { as }),
    });
    expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).to.be.within(200, 299);
    shown.add(route);
    const requestId = answer.headers.get('x-request-id');
    const own = (await recorded()).filter((record) => record.requestId === requestId);
    if (own.length !== entries) faults.push(`${route}: ${own.length} entries`);
    for (const { principal, address: from, outcome } of own)
      if (principal.kind !== 'user' || from === null || outcome !== 'succeeded')
        faults.push(`${route}: by ${principal.id} from ${from}, ${outcome}`);
    return answer.body;
  };

  /** A field of the first thing in a list. */
  const first = async (path: string, name: string): Promise<string> =>
    field((await test.request('GET', `/api/v1${path}`)).body, 'items', '0', name);

  /** Routes that are no GET and to be shown here. */
  const changing = async (): Promise<readonly string[]> => {
    const { body } = await test.request('GET', '/openapi.json', { as: null });
    // The kernel wrote it a moment ago.
    const { paths } = body as OpenApiDocument;
    return Object.entries(paths).flatMap(([template, operations]) =>
      Object.entries(operations)
        .filter(([method, operation]) => method !== 'get' && SHOWN_THERE[operation['x-plugin']] === undefined)
        .map(([method]) => `${method.toUpperCase()} ${template}`),
    );
  };

  const idOf = async (wanted: Step): Promise<string> => field(await step(wanted), 'id');

  it('tells what becomes of sources and scans', async () => {
    const settings = { connector: 'staged', config: { host: 'a', password: 'CANARY-1' } };
    const id = await idOf({ route: 'POST /sources', body: { title: 'Shop', ...settings } });
    const path = { id };
    await step({
      route: 'PATCH /sources/{id}',
      path,
      body: { title: 'Shop 2', config: { host: 'a', password: 'CANARY-2' } },
    });
    await step({
      route: 'POST /connectors/{kind}/test',
      path: { kind: 'staged' },
      body: { config: settings.config },
    });
    await step({ route: 'POST /sources/{id}/test', path, body: {} });
    await step({ route: 'POST /sources/{id}/check', path });
    staged.hold();
    const run = await idOf({ route: 'POST /scans', body: { sourceId: id } });
    await staged.held(1);
    await step({ route: 'POST /scans/{id}/pause', path: { id: run } });
    await step({ route: 'POST /scans/{id}/resume', path: { id: run } });
    await step({ route: 'POST /scans/{id}/cancel', path: { id: run } });
    staged.release();
    await endOf(test, run);
    const again = await idOf({ route: 'POST /scans/{id}/retry', path: { id: run } });
    expect((await endOf(test, again)).state).to.equal('completed');
    staged.hold();
    const left = await idOf({ route: 'POST /scans', body: { sourceId: id } });
    await staged.held(1);
    await step({ route: 'POST /scans/{id}/cancel', path: { id: left } });
    staged.release();
    await endOf(test, left);
    const task = await first(`/scans/${left}/tasks`, 'id');
    const chosen = { route: 'POST /scans/{id}/tasks/retry', path: { id: left }, body: { tasks: [task] } };
    expect((await endOf(test, await idOf(chosen))).state).to.equal('completed');
  }).timeout(60_000);

  it('tells what people decide of verdicts', async () => {
    const path = { id: await first('/classifications?status=all', 'id') };
    await step({ route: 'POST /classifications/{id}/accept', path, body: { note: 'Looked at it.' } });
    await step({ route: 'POST /classifications/{id}/withdraw', path, body: {} });
    await step({ route: 'POST /classifications/{id}/reject', path, body: {} });
    await step({ route: 'POST /classifications/{id}/correct', path, body: { infoType: 'USERNAME' } });
    await step({
      route: 'POST /classifications',
      body: { asset: await first('/assets', 'urn'), column: 'email', infoType: 'URL' },
    });
    await step({ route: 'POST /classifications/decisions', body: { action: 'withdraw', verdicts: [path] } });
    await step({
      route: 'PATCH /assets/{urn}/stewardship',
      path: { urn: await first('/assets', 'urn') },
      body: { domain: 'sales' },
    });
    const urns = [await first('/assets', 'urn')];
    await step({ route: 'POST /assets/stewardships', body: { urns, change: { domain: 'support' } } });
  });

  it('tells what people do about violations', async () => {
    const id = await first('/violations', 'id');
    await step({ route: 'PATCH /violations/{id}', path: { id }, body: { comment: 'Looked at it.' } });
    await step({ route: 'POST /violations/changes', body: { ids: [id], change: { comment: 'Again.' } } });
  });

  it('tells what becomes of scan rules and classification rules', async () => {
    const id = await idOf({ route: 'POST /scan-rules', body: { title: 'Nightly' } });
    const path = { id };
    await step({ route: 'PATCH /scan-rules/{id}', path, body: { title: 'Nightly 2' } });
    await step({ route: 'POST /scan-rules/{id}/disable', path });
    await step({ route: 'POST /scan-rules/{id}/enable', path });
    await step({
      route: 'POST /scan-rules/{id}/versions/{version}/restore',
      path: { ...path, version: '1' },
    });
    await step({ route: 'DELETE /scan-rules/{id}', path });

    const match = { kind: 'pattern', pattern: '^own-[0-9]{4}$' };
    const rule = { key: 'own', title: 'Own', infoType: 'EMAIL_ADDRESS', match };
    const own = { id: await idOf({ route: 'POST /classification-rules', body: rule }) };
    await step({ route: 'PATCH /classification-rules/{id}', path: own, body: { title: 'Own 2' } });
    await step({ route: 'POST /classification-rules/{id}/disable', path: own });
    await step({ route: 'POST /classification-rules/{id}/enable', path: own });
    const text = JSON.stringify({
      rules: [
        { ...rule, key: 'a' },
        { ...rule, key: 'b' },
      ],
    });
    await step({ route: 'POST /classification-rules/import', body: { text }, entries: 2 });
    await step({ route: 'DELETE /classification-rules/{id}', path: own });
    const asset = { source: await first('/sources', 'id'), path: ['main', 'people'] };
    await step({ route: 'POST /classification-rules/preview', body: { rule, asset } });
  }).timeout(60_000);

  it('tells who may do what', async () => {
    const role = {
      id: await idOf({
        route: 'POST /roles',
        body: { key: 'helper', title: 'Helper', permissions: ['catalog:read'] },
      }),
    };
    await step({ route: 'PATCH /roles/{id}', path: role, body: { title: 'Helper 2' } });
    const holder = { kind: 'principal', id: 'user:some', name: 'Some' };
    const given = { id: await idOf({ route: 'POST /role-assignments', body: { role: 'helper', holder } }) };
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await step({ route: 'PATCH /role-assignments/{id}', path: given, body: { expiresAt: until } });
    await step({ route: 'DELETE /role-assignments/{id}', path: given });
    await step({ route: 'DELETE /roles/{id}', path: role });
    await idOf({
      route: 'POST /roles',
      body: { key: 'watch', title: 'Watch', permissions: ['catalog:read'] },
    });
    const elevation = async (): Promise<{ id: string }> => ({
      id: await idOf({
        route: 'POST /elevations',
        as: other,
        body: { role: 'watch', reason: 'An incident.', minutes: 30 },
      }),
    });
    await step({ route: 'POST /elevations/{id}/refuse', path: await elevation(), body: {} });
    await step({ route: 'POST /elevations/{id}/withdraw', path: await elevation(), as: other, body: {} });
    await step({ route: 'POST /elevations/{id}/approve', path: await elevation(), body: {} });
    const policy = {
      id: await idOf({
        route: 'POST /access-policies',
        body: {
          title: 'No scans',
          effect: 'deny',
          permissions: ['scans:run'],
          subjects: { principals: ['user:some'] },
        },
      }),
    };
    await step({ route: 'PATCH /access-policies/{id}', path: policy, body: { title: 'No scans 2' } });
    await step({ route: 'DELETE /access-policies/{id}', path: policy });
    if (!(await changing()).includes('POST /egress-rules')) return;
    const destination = { destination: 'api.example.com', reason: 'Told.' };
    const rule = { id: await idOf({ route: 'POST /egress-rules', body: destination }) };
    await step({ route: 'DELETE /egress-rules/{id}', path: rule });
  });

  it('tells what becomes of jobs, plugins and the trail itself', async () => {
    const scope = test.scope();
    const [broken, later] = await work.storage.transaction(scope, async (tx) => [
      await work.jobs.enqueue(tx, scope, brokenJob, {}),
      await work.jobs.enqueue(tx, scope, laterJob, {}, { delayMs: 3_600_000 }),
    ]);
    while ((await work.jobs.get(scope, broken))?.state !== 'failed')
      await new Promise((resolve) => setTimeout(resolve, 20));
    await step({ route: 'POST /jobs/{id}/replay', path: { id: broken } });
    await step({ route: 'POST /jobs/{id}/cancel', path: { id: later } });
    await step({ route: 'POST /plugins/{id}/disable', path: { id: 'free-text' } });
    await step({ route: 'POST /plugins/{id}/enable', path: { id: 'free-text' } });
    const settings = { poolSize: 5 };
    const path = { id: 'connector-postgres' };
    await step({ route: 'PUT /plugins/{id}/settings', path, body: { settings }, reads: true });
    await step({ route: 'DELETE /sources/{id}', path: { id: await first('/sources', 'id') } });
    if (test.kernel.plugins().some(({ id }) => id === 'activity'))
      await step({ route: 'POST /audit-events/verify', body: {} });
  }).timeout(60_000);

  it('holds exactly one entry of each, by who did it, and no secret', async () => {
    expect(faults).to.deep.equal([]);
    seen = '0';
    const everything = JSON.stringify(await recorded());
    expect(everything).to.contain('enteredFields');
    expect(everything).not.to.contain('CANARY');
  });

  it('leaves out no route that changes something, but those of which it is said why', async () => {
    const routes = await changing();
    const known = { ...SILENT, ...ROUTES_SHOWN_THERE };
    expect(routes.filter((route) => !shown.has(route) && known[route] === undefined)).to.deep.equal([]);
    expect(Object.keys(known).filter((route) => !routes.includes(route))).to.deep.equal([]);
  });
});
