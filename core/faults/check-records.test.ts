import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scansService, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { endOf, pluginFolder, StagedSource, startPlatform, withDatabase } from '../test/platform/index.ts';
import { field, type RuleVersion } from './api-client.ts';
import { checkAcknowledged, checkRecords } from './check-records.ts';

const DELETED = `insert into sources.departures (source_id, workspace_id, source, finished_at) select id, workspace_id, '{}', now() from sources.sources; delete from sources.sources`;

/** What could be stored wrongly, and what the checker says to it. */
const TAMPERINGS: Readonly<Record<string, readonly [statement: string, says: RegExp]>> = {
  'a counter that lags behind': [`update scans.runs set done = done - 1`, /counters are not those/],
  'an unfinished run': [`update scans.runs set state = 'running'`, /has not ended/],
  'a task that nobody ended': [
    `update scans.tasks set state = 'queued' where name = 'main.t0'`,
    /has tasks that have not/,
  ],
  'a failed task in a completed run': [
    `update scans.tasks set state = 'failed' where name = 'main.t0'`,
    /called completed although/,
  ],
  'a failure without a reason': [`update scans.runs set state = 'failed'`, /failed without an error/],
  'a result that got lost': [
    `delete from catalog.assets where name = 'main.t1'`,
    /left nothing in the catalog/,
  ],
  'a result that was recorded twice': [
    `update catalog.assets set version = 2 where name = 'main.t1'`,
    /more versions than results/,
  ],
  'a column too many': [
    `update catalog.assets set column_count = 2 where name = 'main.t1'`,
    /columns are not as many/,
  ],
  'a slice that is not there': [
    `delete from scans.tasks where name = 'main.large' and slice_index = 1`,
    /slices of an asset are not there once each/,
  ],
  'a slice that was counted twice': [
    `update catalog.assets set sampled_rows = 4 where name = 'main.large'`,
    /does not have the rows of its slices: .* has 4 and they have 3/,
  ],
  'an asset without one of its slices': [
    `update scans.tasks set state = 'failed', error = '{"code": "x"}' where name = 'main.large' and slice_index = 0`,
    /of which a slice was not read/,
  ],
  'a version of a rule that got lost': [`delete from scan_rules.rule_versions`, /more or fewer versions/],
  'a rule that is not what was said last': [
    `update scan_rules.rules set document = jsonb_set(document, '{priority}', '5')`,
    /something else than its last version/,
  ],
  'a schedule of a rule that was removed': [
    `update scan_rules.rules set removed_at = now()`,
    /is scheduled that was removed/,
  ],
  'a start that a schedule recorded and nobody made': [
    `insert into scan_rules.outcomes (workspace_id, rule_id, due_at, source_id, outcome, run_id, reason)
     select workspace_id, id, now(), gen_random_uuid(), 'started', gen_random_uuid(), 'its time had come' from scan_rules.rules`,
    /started a scan that there is not/,
  ],
  'a deletion that somebody forgot': [
    `insert into sources.departures (source_id, workspace_id, source) select gen_random_uuid(), workspace_id, '{}' from sources.sources`,
    /not taken away: the deletion of .* has not ended/,
  ],
  'assets of a source that was deleted': [
    `${DELETED}; delete from scans.asset_states; update compliance.violations set state = 'resolved'`,
    /not taken away: .* is not retired and 3 more/,
  ],
  'what is remembered of a source that was deleted': [
    `${DELETED}; update catalog.assets set retired_at = now(); update compliance.violations set state = 'resolved'`,
    /not taken away: .* is remembered and 3 more/,
  ],
  'an end that was told twice': [
    `insert into core.events select (select max(sequence) + 1 from core.events), gen_random_uuid(), workspace_id, source, type, subject, time, data
     from core.events where type = 'scans.task.ended' limit 1`,
    /end of a task was told more or less/,
  ],
};

describe('the checker of fault runs', () => {
  let folder: string;
  let test: TestKernel;
  let sourceId: string;
  let run: string;
  let rule: RuleVersion;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-checker-'));
    const staged = new StagedSource([
      ...['t0', 't1', 't2'].map((name) => ({ name })),
      { name: 'large', sizeBytes: 2 * 1024 * 1024, slices: 2 },
    ]);
    test = await startPlatform({
      plugins: [{ directory: pluginFolder('scan-rules') }, staged.plugin],
      scans: { sliceMegabytes: 1 },
      dataDirectory: folder,
    });
    const scope = test.scope();
    const source = { key: 'checked', title: 'checked', connector: 'staged', config: { host: 'a' } };
    sourceId = (await test.service(sourcesService).register(scope, source)).id;
    const answer = await test.request('POST', '/api/v1/scan-rules', {
      body: {
        ...{ title: 'every row', description: 'as it was added', mode: 'full', sampling: { rows: 'full' } },
        schedule: { cron: '0 0 29 2 *', timeZone: 'UTC' },
      },
    });
    rule = { id: field(answer.body, 'id'), version: 1, title: 'every row', description: 'as it was added' };
    run = (await test.service(scansService).start(scope, { sourceId, ruleId: rule.id })).id;
    await endOf(test, run);
    // Events are told a moment after what they tell.
    await withDatabase(folder, async (client) => {
      while ((await client.query('select 1 from core.event_outbox')).rows.length > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
    });
  });
  after(async () => {
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds nothing wrong where nothing is', async () => {
    expect(await withDatabase(folder, checkRecords)).to.deep.equal([]);
  });

  for (const [what, [statement, says]] of Object.entries(TAMPERINGS)) {
    it(`sees ${what}`, async () => {
      const found = await withDatabase(folder, async (client) => {
        await client.query('begin');
        await client.query(statement);
        const faults = await checkRecords(client);
        await client.query('rollback');
        return faults;
      });
      expect(found.join('\n')).to.match(says);
    });
  }

  it('misses what was promised and is not there', async () => {
    const none = { sources: [], removedSources: [], scans: [], changes: [], rules: [], removedRules: [] };
    const id = '00000000-0000-4000-8000-000000000000';
    const check = (promised: object) =>
      withDatabase(folder, (client) => checkAcknowledged(client, { ...none, ...promised }));
    expect(
      await check({ sources: [{ id: sourceId, key: 'checked' }], scans: [run], rules: [rule] }),
    ).to.deep.equal([]);
    expect(await check({ sources: [{ id, key: 'lost' }] })).to.have.length(1);
    expect(
      await check({ sources: [{ id: sourceId, key: 'checked' }], removedSources: [sourceId] }),
    ).to.have.length(1);
    expect(await check({ scans: [id] })).to.have.length(1);
    expect(await check({ rules: [{ ...rule, version: 2 }] })).to.have.length(1);
    expect(await check({ rules: [{ ...rule, description: 'another one' }] })).to.have.length(1);
    expect(await check({ removedRules: [rule.id] })).to.have.length(1);
    expect(await check({ changes: [{ run, to: 'cancelled' }] })).to.have.length(1);
    expect(await check({ changes: [{ run, to: 'paused' }] })).to.have.length(1);
  });
});
