import { createHmac } from 'node:crypto';

/** Hashes kept of a column of a slice: what slices share is then known within some 6 % (one standard deviation). */
const KEPT = 256;
const HASH_BYTES = 6;

/**
 * The smallest keyed hashes of distinct values, by which the values of several slices can be compared (bottom-k sketch).
 * Keyed, because the bare hash of a short identifier gives the identifier away.
 */
export function sketchOf(values: readonly string[], key: Uint8Array): readonly string[] {
  return values
    .map((value) => createHmac('sha256', key).update(value).digest().subarray(0, HASH_BYTES).toString('hex'))
    .sort()
    .slice(0, KEPT);
}

/**
 * Distinct values of all slices together: those of each added up, less what the sketches show that they share. Exact while
 * every slice has no more distinct values than a sketch keeps.
 */
export function countDistinct(
  slices: readonly { readonly sketch: readonly string[]; readonly distinctCount: number }[],
): number {
  const sum = slices.reduce((total, { distinctCount }) => total + distinctCount, 0);
  const full = slices.flatMap(({ sketch }) => (sketch.length < KEPT ? [] : [sketch.at(-1) ?? '']));
  // Below this hash every sketch is complete, so that what is missing in one is not in its slice.
  const limit = full.sort()[0];
  const compared = slices.flatMap(({ sketch }) =>
    limit === undefined ? sketch : sketch.filter((hash) => hash <= limit),
  );
  if (compared.length === 0) return sum;
  const most = Math.max(...slices.map(({ distinctCount }) => distinctCount));
  return Math.max(most, Math.round((sum * new Set(compared).size) / compared.length));
}
