import { expect } from 'chai';
import { changesOf, isScanView } from './scan-view.ts';

const RUN = {
  ...{ id: 'a', state: 'running', priority: 0, createdAt: '2026-01-15T05:00:00Z', sensitiveColumns: 0 },
  tasks: { total: 1, done: 0, failed: 0, skipped: 0 },
  progress: {
    fraction: 0,
    rows: 0,
    bytes: 0,
    assetsPerSecond: null,
    rowsPerSecond: null,
    bytesPerSecond: null,
    remainingSeconds: null,
  },
  source: { id: 's', key: 'shop', title: 'Shop' },
  error: null,
  held: null,
};

describe('the look at answers of a platform', () => {
  it('lets runs in, whatever is known of them', () => {
    expect(isScanView(RUN)).to.equal(true);
    const remainingSeconds = { likely: 1, low: 0.5, high: 2 };
    const error = { code: 'DW_X', message: 'No.', hint: null };
    const held = { by: 'source', until: null };
    expect(isScanView({ ...RUN, progress: { ...RUN.progress, remainingSeconds }, error, held })).to.equal(
      true,
    );
  });

  it('refuses what lacks anything that is shown, or has it of another kind', () => {
    const wrong: readonly object[] = [
      ...Object.keys(RUN).map((name) => ({ ...RUN, [name]: undefined })),
      { ...RUN, tasks: { ...RUN.tasks, failed: '1' } },
      { ...RUN, progress: { ...RUN.progress, fraction: Number.NaN } },
      { ...RUN, progress: { ...RUN.progress, remainingSeconds: { likely: 1 } } },
      { ...RUN, source: { id: 's', key: 'shop' } },
      { ...RUN, error: { code: 'DW_X' } },
      { ...RUN, held: { by: 'source', until: 5 } },
    ];
    for (const value of [null, 1, 'run', [], ...wrong])
      expect(isScanView(value), JSON.stringify(value)).to.equal(false);
  });

  it('takes changes where there are any', () => {
    const changes = { appeared: 1, changed: 0, gone: 0, findings: { added: 2, removed: 0 } };
    expect(changesOf({ changes })).to.deep.equal(changes);
    for (const none of [null, {}, { changes: null }, { changes: { ...changes, findings: null } }])
      expect(changesOf(none)).to.equal(null);
  });
});
