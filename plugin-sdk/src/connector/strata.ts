import type { Asset } from '../governance/asset.ts';
import type { SampleOptions } from '../governance/sample.ts';
import { assetLabel, sourceError } from './source-error.ts';

/** Values of a column beyond the commonest so many share one stratum. */
const MOST_STRATA = 100;
/** Rows drawn at random for each row wanted, from which strata are filled. */
const OVERSAMPLE = 20;
/** Cells that such a draw may hold: memory, not chance, is what limits it. */
const MOST_CELLS = 200_000;

/** Rows to draw at random so that a sample of the strategy asked for can be picked from them. @public */
export function drawnRows(options: SampleOptions & { readonly rows: number }, columns: number): number {
  const { rows, strategy } = options;
  if (strategy !== 'stratified') return rows;
  return Math.max(rows, Math.min(rows * OVERSAMPLE, Math.floor(MOST_CELLS / Math.max(1, columns))));
}

/**
 * Picks a stratified sample from rows drawn at random, in the order in which they lie in the source: as many from each even
 * stretch of them or, with `stratifyBy`, from each of the commonest values, those beyond together.
 * @public
 */
export function pickStrata<Row>(
  rows: readonly Row[],
  options: SampleOptions & { readonly rows: number },
  stratumOf: (row: Row) => string | null,
): readonly Row[] {
  if (options.strategy !== 'stratified' || rows.length <= options.rows) return rows;
  if (options.stratifyBy === undefined)
    return Array.from(
      { length: options.rows },
      (_, at) => rows[Math.floor(((at + 0.5) * rows.length) / options.rows)],
    ).filter((row) => row !== undefined);
  const byValue = [...Map.groupBy(rows, (row) => stratumOf(row))].sort(
    ([a, some], [b, others]) => others.length - some.length || (String(a) < String(b) ? -1 : 1),
  );
  const strata = byValue.slice(0, MOST_STRATA).map(([, members]) => members);
  const rest = byValue.slice(MOST_STRATA).flatMap(([, members]) => members);
  return inTurns(rest.length === 0 ? strata : [...strata, rest], options.rows);
}

/** One of each in turn, until there are enough. */
function inTurns<Row>(strata: readonly (readonly Row[])[], wanted: number): readonly Row[] {
  const picked: Row[] = [];
  for (let turn = 0; picked.length < wanted; turn += 1) {
    const before = picked.length;
    for (const stratum of strata) {
      const row = stratum[turn];
      if (row !== undefined && picked.length < wanted) picked.push(row);
    }
    if (picked.length === before) break;
  }
  return picked;
}

/** How a sample picked from rows drawn so is described. @public */
export function strataMethod(options: SampleOptions, drawn: number, method: string): string {
  if (options.strategy !== 'stratified' || options.rows === 'full' || drawn <= options.rows) return method;
  return options.stratifyBy === undefined
    ? `rows evenly spread over ${drawn.toLocaleString('en-US')} ${method}`
    : `as many rows from each of the commonest ${MOST_STRATA} values of ${options.stratifyBy}, of ${drawn.toLocaleString('en-US')} ${method}`;
}

/**
 * Place of the column that strata are made by; null where none is named.
 * @throws DataWaveError DW_SOURCE_QUERY when the asset has no such column
 * @public
 */
export function stratumColumn(asset: Asset, options: SampleOptions): number | null {
  const { strategy, stratifyBy } = options;
  if (strategy !== 'stratified' || stratifyBy === undefined) return null;
  const place = asset.columns.findIndex(({ name }) => name === stratifyBy);
  if (place < 0)
    throw sourceError(
      'DW_SOURCE_QUERY',
      `${assetLabel(asset.path)} has no column "${stratifyBy}" to draw strata by.`,
      'Name a column that discovery found in the setting stratifyBy.',
    );
  return place;
}
