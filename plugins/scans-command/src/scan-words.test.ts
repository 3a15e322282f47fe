import { expect } from 'chai';
import { isScanView } from './scan-view.ts';
import { progressWords } from './scan-words.ts';

describe('the words for a run', () => {
  const words = (progress: object, more: object = {}): string => {
    const run = {
      ...{ id: 'a', state: 'running', priority: 0, createdAt: '2026-01-15T05:00:00Z', sensitiveColumns: 0 },
      tasks: { total: 40, done: 12, failed: 0, skipped: 0 },
      progress: {
        ...{ fraction: 0.445, rows: 0, bytes: 0 },
        ...{
          assetsPerSecond: null,
          rowsPerSecond: null,
          bytesPerSecond: null,
          remainingSeconds: null,
          ...progress,
        },
      },
      ...{ source: { id: 's', key: 'shop', title: 'Shop' }, error: null, held: null, ...more },
    };
    if (!isScanView(run)) throw new Error('it is none');
    return progressWords(run);
  };

  it('tell assets, rows, bytes and the rate as far as they are known', () => {
    expect(words({})).to.equal('running, 44%, 12 of 40 assets');
    expect(words({ rows: 12_000, bytes: 80_400_000, assetsPerSecond: 3.5 })).to.equal(
      'running, 44%, 12 of 40 assets, 3.5 a second, 12,000 rows, 80 MB',
    );
    expect(words({ bytes: 80_400_000, bytesPerSecond: 2_360_000 })).to.equal(
      'running, 44%, 12 of 40 assets, 80 MB, 2.4 MB a second',
    );
    expect(words({ bytesPerSecond: 9_000 })).to.equal('running, 44%, 12 of 40 assets');
    expect(words({ rows: 3, bytes: 400 })).to.equal('running, 44%, 12 of 40 assets, 3 rows');
  });

  it('say until when a run is held', () => {
    const held = { by: 'maintenance', until: '2026-01-15T06:00:00.000Z' };
    expect(words({}, { state: 'paused', held })).to.equal(
      'paused, 12 of 40 assets, goes on by itself after 2026-01-15 06:00 UTC',
    );
  });
});
