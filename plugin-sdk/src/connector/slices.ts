import type { DataWaveError } from '../errors.ts';
import type { Asset, ColumnSchema } from '../governance/asset.ts';
import type { AssetSlice, SliceKind } from '../governance/slice.ts';
import { sourceError } from './source-error.ts';

/** An asset is cut into at most so many slices, however large it is: each is a task with a row of its own. */
const MOST_SLICES = 1000;

/** A slice before it is known how many there are. @public */
export type SlicePart = Pick<AssetSlice, 'bounds' | 'title' | 'rowEstimate'>;

/** Into how many slices of about `sliceBytes` so many bytes are cut; 1 where it is not cut. @public */
export function sliceCount(bytes: number | null, sliceBytes: number | null): number {
  if (bytes === null || sliceBytes === null || bytes <= sliceBytes) return 1;
  return Math.min(MOST_SLICES, Math.ceil(bytes / Math.max(1, sliceBytes)));
}

/** Numbers the parts of an asset; none where there is but one. @public */
export function numberSlices(kind: SliceKind, parts: readonly SlicePart[]): readonly AssetSlice[] {
  if (parts.length < 2) return [];
  return parts.map((part, index) => ({ index, count: parts.length, kind, ...part }));
}

/** Steps of seconds at which people cut time. */
const TIME_STEPS: readonly bigint[] = [60n, 600n, 3600n, 86_400n, 864_000n, 8_640_000n, 86_400_000n];
/** A bound is a round number: never a single key as it was found. */
const DECIMAL_STEPS: readonly bigint[] = Array.from({ length: 18 }, (_, power) => 10n ** BigInt(power + 1));

/** What a key counts in: whole numbers, or seconds since 1970. @public */
export type KeyScale = 'number' | 'seconds';

const floorTo = (value: bigint, step: bigint): bigint => {
  const rest = value % step;
  return value - (rest < 0n ? rest + step : rest);
};

/**
 * Rounds the places at which a key is cut, downwards and by less than a quarter of the way to the next one, so that no bound is
 * a key that was found. Places too close together for that are left out. Where each place is a key that is there,
 * no slice between the bounds is empty. `first` is the least key that was found.
 * @public
 */
export function roundBounds(
  places: readonly bigint[],
  scale: KeyScale,
  first: bigint | null,
): readonly bigint[] {
  const sorted = [...new Set(places)].sort((a, b) => (a < b ? -1 : 1));
  const steps = scale === 'seconds' ? TIME_STEPS : DECIMAL_STEPS;
  const bounds: bigint[] = [];
  for (const [at, place] of sorted.entries()) {
    const before = sorted[at - 1] ?? first;
    const after = sorted[at + 1];
    const gaps = [
      ...(before === null ? [] : [place - before]),
      ...(after === undefined ? [] : [after - place]),
    ];
    const gap = gaps.reduce((least, one) => (one < least ? one : least), gaps[0] ?? 0n);
    const step = steps.findLast((one) => one * 4n <= gap);
    if (step === undefined) continue;
    // A place may be round itself: the bound is the round number before it.
    const bound = floorTo(place - 1n, step);
    if (bounds.at(-1) !== bound) bounds.push(bound);
  }
  return bounds;
}

/** Picks the places that cut a list of sorted, equally weighty keys into so many stretches. @public */
export function pickPlaces(keys: readonly bigint[], count: number): readonly bigint[] {
  const picked: bigint[] = [];
  for (let at = 1; at < count; at += 1) {
    const key = keys[Math.floor((at * keys.length) / count)];
    if (key !== undefined && picked.at(-1) !== key && key !== keys[0]) picked.push(key);
  }
  return picked;
}

/** A column by whose ranges a table can be cut. @public */
export interface SliceKey {
  readonly column: ColumnSchema;
  readonly scale: KeyScale;
}

