import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLog } from '../../test/storage.ts';
import { openStorage } from './storage.ts';

describe('the first start on an empty data folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-first-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('may be made by many processes at once', async () => {
    const options = { url: 'embedded', dataDirectory: folder, log: silentLog };
    const opened = await Promise.allSettled(Array.from({ length: 24 }, () => openStorage(options)));
    const storages = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const reasons = opened.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    for (const storage of storages) await storage.close();
    expect(reasons).to.deep.equal([]);
  });
});
