import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, DEFAULT_WORKSPACE, definePlugin, sql, workspaceTable } from '@datawave/plugin-sdk';
import { checkSettings, createKernel } from '../src/index.ts';
import { silentLog } from '../test/storage.ts';
import { processorMicroseconds } from './processor-time.ts';

/**
 * `npm run bench -- audit`: what an entry of the audit trail costs a request that changes something as plugins do: one row read, one
 * written, one event published, committed durably. The same request with the entry and without in turns, by medians. The entry goes to the
 * database with the commit, so that what it costs is the difference, and not the time that passes within `record`.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const REQUESTS = 150;
const TARGET = 0.05;
const BLOCKS = 24;
const PER_BLOCK = 50;

const spent: number[] = [];
const notes = definePlugin()({
  deps: {
    http: coreServices.http,
    storage: coreServices.storage,
    events: coreServices.events,
    audit: coreServices.audit,
  },
  migrations: [
    {
      name: '0001_notes',
      up: [
        `create table notes (id bigint generated always as identity primary key, workspace_id uuid not null, title text not null,
           tags text[] not null, changed_at timestamptz not null default now())`,
        'create index notes_title on notes (workspace_id, title)',
        ...workspaceTable('notes'),
      ],
    },
  ],
  setup({ deps }) {
    for (const isAudited of [true, false])
      deps.http.route<Record<string, string>, Record<string, unknown>, { readonly title: string }>({
        method: 'POST',
        path: isAudited ? '/notes/audited' : '/notes/plain',
        permission: 'notes:create',
        summary: 'Adds a note.',
        body: {
          type: 'object',
          required: ['title'],
          additionalProperties: false,
          properties: { title: { type: 'string', maxLength: 200 }, text: { type: 'string' } },
        },
        async handler({ scope, body }) {
          const table = sql.identifier(deps.storage.schema, 'notes');
          const id = await deps.storage.transaction(scope, async (tx) => {
            await deps.storage.query(tx, sql`select id from ${table} where title = ${body.title} limit 1`);
            const [row] = await deps.storage.query<{ id: string }>(
              tx,
              sql`insert into ${table} (workspace_id, title, tags) values (${scope.workspace}, ${body.title}, ${['a', 'b']}) returning id`,
            );
            const note = String(row?.id);
            await deps.events.publish(tx, scope, {
              type: 'notes.note.created',
              subject: note,
              data: { note },
            });
            if (!isAudited) return note;
            const started = performance.now();
            await deps.audit.record(tx, scope, {
              action: 'notes.note.created',
              object: { type: 'note', id: note, name: body.title },
              after: { title: body.title, tags: ['a', 'b'] },
            });
            spent.push(performance.now() - started);
            return note;
          });
          return {
            status: 201,
            body: { id, title: body.title },
            headers: { location: `/api/v1/notes/${id}` },
          };
        },
      });
    return {};
  },
});

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const folder = await mkdtemp(join(tmpdir(), 'datawave-bench-audit-'));
const { value: settings } = checkSettings({
  server: { port: 0, accessLog: false, metrics: { enabled: false }, rates: { perMinute: 1_000_000 } },
  storage: { url: 'embedded', data: folder },
});
if (settings === null) throw new Error('the settings are wrong');
const kernel = await createKernel({
  config: { ...settings, file: join(folder, 'bench.yaml'), projectDirectory: folder, plugins: {} },
  log: silentLog,
  authenticate: () => ({
    principal: { id: 'user:admin', kind: 'user', displayName: 'Administrator', roles: ['admin'] },
    workspace: DEFAULT_WORKSPACE,
  }),
  extraPlugins: [
    {
      manifest: { manifestVersion: 1, id: 'notes', apiVersion: '^0.1', resources: ['notes'] },
      plugin: notes,
    },
  ],
});
await kernel.start();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const authorization = 'Bearer bench';
const post = (path: string, title: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = httpRequest(
      new URL(path, kernel.address ?? ''),
      { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json' } },
      (response) => {
        response.resume();
        response.on('end', () => {
          if (response.statusCode === 201) resolve(performance.now() - started);
          else reject(new Error(`${path} answered ${response.statusCode}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ title, text: 'x'.repeat(400) }));
  });

try {
  const times = { plain: [] as number[], audited: [] as number[] };
  for (let warm = 0; warm < 100; warm++)
    await post(warm % 2 === 0 ? '/api/v1/notes/plain' : '/api/v1/notes/audited', 'warm');
  spent.length = 0;
  for (let turn = 0; turn < ROUNDS * REQUESTS; turn++) {
    // One by one in turns, and each first as often as the other: other work on the machine comes and goes.
    const kinds = turn % 2 === 0 ? (['plain', 'audited'] as const) : (['audited', 'plain'] as const);
    for (const kind of kinds) times[kind].push(await post(`/api/v1/notes/${kind}`, `note ${turn}`));
  }
  // Blocks of each in turns: what other work takes of the processor is not in it.
  const costs = { plain: [] as number[], audited: [] as number[] };
  for (let block = 0; block < BLOCKS; block++)
    for (const kind of block % 2 === 0 ? (['plain', 'audited'] as const) : (['audited', 'plain'] as const)) {
      const before = processorMicroseconds();
      for (let turn = 0; turn < PER_BLOCK; turn++)
        await post(`/api/v1/notes/${kind}`, `block ${block} ${turn}`);
      const after = processorMicroseconds();
      if (before !== null && after !== null) costs[kind].push((after - before) / PER_BLOCK);
    }
  const [plain, audited, within] = [median(times.plain), median(times.audited), median(spent)];
  const figures = {
    plainMs: round(plain, 3),
    auditedMs: round(audited, 3),
    recordMs: round(within, 3),
    // The tenth that other work on the machine disturbed least.
    undisturbed: {
      plainMs: round(quantile(times.plain, 0.1), 3),
      auditedMs: round(quantile(times.audited, 0.1), 3),
      recordMs: round(quantile(spent, 0.1), 3),
    },
    // What waits for the processor on a busy machine is in the sums, not in the medians.
    shareOfAllTime: round(1 - sum(times.plain) / sum(times.audited), 4),
    shareUndisturbed: round(1 - quantile(times.plain, 0.1) / quantile(times.audited, 0.1), 4),
    shareOfRequest: round(1 - plain / audited, 4),
    processor: {
      plainMicroseconds: round(median(costs.plain), 1),
      auditedMicroseconds: round(median(costs.audited), 1),
      share: round(1 - median(costs.plain) / median(costs.audited), 4),
    },
    target: TARGET,
  };
  console.log(
    `request without ${figures.plainMs} ms, with an entry ${figures.auditedMs} ms, of which the entry is ${(figures.shareOfRequest * 100).toFixed(1)} % (target ${TARGET * 100} %); undisturbed ${(figures.shareUndisturbed * 100).toFixed(1)} %; of the processor’s time ${(figures.processor.share * 100).toFixed(1)} %`,
  );
  console.log(JSON.stringify({ benchmark: 'audit', rounds: ROUNDS, figures }));
} finally {
  agent.destroy();
  await kernel.stop();
  await rm(folder, { recursive: true, force: true });
}
