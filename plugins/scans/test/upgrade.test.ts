import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { DEFAULT_WORKSPACE, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { Client } from 'pg';
import { migrations } from '../src/migrations.ts';

const RUN = '00000000-0000-4000-8000-000000000001';

describe('a database of the first release', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-upgrade-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Makes the tables what they were after the first migration alone, as the one who owns them. */
  const goBack = async (client: Client): Promise<void> => {
    const { rows } = await client.query<{ owner: string }>(
      `select tableowner as owner from pg_tables where schemaname = 'scans' and tablename = 'runs'`,
    );
    const applied = await client.query<{ name: string }>(
      'select name from scans.migrations order by applied_at, name',
    );
    expect(applied.rows.map(({ name }) => name)).to.deep.equal(migrations.map(({ name }) => name));
    await client.query(
      'drop table scans.run_log, scans.changes, scans.drifts, scans.asset_states, scans.tasks, scans.transitions, scans.runs cascade',
    );
    await client.query(`delete from scans.migrations where name <> '0001_runs'`);
    const first = migrations.find(({ name }) => name === '0001_runs');
    await client.query(`set role ${client.escapeIdentifier(rows[0]?.owner ?? '')}; set search_path = scans`);
    for (const statement of first?.up ?? []) await client.query(statement);
    await client.query('reset role; reset search_path');
    for (const table of ['runs', 'transitions', 'tasks'])
      await client.query(
        `do $$ declare r record; begin for r in select distinct grantee, privilege_type from information_schema.role_table_grants where table_schema = 'sources' and table_name = 'sources' and grantee <> '${rows[0]?.owner}'
         loop execute format('grant %s on scans.${table} to %I', r.privilege_type, replace(r.grantee, 'sources', 'scans')); end loop; end $$`,
      );
  };

  it('is brought up to date, and the run that was under way in it comes to its end', async function () {
    this.timeout(120_000);
    const staged = new StagedSource([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    const options = { plugins: [staged.plugin], dataDirectory: folder };
    let source: string;
    {
      await using test = await startPlatform(options);
      source = (
        await test.service(sourcesService).register(test.scope(), {
          ...{ key: 'old', title: 'Old', connector: 'staged', config: { host: 'a' } },
        })
      ).id;
    }
    await withDatabase(folder, async (client) => {
      await goBack(client);
      await client.query(
        `insert into scans.runs (id, workspace_id, source_id, source, state, discovered, total, done, assets, columns, created_by, started_at)
         values ($1, $2, $3, '{"id":"x","key":"old","title":"Old","connector":"staged"}', 'running', true, 3, 1, 1, 1, 'user:admin', now())`,
        [RUN, DEFAULT_WORKSPACE, source],
      );
      for (const [name, state] of Object.entries({ a: 'completed', b: 'waiting', c: 'running' }))
        await client.query(
          `insert into scans.tasks (id, workspace_id, run_id, urn, name, asset, state, job_id, fencing_token, finished_at)
           values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, gen_random_uuid(), 1, case when $6 = 'completed' then now() end)`,
          [
            ...[DEFAULT_WORKSPACE, RUN, `urn:dw:staged:old:main/${name}`, `main.${name}`],
            JSON.stringify({
              ...{ path: ['main', name], type: 'table', comment: null, rowEstimate: null, sizeBytes: null },
              columns: [
                { name: 'email', ordinal: 0, dataType: 'TEXT', kind: 'text', nullable: true, comment: null },
              ],
              ...{ primaryKey: [], uniqueKeys: [], foreignKeys: [], fingerprint: 'email' },
            }),
            state,
          ],
        );
    });
    await using test = await startPlatform(options);
    const ended = await endOf(test, RUN);
    expect(ended).to.deep.include({
      state: 'completed',
      tasks: { total: 3, done: 3, failed: 0, skipped: 0 },
      assets: 3,
    });
    expect([...staged.sampled].sort()).to.deep.equal(['main.b', 'main.c']);
  });
});
