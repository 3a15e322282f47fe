/**
 * How a process of the platform keeps its memory. Left to itself V8 may use a share of all there is, and the more it may, the later it
 * clears up: a process that needs 150 MB holds 800. Even with a limit of a gigabyte it waits until the heap is 1.6 times what was in
 * use; told to do so at 1.4 times, a process that scans holds 15 MB less and takes no longer. It begins at 32 MB: with 64 it fills those
 * before it clears up for the first time, in each of its threads, and holds 8 MB more before it has done anything.
 *
 * A worker has 4 MB of room for young objects instead of 8, and each of its two heaps holds that twice: it takes 3 to 6 % more processor
 * time. Old objects are given the same as elsewhere, because code caches are kept apart for each value of those options, and a worker
 * that finds none loads a compiler for TypeScript. Both together leave it 13 MB less. Whoever sets a limit in NODE_OPTIONS is asked no
 * more.
 */
export const heapArguments = (isWorker = false, options = process.env.NODE_OPTIONS ?? '') =>
  /--max[-_](old[-_]space|heap|semi[-_]space)[-_]size/.test(options)
    ? []
    : [
        '--max-old-space-size=1024',
        isWorker ? '--max-semi-space-size=4' : '--max-semi-space-size=8',
        '--heap-growing-percent=40',
        '--initial-old-space-size=32',
      ];

/**
 * The environment of such a process. Left to itself the C library of Linux keeps memory for each thread that ever asked for some, and
 * gives it back to none; with one place for all a process that scans holds 10 to 25 MB less.
 */
export const heapEnvironment = (environment = process.env) => ({
  MALLOC_ARENA_MAX: environment.MALLOC_ARENA_MAX ?? '1',
});