/** The key of one integer or time column that tells rows apart, the primary one before others; null where there is none. @public */
export function sliceKeyOf(asset: Asset): SliceKey | null {
  const [key] = [asset.primaryKey, ...asset.uniqueKeys].flatMap(([name, ...more]): readonly SliceKey[] => {
    const column = asset.columns.find((candidate) => candidate.name === name);
    if (column === undefined || more.length > 0) return [];
    if (column.kind === 'integer') return [{ column, scale: 'number' }];
    return column.kind === 'timestamp' || column.kind === 'date' ? [{ column, scale: 'seconds' }] : [];
  });
  return key ?? null;
}

const shownKey = (value: bigint, scale: KeyScale): string =>
  scale === 'number' ? value.toLocaleString('en-US') : secondsText(value);

/** Seconds since 1970 as `2024-01-31 10:00:00`, in UTC. @public */
export function secondsText(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The slices between bounds of a key: the first and the last are open, so that keys beyond those seen are in them, and rows
 * without a key have a slice of their own.
 * @public
 */
export function keyRangeParts(
  key: SliceKey,
  bounds: readonly bigint[],
  rowEstimate: number | null,
): readonly SlicePart[] {
  if (bounds.length === 0) return [];
  const { column, scale } = key;
  const each = rowEstimate === null ? null : Math.round(rowEstimate / (bounds.length + 1));
  const ranges = [null, ...bounds].map((from, at): SlicePart => {
    const before = bounds[at] ?? null;
    const named = [
      ...(from === null ? [] : [`from ${shownKey(from, scale)}`]),
      ...(before === null ? [] : [`before ${shownKey(before, scale)}`]),
    ];
    return {
      bounds: { column: column.name, scale, from: textOf(from), before: textOf(before) },
      title: `${column.name} ${named.join(', ')}`,
      rowEstimate: each,
    };
  });
  return column.nullable
    ? [
        ...ranges,
        {
          bounds: { column: column.name, scale, nulls: true },
          title: `${column.name} is null`,
          rowEstimate: null,
        },
      ]
    : ranges;
}

const textOf = (value: bigint | null): string | null => (value === null ? null : value.toString());

/** Which keys a slice of {@link keyRangeParts} holds. @public */
export type KeyRange =
  | { readonly column: ColumnSchema; readonly scale: KeyScale; readonly nulls: true }
  | {
      readonly column: ColumnSchema;
      readonly scale: KeyScale;
      readonly nulls: false;
      readonly from: bigint | null;
      readonly before: bigint | null;
    };

/** The error of a slice that was cut by another version, or of an asset that has changed its shape since. @public */
export function strangeSlice(label: string): DataWaveError {
  return sourceError(
    'DW_SOURCE_CHANGED',
    `${label} cannot be read by the part that was planned: it has changed, or the part was planned otherwise.`,
    'Scan the asset again.',
  );
}

/** Reads the bounds of a slice by keys. @throws DataWaveError DW_SOURCE_CHANGED where they do not fit the asset. @public */
export function keyRangeOf(slice: AssetSlice, asset: Asset, label: string): KeyRange {
  const { column: name, scale, from, before, nulls } = slice.bounds;
  const column = asset.columns.find((candidate) => candidate.name === name);
  if (slice.kind !== 'key-range' || column === undefined || (scale !== 'number' && scale !== 'seconds'))
    throw strangeSlice(label);
  if (nulls === true) return { column, scale, nulls };
  return { column, scale, nulls: false, from: boundOf(from, label), before: boundOf(before, label) };
}

function boundOf(bound: unknown, label: string): bigint | null {
  if (bound === null) return null;
  if (typeof bound !== 'string' || !/^-?\d{1,20}$/.test(bound)) throw strangeSlice(label);
  return BigInt(bound);
}

/** A whole number that a slice's bounds hold. @throws DataWaveError DW_SOURCE_CHANGED where they hold none. @public */
export function positionOf(slice: AssetSlice, bound: string, label: string): number | null {
  const value = slice.bounds[bound];
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw strangeSlice(label);
  return value;
}
