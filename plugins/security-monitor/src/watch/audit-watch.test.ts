import type { JobSummary, PluginState, PluginStatus } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { DAY, MINUTE, NOON } from '../../test/sightings.ts';
import { AuditWatch } from './audit-watch.ts';
import { ownScope } from './own-scope.ts';

const scope = ownScope({ signal: new AbortController().signal });
const plugin = (id: string, state: PluginState): PluginStatus => ({
  ...{ id, state, name: id, version: '1.0.0', title: id, reason: null },
  ...{ recoverable: true, blockedBy: [], critical: false, timing: {}, revoked: null },
});
const sweep = (finishedAt: string): JobSummary => ({
  ...{ id: '1', name: 'activity.sweep', plugin: 'activity', state: 'completed', attempt: 1, attempts: 3 },
  ...{ progress: { fraction: 1, detail: null }, priority: 0, createdAt: finishedAt, startedAt: finishedAt },
  ...{ finishedAt, error: null },
});

/** What is seen wrong, with the positions under which it is told. */
const look = async (
  now: number,
  states: readonly PluginStatus[],
  sealed: readonly JobSummary[] = [sweep(new Date(now).toISOString())],
): Promise<readonly (readonly [unknown, string, string])[]> => {
  const config = {
    enabled: true,
    plugins: ['activity', 'security-monitor'],
    minimumDays: 90,
    stalledMinutes: 30,
    automatic: [],
  };
  const plugins = { list: async () => states };
  const jobs = { list: async () => ({ items: sealed, nextCursor: null }) };
  const found = await new AuditWatch(plugins, jobs, config, NOON).look(scope, now);
  return found.map(({ facts, key, position }) => [facts['what'], key, position]);
};

describe('the watch over the audit trail', () => {
  it('sees a plugin that does not run, and none that is about to, is not there or need not', async () => {
    for (const state of ['disabled', 'failed', 'invalid', 'blocked'] as const)
      expect(
        (await look(NOON, [plugin('activity', state)])).map(([what, key]) => [what, key]),
        state,
      ).to.deep.equal([['plugin-down', 'plugin:activity']]);
    for (const state of ['active', 'degraded', 'setting-up', 'stopping'] as const)
      expect(await look(NOON, [plugin('activity', state)]), state).to.deep.equal([]);
    expect(await look(NOON, [plugin('demo', 'failed')])).to.deep.equal([]);
  });

  it('sees that nothing is sealed any more, once this process has run for that long', async () => {
    const states = [plugin('activity', 'active')];
    const old = [sweep(new Date(NOON - DAY).toISOString())];
    expect(await look(NOON + 10 * MINUTE, states, old)).to.deep.equal([]);
    const found = await look(NOON + 31 * MINUTE, states, old);
    expect(found.map(([what]) => what)).to.deep.equal(['sealing-stalled']);
    expect((await look(NOON + 31 * MINUTE, states, [])).map(([what]) => what)).to.deep.equal([
      'sealing-stalled',
    ]);
    expect(await look(NOON + 31 * MINUTE, states)).to.deep.equal([]);
  });

  it('tells the same once a day', async () => {
    const at = async (now: number) =>
      (await look(now, [plugin('activity', 'failed')])).map(([, , position]) => position);
    expect(await at(NOON)).to.deep.equal(await at(NOON + 60 * MINUTE));
    expect(await at(NOON)).not.to.deep.equal(await at(NOON + DAY));
  });
});
