/**
 * Have a process write down each full collection of garbage that it makes by itself. None is forced: after a forced one it would
 * hold less than it does by itself.
 */
export const COLLECTION_ARGUMENTS: readonly string[] = ['--trace-gc', '--trace-gc-ignore-scavenger'];

/** What one full collection left. */
export interface Collection {
  /** Since the process began. */
  readonly hours: number;
  /** Objects in use, and what came to be during the collection, which has its turn in the next. */
  readonly mb: number;
}

const LINE = /^\[(\d+):(0x[0-9a-f]+)\]\s+(\d+) ms: Mark-Compact .*?-> ([\d.]+) \(/gm;

/** The collections of a process's main thread, in their order, from its log. Other threads collect for themselves. */
export function collectionsOf(log: string, pid: number): readonly Collection[] {
  const lines = [...log.matchAll(LINE)].filter(([, process]) => Number(process) === pid);
  // It starts the others, and by then has collected more than once.
  const main = lines[0]?.[2];
  return lines
    .filter(([, , thread]) => thread === main)
    .map(([, , , milliseconds, mb]) => ({ hours: Number(milliseconds) / 3_600_000, mb: Number(mb) }));
}

/** Enough that one of them found hardly anything of a scan in hand. */
const GROUP = 10;

/**
 * The least that each ten collections in a row left, which is nearest to what is in use: what one leaves also depends on how much of a
 * scan was in hand. Fewer at the end are left out.
 */
export function leastOfEachTen(collections: readonly Collection[]): readonly Collection[] {
  const least: Collection[] = [];
  for (let from = 0; from + GROUP <= collections.length; from += GROUP)
    least.push(
      collections
        .slice(from, from + GROUP)
        .reduce((lowest, collection) => (collection.mb < lowest.mb ? collection : lowest)),
    );
  return least;
}
