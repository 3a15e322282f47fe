import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { expect } from 'chai';

const ASSETS = 20_000;

describe('a deletion whose process is killed', () => {
  let folder = '';
  let child: ChildProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-departure-'));
  });
  after(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on after a restart until nothing is left, and takes nothing away twice', async function () {
    this.timeout(180_000);
    child = fork(join(import.meta.dirname, 'deleting-process.ts'), [folder, String(ASSETS)], {
      stdio: 'inherit',
    });
    const [said]: unknown[] = await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const id = String(Reflect.get(Object(said), 'id'));
    await using test = await startPlatform({
      plugins: [new StagedSource([]).plugin],
      dataDirectory: folder,
      settings: { jobs: { leaseSeconds: 1 } },
    });
    const departed = async (): Promise<object> =>
      Object((await test.request('GET', `/api/v1/sources/departures/${id}`)).body);
    while (Reflect.get(await departed(), 'state') !== 'deleted')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Reflect.get(await departed(), 'taken')).to.equal(ASSETS);
    const { rows } = await withDatabase(folder, (client) =>
      client.query('select 1 from scans.asset_states where source_id = $1 limit 1', [id]),
    );
    expect(rows).to.deep.equal([]);
    expect((await test.request('GET', `/api/v1/sources/${id}`)).status).to.equal(404);
  });
});
