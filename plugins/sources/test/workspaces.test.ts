import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { catalogService, type ExecutionScope, scansService, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

describe('the care for sources of several workspaces', function () {
  this.timeout(120_000);
  const staged = new StagedSource([{ name: 'a' }]);
  let folder = '';
  let test: TestKernel;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-workspaces-'));
    test = await startPlatform({ plugins: [staged.plugin], dataDirectory: folder });
  });
  after(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const query = <Row extends object>(text: string, values: readonly unknown[]) =>
    withDatabase(folder, async (client) => (await client.query<Row>(text, [...values])).rows);
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const register = async (scope: ExecutionScope) =>
    test.service(sourcesService).register(scope, {
      ...{ key: 'own', title: 'Own', connector: 'staged', config: { host: 'a' } },
    });
  const jobsOf = (workspace: string, name: string) =>
    query<{ id: string }>(
      `select id from core.jobs where workspace_id = $1 and name = $2 and state in ('waiting', 'delayed', 'running')`,
      [workspace, name],
    );
  /** Lets the time pass until the sources of a workspace are looked at. */
  const look = (workspace: string): Promise<void> =>
    until(
      async () =>
        (
          await query(
            `update core.jobs set run_at = now() where workspace_id = $1 and name = 'sources.revive' and state = 'delayed' returning id`,
            [workspace],
          )
        ).length === 1,
    );

  it('gives a source that lost its job another one in each of them', async () => {
    for (const workspace of [randomUUID(), randomUUID()]) {
      const scope = test.scope({ workspace });
      const { id } = await register(scope);
      await query(`delete from core.jobs where workspace_id = $1 and name = 'sources.check'`, [workspace]);
      await query(`update sources.health set next_check_at = now() - interval '1 day' where source_id = $1`, [
        id,
      ]);
      await look(workspace);
      await until(async () => (await jobsOf(workspace, 'sources.check')).length === 1);
      await until(async () => (await jobsOf(workspace, 'sources.revive')).length === 1);
    }
  });

  it('tells a plugin that was away of what was deleted in any of them', async () => {
    const workspace = randomUUID();
    const scope = test.scope({ workspace });
    const { id } = await register(scope);
    const { id: run } = await test.service(scansService).start(scope, { sourceId: id });
    await test.service(scansService).finished(scope, run);
    const remembered = () => query('select urn from scans.asset_states where source_id = $1', [id]);
    expect(await remembered()).to.have.length(1);
    await test.kernel.disable('scans');
    const removed = await test.request('DELETE', `/api/v1/sources/${id}`, { workspace });
    expect(removed.status, JSON.stringify(removed.body)).to.equal(202);
    await until(async () => (await jobsOf(workspace, 'sources.depart')).length === 0);
    expect((await test.service(catalogService).summary(scope, { sourceId: id })).assets).to.equal(0);
    expect(await remembered(), 'it could not be told').to.have.length(1);
    await test.kernel.enable('scans');
    await look(workspace);
    await until(async () => (await remembered()).length === 0);
    const other = await test.request('GET', `/api/v1/sources/departures/${id}`);
    expect(other.status, 'of another workspace').to.equal(404);
  });
});
