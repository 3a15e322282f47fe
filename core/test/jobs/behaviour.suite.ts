import type { TransportChoice } from '../../src/jobs/jobs.ts';
import { describeAttempts } from './attempts.suite.ts';
import { describeCrashes } from './crashes.suite.ts';
import { describeEnqueueing } from './enqueueing.suite.ts';
import { Harness } from './harness.ts';
import { describeOperators } from './operators.suite.ts';
import { describeOtherWork } from './other-work.suite.ts';
import { describeProcesses } from './processes.suite.ts';

/** What every transport must do; the tests of each call it. */
export function describeJobs(transport: () => Promise<TransportChoice>): void {
  let opened: Harness | undefined;
  const harness = (): Harness => {
    if (opened === undefined) throw new Error('the harness is opened before the tests');
    return opened;
  };

  before(async () => {
    opened = await Harness.open(await transport());
  });

  afterEach(async () => {
    await opened?.stopAll();
    await opened?.clear();
  });

  after(async () => {
    await opened?.close();
  });

  describeEnqueueing(harness);
  describeAttempts(harness);
  describeOperators(harness);
  describeProcesses(harness);
  describeOtherWork(harness);
  describeCrashes(harness);
}
