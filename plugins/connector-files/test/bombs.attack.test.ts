import { rmSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DataWaveError, DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { everything, never, ScratchFiles } from './scratch-files.ts';

const PIECE_BYTES = 32 * 1024 * 1024;
const PIECES = 16;
/** Of what a file unpacks to no more than this may be held; holding all of it would take more. */
const HELD_BYTES = (PIECE_BYTES * PIECES) / 2;

/** How a file begins, and what follows until it is many hundred times as large as it lies there. */
const BOMBS: Readonly<Record<string, readonly [beginning: string, unit: string]>> = {
  'a line that does not end': ['', 'x'],
  'a cell that is never closed': ['a,b\n"', 'x'],
  'rows of nothing but separators': ['a,b\n', ','],
  'zeros alone': ['', '\0'],
  'lists in lists': ['', '['],
  'a text that is never closed': ['{"a":"', 'x'],
};
const SUFFIXES = { csv: 'csv', json: 'ndjson' } as const;

describe('files that unpack to far more than they are', function () {
  this.timeout(120_000);
  const scratch = new ScratchFiles();
  after(() => rmSync(scratch.folder, { recursive: true, force: true }));

  /** What comes of looking at a file, and by how many bytes the process grew meanwhile. */
  const lookAt = async (path: string): Promise<{ readonly outcome: string; readonly grownBytes: number }> => {
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    try {
      const outcome = await scratch.look(path).then(
        () => 'read',
        (error: unknown) => (DataWaveError.is(error) || error instanceof Error ? 'refused' : String(error)),
      );
      return { outcome, grownBytes: Math.max(most, process.memoryUsage.rss()) - before };
    } finally {
      clearInterval(watch);
    }
  };

  for (const [what, [beginning, unit]] of Object.entries(BOMBS))
    it(`take no more room than others: ${what}`, async () => {
      const piece = gzipSync(Buffer.alloc(PIECE_BYTES, unit));
      const bytes = Buffer.concat([gzipSync(beginning), ...Array.from({ length: PIECES }, () => piece)]);
      expect(bytes.length).to.be.lessThan((PIECE_BYTES * PIECES) / 500);
      const suffix = /[[{]/.test(beginning + unit) ? SUFFIXES.json : SUFFIXES.csv;
      const { outcome, grownBytes } = await lookAt(
        scratch.file(`${unit.charCodeAt(0)}${beginning.length}.${suffix}.gz`, bytes),
      );
      expect(outcome).to.be.oneOf(['read', 'refused']);
      expect(grownBytes).to.be.lessThan(HELD_BYTES);
    });

  it('are let go of at once when nobody waits any more', async () => {
    const path = scratch.file('endless.csv.zst', zstdCompressSync(Buffer.alloc(PIECE_BYTES * 4, 'a,b\n')));
    await using session = await scratch.open({ path });
    const controller = new AbortController();
    for await (const item of session.discover(everything)) {
      if (!('asset' in item)) continue;
      const reading = session.sample(item.asset, { ...DEFAULT_SAMPLE, rows: 'full' }, controller.signal);
      controller.abort(new Error('nobody waits'));
      const error: unknown = await reading.catch((reason: unknown) => reason);
      expect(String(error)).to.contain('nobody waits');
    }
    expect(never.aborted).to.equal(false);
  });
});
