import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { pluginFolder, StagedSource, scanOnce, startPlatform, withDatabase } from '../test/platform/index.ts';
import { checkAcknowledged, checkRecords } from './check-records.ts';

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

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-checker-'));
    const staged = new StagedSource(['t0', 't1', 't2'].map((name) => ({ name })));
    test = await startPlatform({
      plugins: [{ directory: pluginFolder('scan-rules') }, staged.plugin],
      dataDirectory: folder,
    });
    const scanned = await scanOnce(test, { key: 'checked', connector: 'staged', config: { host: 'a' } });
    [sourceId, run] = [scanned.sourceId, scanned.run.id];
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
    expect(await check({ sources: [{ id: sourceId, key: 'checked' }], scans: [run] })).to.deep.equal([]);
    expect(await check({ sources: [{ id, key: 'lost' }] })).to.have.length(1);
    expect(
      await check({ sources: [{ id: sourceId, key: 'checked' }], removedSources: [sourceId] }),
    ).to.have.length(1);
    expect(await check({ scans: [id] })).to.have.length(1);
    expect(await check({ changes: [{ run, to: 'cancelled' }] })).to.have.length(1);
    expect(await check({ changes: [{ run, to: 'paused' }] })).to.have.length(1);
  });
});
