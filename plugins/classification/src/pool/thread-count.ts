import { availableParallelism } from 'node:os';

/** More threads than that wait for the samples rather than the other way round. */
const MOST_THREADS = 8;

/** Threads for what the configuration says: one core is left to reading the sources and everything else. */
export const threadCount = (workers: number | 'auto', cores = availableParallelism()): number =>
  workers === 'auto' ? Math.max(1, Math.min(MOST_THREADS, cores - 1)) : workers;
