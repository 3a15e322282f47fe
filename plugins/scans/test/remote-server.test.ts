import { randomUUID } from 'node:crypto';
import { scanOnce, sharedData, startPlatform } from '@datawave/core/test-platform';
import { requireServer, sharedServers } from '@datawave/core/test-servers';
import { catalogService } from '@datawave/plugin-sdk';
import { expect } from 'chai';

describe('scans on a database server by URL', () => {
  it('work as on the embedded one', async function () {
    this.timeout(120_000);
    requireServer(this, 'postgres');
    const path = sharedData(this, 'chinook/chinook.sqlite');
    const server = await sharedServers.postgres();
    const storage = await server.createDatabase(`scans_${randomUUID().replaceAll('-', '')}`);
    await using test = await startPlatform({ storage });
    const { sourceId, run } = await scanOnce(test, { key: 'chinook', connector: 'sqlite', config: { path } });
    expect(run).to.deep.include({
      state: 'completed',
      tasks: { total: 11, done: 11, failed: 0, skipped: 0 },
    });
    expect(await test.service(catalogService).summary(test.scope(), { sourceId })).to.deep.include({
      assets: 11,
      columns: 64,
    });
  });
});
