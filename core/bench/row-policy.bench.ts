import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE, workspaceTable } from '@datawave/plugin-sdk';
import pg from 'pg';
import { openStorage } from '../src/storage/storage.ts';
import { silentLog } from '../test/storage.ts';

/**
 * `npm run bench -- row-policy`: what the policy of row-level security costs on lists of 100,000 assets beside 100,000 of another workspace, and on those of a
 * workspace with 100, written so that the setting may be read for each row, and so that it is read once a statement. Contestants take
 * turns; medians are compared.
 */
const ASSETS = Number(process.env['DATAWAVE_BENCH_ASSETS'] ?? 100_000);
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 15);

const SETTING = `nullif(current_setting('app.workspace', true), '')::uuid`;
const POLICIES = { 'for each row': SETTING, 'once a statement': `(select ${SETTING})` } as const;
/** Assets by workspace. */
const WORKSPACES = { large: DEFAULT_WORKSPACE, small: randomUUID(), other: randomUUID() } as const;

const STATEMENTS = {
  page: `select a.id, a.name from bench.assets a where a.retired_at is null order by -a.sensitivity_rank, a.name, a.id limit 51`,
  'page with total': `with found as not materialized (select a.id, a.name, a.sensitivity_rank from bench.assets a where a.retired_at is null)
    select (select count(*) from found), array(select id from found order by -sensitivity_rank, name, id limit 51)`,
  search: `with found as materialized (select a.id, a.name, a.sensitivity_rank from bench.assets a where a.retired_at is null and a.search like '%customer77%')
    select (select count(*) from found), array(select id from found order by -sensitivity_rank, name, id limit 51)`,
  facets: `select a.sensitivity_rank, a.source_id, a.type, a.info_types, count(*) from bench.assets a where a.retired_at is null group by 1, 2, 3, 4`,
  'one by name': `select * from bench.assets where urn = 'urn:datawave:asset:source3:table777'`,
} as const;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const directory = mkdtempSync(join(tmpdir(), 'datawave-bench-policy-'));
const storage = await openStorage({ url: 'embedded', dataDirectory: directory, log: silentLog });
const client = new pg.Client({ host: join(directory, 'run'), user: 'postgres', database: 'datawave' });
try {
  await storage.migrate([
    {
      id: 'bench',
      schema: 'bench',
      entities: [],
      migrations: [
        {
          name: '0001',
          up: [
            `create table assets (id uuid primary key, workspace_id uuid not null, urn text not null, name text not null, type text not null, source_id uuid not null,
              sensitivity_rank smallint not null, search text not null, info_types text[] not null, retired_at timestamptz, unique (workspace_id, urn))`,
            'create index assets_in_order on assets (workspace_id, (-sensitivity_rank), name, id) where retired_at is null',
            ...workspaceTable('assets'),
          ],
        },
      ],
    },
  ]);
  await client.connect();
  for (const [size, workspace] of Object.entries(WORKSPACES))
    await client.query(
      `insert into bench.assets select gen_random_uuid(), $1, 'urn:datawave:asset:source' || n % 20 || ':table' || n, 'customer' || n, (array['table', 'view', 'file'])[n % 3 + 1],
         ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, n % 4, 'customer' || n || ' orders of the year', array['EMAIL', 'PERSON_NAME']::text[] from generate_series(1, $2::int) n`,
      [workspace, size === 'small' ? 100 : ASSETS],
    );
  await client.query('vacuum analyze bench.assets');
  const times = new Map<string, number[]>();
  const plans = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [policy, value] of Object.entries(POLICIES)) {
      await client.query(
        `alter policy workspace on bench.assets using (workspace_id = ${value}) with check (workspace_id = ${value})`,
      );
      for (const size of ['large', 'small'] as const) {
        for (const [name, text] of Object.entries(STATEMENTS)) {
          await client.query(
            `begin; set local role datawave_app; set local app.workspace = '${WORKSPACES[size]}'; set local plan_cache_mode = force_custom_plan`,
          );
          const key = `${size} ${name} ${policy}`;
          if (round === 0) {
            const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`);
            const lines = rows.map((row) => row['QUERY PLAN']).join('\n');
            plans.set(key, /(Bitmap Index|Index Only|Index|Parallel Seq|Seq) Scan/.exec(lines)?.[0] ?? '?');
          }
          const started = performance.now();
          await client.query(text);
          times.set(key, [...(times.get(key) ?? []), performance.now() - started]);
          await client.query('commit');
        }
      }
    }
  }
  console.log(`medians of ${ROUNDS} rounds, ${ASSETS} assets in each of two workspaces, 100 in a third`);
  for (const name of ['large', 'small'].flatMap((size) =>
    Object.keys(STATEMENTS).map((of) => `${size} ${of}`),
  )) {
    const [each, once] = Object.keys(POLICIES).map((policy) => ({
      ms: median(times.get(`${name} ${policy}`) ?? []),
      plan: plans.get(`${name} ${policy}`),
    }));
    if (each === undefined || once === undefined) continue;
    console.log(
      `${name.padEnd(22)} for each row ${each.ms.toFixed(2)} ms (${each.plan}), once a statement ${once.ms.toFixed(2)} ms (${once.plan}): ${(once.ms / each.ms).toFixed(2)}`,
    );
  }
} finally {
  await client.end().catch(() => undefined);
  await storage.close();
  rmSync(directory, { recursive: true, force: true });
}
