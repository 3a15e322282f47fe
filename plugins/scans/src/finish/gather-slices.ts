import type { AssetScan } from '@datawave/plugin-sdk';

/** Different hashes held of all columns together, twice as many for a moment: some 40 MB. */
const MOST_HASHES = 250_000;
/** Of one column, however many columns there are: what slices share is then known within some 5 %. */
const LEAST_OF_COLUMN = 512;

/** What is held of one column: its hashes in each slice, all of them below a limit that is the same for all slices. */
interface Gathered {
  readonly sketches: (readonly string[])[];
  /** Each different hash once: slices that share a value share the text of its hash, too. */
  known: Map<string, string>;
  /** Null while every slice told all of its hashes. */
  limit: string | null;
}

/**
 * Gathers the scans of an asset's slices one after the other, so that they fit into memory however many there are and however wide
 * the asset is: of the hashes of a column those are let go of that are above a common limit. Below it every slice tells all that it
 * has, so that distinct values are counted from what is left as before, a little less exactly.
 */
export class SliceGathering {
  readonly #scans: AssetScan[] = [];
  readonly #columns: Gathered[] = [];
  readonly #mostHashes: number;

  /** @param mostHashes - different ones of all columns together */
  constructor(mostHashes = MOST_HASHES) {
    this.#mostHashes = mostHashes;
  }

  add(scan: AssetScan): void {
    const most = Math.max(LEAST_OF_COLUMN, Math.floor(this.#mostHashes / Math.max(1, scan.columns.length)));
    const columns = scan.columns.map(({ sketch = [], ...column }, position) => {
      this.#columns[position] ??= { sketches: [], known: new Map(), limit: null };
      // What a slice has more of it does not tell: beyond its last hash others may have what it has, too.
      const isCut = sketch.length < column.profile.distinctCount;
      gather(this.#columns[position], sketch, isCut ? sketch.at(-1) : undefined, most);
      return column;
    });
    this.#scans.push({ ...scan, columns });
  }

  /** The scans, in the order in which they came. */
  scans(): readonly AssetScan[] {
    return this.#scans.map((scan, slice) => ({
      ...scan,
      columns: scan.columns.map((column, position) => {
        const gathered = this.#columns[position];
        return gathered === undefined
          ? column
          : { ...column, sketch: below(gathered.limit, gathered.sketches[slice] ?? []) };
      }),
    }));
  }
}

function gather(gathered: Gathered, sketch: readonly string[], last: string | undefined, most: number): void {
  if (last !== undefined && (gathered.limit === null || last < gathered.limit)) gathered.limit = last;
  const { known } = gathered;
  const shared = below(gathered.limit, sketch).map((hash) => {
    const same = known.get(hash);
    if (same === undefined) known.set(hash, hash);
    return same ?? hash;
  });
  gathered.sketches.push(shared);
  if (known.size <= 2 * most) return;
  const kept = below(gathered.limit, [...known.keys()])
    .toSorted()
    .slice(0, most);
  gathered.limit = kept.at(-1) ?? gathered.limit;
  gathered.known = new Map(kept.map((hash) => [hash, hash]));
  for (const [slice, held] of gathered.sketches.entries())
    gathered.sketches[slice] = below(gathered.limit, held);
}

const below = (limit: string | null, hashes: readonly string[]): readonly string[] =>
  limit === null ? hashes : hashes.filter((hash) => hash <= limit);
