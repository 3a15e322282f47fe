/** What a source can say of its keys by a look into the index each. Keys are whole numbers. @public */
export interface KeyProbe {
  /** The least key at or beyond one; null when there is none. */
  first(from: bigint | null): Promise<bigint | null>;
  /** The greatest key below one; null when there is none. */
  last(before: bigint | null): Promise<bigint | null>;
  /** About how many rows lie between two keys, both with them. */
  rows(first: bigint, last: bigint): Promise<number>;
}

interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
  readonly rows: number;
}

/** Looks a slice may cost, however the keys lie. */
const SPLITS_A_SLICE = 3;

/**
 * Places, each a key that is there, which cut the keys into about so many parts of about as many rows. Halves the stretch with
 * the most rows again and again, and draws both halves together to the keys that are in them, so that gaps of any
 * width cost nothing. Fewer places come out where there are not as many keys.
 * @public
 */
export async function cutKeys(
  probe: KeyProbe,
  count: number,
): Promise<{ readonly first: bigint | null; readonly places: readonly bigint[] }> {
  const [first, last] = [await probe.first(null), await probe.last(null)];
  if (first === null || last === null) return { first: null, places: [] };
  const stretches: Stretch[] = [{ first, last, rows: await probe.rows(first, last) }];
  const all = Math.max(1, stretches[0]?.rows ?? 1);
  for (let splits = 0; splits < count * SPLITS_A_SLICE; splits += 1) {
    const at = largest(stretches);
    const stretch = stretches[at];
    // A quarter of a slice is fine enough for slices of about the same size.
    if (stretch === undefined || stretch.rows * 4 <= all / count) break;
    const halves = await halve(probe, stretch);
    stretches.splice(at, 1, ...halves);
  }
  return { first, places: placesOf(stretches, count) };
}

function largest(stretches: readonly Stretch[]): number {
  let best = -1;
  for (const [at, { first, last, rows }] of stretches.entries())
    if (last > first && rows > (stretches[best]?.rows ?? 0)) best = at;
  return best;
}

async function halve(probe: KeyProbe, { first, last, rows }: Stretch): Promise<readonly Stretch[]> {
  const middle = first + (last - first) / 2n + 1n;
  const [before, after] = [await probe.last(middle), await probe.first(middle)];
  // The keys at both ends went meanwhile.
  if (before === null || after === null || before < first || after > last)
    return [{ first, last: first, rows }];
  return [
    { first, last: before, rows: await probe.rows(first, before) },
    { first: after, last, rows: await probe.rows(after, last) },
  ];
}

function placesOf(stretches: readonly Stretch[], count: number): readonly bigint[] {
  const all = stretches.reduce((sum, { rows }) => sum + rows, 0);
  const places: bigint[] = [];
  let seen = 0;
  for (const [at, { first, rows }] of stretches.entries()) {
    if (at > 0 && places.length < count - 1 && seen >= ((places.length + 1) * all) / count - rows / 2)
      places.push(first);
    seen += rows;
  }
  return places;
}
