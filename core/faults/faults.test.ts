import { expect } from 'chai';
import { requireServer } from '../test/servers/index.ts';
import type { FaultKind } from './fault-kinds.ts';
import { SuiteServers } from './fault-platform.ts';
import { performRun } from './perform-run.ts';
import { planRun, type RunPlan } from './run-plan.ts';

/** The first run of a seed that has this fault alone, made small. */
function smallRun(kind: FaultKind): RunPlan {
  for (let run = 0; ; run += 1) {
    const plan = planRun(1, run, { canMount: false });
    if (plan.faults.length === 1 && plan.faults[0]?.kind === kind)
      return { ...plan, source: 'postgres', tables: 10, stagedTables: 8, sourceDelayMs: 5, apis: 1 };
  }
}

describe('the fault suite', () => {
  const servers = new SuiteServers();

  before(function () {
    requireServer(this, 'postgres');
    requireServer(this, 'redis-server');
  });
  after(() => servers.close());

  for (const kind of ['kill-api', 'flush-redis'] as const) {
    it(`finds nothing lost and nothing twice after ${kind}`, async function () {
      this.timeout(400_000);
      // What is lost or doubled is wrong on any machine; times are measured where nothing else runs beside.
      const options = { judgesTimes: false };
      const { violations, acknowledged, faults } = await performRun(smallRun(kind), servers, options);
      expect(violations).to.deep.equal([]);
      expect(acknowledged).to.be.greaterThan(5);
      expect(faults.map((fault) => fault.kind)).to.deep.equal([kind]);
    });
  }
});
