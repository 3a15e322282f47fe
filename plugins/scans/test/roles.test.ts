import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, sharedData, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field } from './scan-bench.ts';

describe('a scan over an API and a worker process', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-roles-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is requested and followed at the one and done by the other', async function () {
    this.timeout(120_000);
    const names = Array.from({ length: 5 }, (_, index) => ({ name: `t${index}` }));
    const [here, there] = [new StagedSource(names), new StagedSource(names)];
    await using api = await startPlatform({ plugins: [here.plugin], dataDirectory: folder, role: 'api' });
    const source = await api
      .service(sourcesService)
      .register(api.scope(), { key: 'apart', title: 'Apart', connector: 'staged', config: { host: 'a' } });
    const { id } = await api.service(scansService).start(api.scope(), { sourceId: source.id });
    const following = api.request('GET', `/api/v1/scans/${id}/events`);
    await using worker = await startPlatform({
      plugins: [there.plugin],
      dataDirectory: folder,
      role: 'worker',
    });
    expect(worker.plugin('scans').state).to.equal('active');
    const text = String((await following).body);
    expect(text.match(/^event: task$/gm)).to.have.length(5);
    expect(text).to.include('"state":"completed"');
    expect(there.sampled).to.have.length(5);
    expect(here.sampled).to.have.length(0);
  });

  it('is done by the worker that takes the jobs of scans, and by no other', async function () {
    this.timeout(180_000);
    const path = sharedData(this, 'chinook/chinook.sqlite');
    const children: ChildProcess[] = [];
    const worker = async (queue: string): Promise<void> => {
      const child = fork(join(import.meta.dirname, 'queue-process.ts'), [folder, queue], {
        stdio: 'inherit',
      });
      children.push(child);
      const [message] = await once(child, 'message');
      expect(message).to.deep.equal({ isReady: true });
    };
    const look = <Row extends object>(text: string, ...values: readonly string[]): Promise<readonly Row[]> =>
      withDatabase(folder, async (client) => (await client.query<Row>(text, [...values])).rows);
    try {
      await using api = await startPlatform({ dataDirectory: folder, role: 'api' });
      await worker('sources');
      const source = { key: 'chinook', title: 'Chinook', connector: 'sqlite', config: { path } };
      const { id: sourceId } = await api.service(sourcesService).register(api.scope(), source);
      const { id } = await api.service(scansService).start(api.scope(), { sourceId });
      const state = async (): Promise<unknown> =>
        field(await api.request('GET', `/api/v1/scans/${id}`), 'state');
      const taken = (plugin: string) =>
        look<{ name: string; worker: string; state: string }>(
          'select name, worker::text as worker, state from core.jobs where name like $1 and worker is not null',
          `${plugin}.%`,
        );
      // Once it has done a job of its own that came later it has had its turn, and left the scan alone.
      const passing = await api
        .service(sourcesService)
        .register(api.scope(), { ...source, key: 'passing', title: 'Passing' });
      await api.request('DELETE', `/api/v1/sources/${passing.id}`);
      const departure = () => api.request('GET', `/api/v1/sources/departures/${passing.id}`);
      while (field(await departure(), 'state') !== 'deleted')
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await state()).to.equal('queued');
      expect(await taken('scans')).to.deep.equal([]);

      await worker('scans');
      while (!['completed', 'completed-with-errors', 'failed'].includes(String(await state())))
        await new Promise((resolve) => setTimeout(resolve, 50));
      const run = await api.service(scansService).get(api.scope(), id);
      expect(run).to.deep.include({
        state: 'completed',
        tasks: { total: 11, done: 11, failed: 0, skipped: 0 },
      });
      const [scanning, other] = [await taken('scans'), await taken('sources')];
      expect(scanning.filter(({ name }) => name === 'scans.asset')).to.have.length(11);
      expect(new Set(scanning.map((job) => job.worker)).size).to.equal(1);
      expect(other.map((job) => job.worker)).not.to.include(scanning[0]?.worker);
    } finally {
      for (const child of children) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
    }
  });
});
