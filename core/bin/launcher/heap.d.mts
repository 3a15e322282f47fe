/** See heap.mjs. */
export function heapArguments(options?: string): readonly string[];
