import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';

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
});
