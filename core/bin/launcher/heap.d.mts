/** See heap.mjs. */
export function heapArguments(isWorker?: boolean, options?: string): readonly string[];

/** See heap.mjs. */
export function heapEnvironment(environment?: NodeJS.ProcessEnv): { readonly MALLOC_ARENA_MAX: string };
