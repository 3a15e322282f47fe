import { expect } from 'chai';
import { requireServer } from '../servers/index.ts';
import { describeJobs } from './behaviour.suite.ts';
import { double } from './demo-jobs.ts';
import { Harness } from './harness.ts';

describe('Jobs over PostgreSQL', () => {
  before(function () {
    requireServer(this, 'postgres');
  });

  const transport = async () => ({ kind: 'postgres' }) as const;
  describeJobs(transport);

  it('go on when the connection that hears notifications is lost', async () => {
    const harness = await Harness.open(await transport());
    try {
      const jobs = await harness.start();
      const service = jobs.service('demo');
      service.handle(double, async ({ payload }) => payload.n);
      const ended = await harness.asOwner(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      expect(ended).not.to.have.length(0);
      const id = await harness.enqueue(service, double, { n: 1 });
      await harness.reaches(service, id, 'completed');
    } finally {
      await harness.close();
    }
  });
});
