import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  workspaceTable,
} from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { compileFilter } from '../src/decide/compile-filter.ts';
import { RuleSet } from '../src/decide/rule-set.ts';
import type { Conditions, StoredPolicy } from '../src/model/policy.ts';

/**
 * `npm run bench -- list`: a page of 50 out of a million rows in the order of an index, of which the caller may see a part, beside
 * the same page for somebody who may see everything. Under row-level security, as plugins read.
 */
const ROWS = 1_000_000;
const ROUNDS = 40;
const NOW = Date.now();

const several = (name: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, n) => `${name}-${from + n}`);

const CASES: Readonly<Record<string, { readonly effect: 'allow' | 'deny'; readonly when: Conditions }>> = {
  'half, by domains': { effect: 'allow', when: { domain: { in: several('domain', 0, 500) } } },
  'half, all but the sensitive': { effect: 'deny', when: { sensitivity: { atLeast: 'confidential' } } },
  'a tenth, by domains': { effect: 'allow', when: { domain: { in: several('domain', 0, 100) } } },
  'a thousandth, by domain': { effect: 'allow', when: { domain: { in: ['domain-7'] } } },
  'a thousandth, by owner': { effect: 'allow', when: { owner: { isMe: true, isMyGroup: true } } },
  'half, by tag': { effect: 'allow', when: { tags: { any: ['even'] } } },
  'a tenth, by tag': { effect: 'allow', when: { tags: { all: ['tenth'] } } },
  'a thousandth, by tag': { effect: 'allow', when: { tags: { any: ['tag-7'] } } },
  'all but a tenth, by tag': { effect: 'deny', when: { tags: { any: ['tenth'] } } },
  'a thousandth, by owner or tag': { effect: 'allow', when: { owner: { isMe: true } } },
  nothing: { effect: 'allow', when: { domain: { in: ['nowhere'] } } },
};

const policy = (name: string, effect: 'allow' | 'deny', when: Conditions): StoredPolicy => ({
  ...{ id: name, title: name, description: '', enabled: true, effect, permissions: ['things:read'], when },
  ...{ subjects: {}, version: 1, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '' },
});

const folder = await mkdtemp(join(tmpdir(), 'datawave-list-bench-'));
let storage: StorageService | undefined;
const test = await createTestKernel({
  dataDirectory: folder,
  plugins: [
    {
      manifest: { manifestVersion: 1, id: 'things', apiVersion: '^0.1.0', needs: { database: 'own' } },
      plugin: definePlugin()({
        deps: { storage: coreServices.storage },
        migrations: [
          {
            name: '0001_things',
            up: [
              `create table things (id uuid primary key, workspace_id uuid not null, name text not null, owner text, domain text, sensitivity text, tags text[] not null)`,
              ...workspaceTable('things'),
              'create table thing_tags (workspace_id uuid not null, tag text not null, thing_id uuid not null)',
              ...workspaceTable('thing_tags'),
            ],
          },
        ],
        setup({ deps }) {
          storage = deps.storage;
          return {};
        },
      }),
    },
  ],
});
try {
  await withDatabase(folder, async (client) => {
    await client.query(
      `insert into things.things select gen_random_uuid(), $1, 'thing ' || md5(n::text), case when n % 3 = 0 then null else 'user:' || (random() * 1000)::int end,
         'domain-' || floor(random() * 1000), (array['public', 'internal', 'confidential', 'restricted'])[1 + floor(random() * 4)], array['tag-' || floor(random() * 1000), (array['even', 'odd'])[1 + n % 2], case when n % 10 = 0 then 'tenth' else 'other' end]
       from generate_series(1, ${ROWS}) n`,
      [DEFAULT_WORKSPACE],
    );
    for (const column of ['name, id', 'owner, name, id', 'domain, name, id'])
      await client.query(`create index on things.things (workspace_id, ${column})`);
    await client.query('create index on things.things using gin (tags)');
    await client.query(
      'insert into things.thing_tags select workspace_id, unnest(tags), id from things.things order by 2, 3',
    );
    await client.query(
      'alter table things.thing_tags add primary key (workspace_id, tag, thing_id); create index on things.thing_tags (thing_id, tag)',
    );
    for (const table of ['things', 'thing_tags']) await client.query(`vacuum analyze things.${table}`);
  });
  if (storage === undefined) throw new Error('The plugin of the bench has not started.');
  const opened = storage;
  const scope: ExecutionScope = {
    ...test.scope(),
    principal: { id: 'user:7', kind: 'user', displayName: 'Seven', roles: [], groups: ['group:x'] },
  };
  const tags = {
    ...{ table: sql.identifier('things', 'thing_tags'), tag: 'tag' },
    ...{ thing: 'thing_id', of: sql`t.id` },
  };
  const columns = {
    ...{ owner: sql`t.owner`, domain: sql`t.domain`, sensitivity: sql`t.sensitivity`, tags },
  };
  const page = (predicate: SqlFragment, prefix = sql``) =>
    opened.transaction(scope, (tx) =>
      opened.query<Record<string, unknown>>(
        tx,
        sql`${prefix} select t.id, t.name from ${sql.identifier('things', 'things')} t where ${predicate} order by t.name, t.id limit 50`,
      ),
    );
  const measure = async (work: () => Promise<readonly object[]>, rounds = ROUNDS) => {
    const took: number[] = [];
    let rows = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = performance.now();
      rows = (await work()).length;
      took.push(performance.now() - before);
    }
    took.sort((a, b) => a - b);
    const at = (q: number): string => (took[Math.floor(took.length * q)] ?? 0).toFixed(1);
    return { rows, p50: at(0.5), p95: at(0.95) };
  };
  const results: Record<string, object> = { everything: await measure(() => page(sql`true`)) };
  for (const [name, { effect, when }] of Object.entries(CASES)) {
    const policies = [
      policy(name, effect, when),
      ...(effect === 'deny' ? [policy('everything', 'allow', {})] : []),
      ...(name.endsWith('or tag') ? [policy('tagged', 'allow', { tags: { any: ['tag-7'] } })] : []),
    ];
    const rules = new RuleSet({ roles: [], assignments: [], policies });
    const filter = () => compileFilter(rules.rulingOf(scope, 'things:read', NOW), columns).predicate;
    results[name] = await measure(() => page(filter()));
    if (process.env['DATAWAVE_EXPLAIN'] !== undefined)
      for (const row of await page(filter(), sql`explain (analyze, buffers)`))
        console.log(Object.values(row)[0]);
  }
  const inArrays = new RuleSet({
    ...{ roles: [], assignments: [] },
    policies: [policy('tagged', 'allow', { tags: { any: ['tag-7'] } })],
  }).rulingOf(scope, 'things:read', NOW);
  results['a thousandth, by tag in an array'] = await measure(
    () => page(compileFilter(inArrays, { ...columns, tags: sql`t.tags` }).predicate),
    5,
  );
  console.log(`A page of 50 out of ${ROWS.toLocaleString('en')} rows, in milliseconds.`);
  console.table(results);
} finally {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
}
