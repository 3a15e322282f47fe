import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type TestStorage, testStorage } from '../../../test/storage.ts';
import { coreStorage } from '../../subsystems/core-migrations.ts';
import { type ReplicaGroup, RestartTurns, replicaName } from './restart-turns.ts';

describe('turns of replicas that begin anew', () => {
  let database: TestStorage;

  before(async () => {
    database = await testStorage({ plugins: [coreStorage] });
  });
  after(() => database?.close());
  const replica = (holder: string, group: ReplicaGroup = 'api'): RestartTurns =>
    new RestartTurns({ group, holder, boundSeconds: 300 });

  it('are given to one replica of a group at a time, and pass on when it is ready or was not for too long', async () => {
    const { storage } = database;
    const [one, two, worker] = [replica('one'), replica('two'), replica('worker', 'worker')];
    await Promise.all([one, two, worker].map((each) => each.announce(storage, 7)));
    const taken = await Promise.all([one, two].map((each) => each.take(storage, 7)));
    expect(taken.filter(Boolean), 'one of two at once').to.have.length(1);
    const [first, second] = taken[0] === true ? [one, two] : [two, one];
    expect(await worker.take(storage, 7), 'a worker waits for no API').to.equal(true);
    expect(await first.take(storage, 7), 'its own turn is no obstacle').to.equal(true);
    await first.announce(storage, 8);
    expect(await second.take(storage, 7)).to.equal(false);
    expect(await first.areOthersFollowing(storage)).to.equal(true);
    await first.pass(storage);
    await worker.pass(storage);
    expect(await second.take(storage, 7)).to.equal(true);
    expect(await first.take(storage, 8)).to.equal(false);
    await storage.execute(sql`update core.plugin_followers set until = now() where has_turn`);
    expect(await first.take(storage, 8), 'whoever is gone is not waited for').to.equal(true);
    expect(await first.areOthersFollowing(storage)).to.equal(false);
  });

  it('know a replica again after its restart, and from those beside it', () => {
    const names = [
      replicaName('/data', '/tmp/launcher-1/note', 'api'),
      replicaName('/data', '/tmp/launcher-2/note', 'api'),
      replicaName('/other', '/tmp/launcher-1/note', 'api'),
      replicaName('/data', '/tmp/launcher-1/note', 'worker'),
    ];
    expect(new Set(names).size).to.equal(4);
    expect(replicaName('/data', '/tmp/launcher-1/note', 'api')).to.equal(names[0]);
  });
});
