import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InlinePlugin } from '../src/index.ts';
import { StagedSource } from '../test/platform/index.ts';
import type { StagedTable } from './node-process.ts';

/** How long a busy table leaves its process no time for anything else: past the lease of its job. */
const BUSY_MS = 5_000;
/** The part of a table that misbehaves. */
const BAD_SLICE = 1;
/** Tables of more parts than one are larger than the limit of the platform under test. */
const SLICE_BYTES = 1024 * 1024;

/** The connector `staged`, whose tables take their time and some of which do to their process what no connector should. */
export function stagedPlugin(tables: readonly StagedTable[], folder: string): InlinePlugin {
  /** Counted in a file, because the process may not live to count again. */
  const isFirst = (name: string): boolean => {
    const file = join(folder, 'staged.log');
    const isSeen = existsSync(file) && readFileSync(file, 'utf8').split('\n').includes(name);
    appendFileSync(file, `${name}\n`);
    return !isSeen;
  };
  const misbehave = async ({ name, behaviour }: StagedTable, slice: number | null): Promise<void> => {
    // One part of a table is enough.
    if (slice !== null && slice !== BAD_SLICE) return;
    if (behaviour === 'poisons') process.kill(process.pid, 'SIGKILL');
    if (behaviour === 'answers' || !isFirst(name)) return;
    switch (behaviour) {
      case 'crashes':
        process.kill(process.pid, 'SIGKILL');
        return;
      case 'hangs':
        await new Promise<never>(() => undefined);
        return;
      case 'is-busy':
        for (const until = performance.now() + BUSY_MS; performance.now() < until; );
        return;
      case 'eats-memory':
        for (const eaten: unknown[] = []; ; ) eaten.push(new Array<number>(1_000_000).fill(eaten.length));
    }
  };
  const source = new StagedSource(
    tables.map((table) => ({
      name: table.name,
      slices: table.slices,
      sizeBytes: table.slices * SLICE_BYTES,
      sample: async (signal, slice) => {
        await new Promise((resolve) => setTimeout(resolve, table.waitMs));
        signal.throwIfAborted();
        await misbehave(table, slice);
      },
    })),
  );
  return source.plugin;
}
