import type { TableSample, TableView } from '@datawave/plugin-sdk';
import { CHARACTER_FEATURES, describeCharacters } from './features/character-features.ts';
import { describeForms, FORM_FEATURES } from './features/form-features.ts';
import { describeKeys, KEY_FEATURES } from './features/key-features.ts';
import { describeLengths, LENGTH_FEATURES } from './features/length-features.ts';
import { describeName, NAME_FEATURES } from './features/name-features.ts';
import { describeNumbers, NUMBER_FEATURES } from './features/number-features.ts';
import { describePlace, PLACE_FEATURES } from './features/place-features.ts';
import { readColumn } from './features/read-column.ts';
import { readTable, type TableFacts } from './features/read-table.ts';
import { describeSpread, SPREAD_FEATURES } from './features/spread-features.ts';

/** What each feature of a column is that nobody's evidence bears on: they come of its values, its name and its place alone. */
export const COLUMN_FEATURES: readonly string[] = [
  ...KEY_FEATURES,
  ...PLACE_FEATURES,
  ...NAME_FEATURES,
  ...SPREAD_FEATURES,
  ...LENGTH_FEATURES,
  ...CHARACTER_FEATURES,
  ...FORM_FEATURES,
  ...NUMBER_FEATURES,
];

/** {@link COLUMN_FEATURES} of some columns of a table, by their positions. */
export type DescribedColumns = ReadonlyMap<number, Float64Array>;

/** {@link COLUMN_FEATURES} of a column; none of one that was not sampled. */
export function describeColumn(sample: TableSample, position: number, table: TableFacts): Float64Array {
  const view = table.view.columns[position];
  const values = sample.columns[position];
  if (view === undefined || values === undefined) return new Float64Array();
  const facts = readColumn(view, values);
  return Float64Array.from([
    ...describeKeys(facts, table),
    ...describePlace(facts, table),
    ...describeName(facts),
    ...describeSpread(facts),
    ...describeLengths(facts),
    ...describeCharacters(facts),
    ...describeForms(facts),
    ...describeNumbers(facts),
  ]);
}

/**
 * Describes columns for whoever does not have their values at hand; one without values is nothing to the model.
 * @param asked - positions of the columns, null for all
 */
export function describeColumns(
  sample: TableSample,
  view: TableView,
  asked: ReadonlySet<number> | null,
): DescribedColumns {
  const table = readTable(view);
  const described = new Map<number, Float64Array>();
  for (const position of asked ?? sample.columns.keys())
    if ((sample.columns[position]?.values.length ?? 0) > 0)
      described.set(position, describeColumn(sample, position, table));
  return described;
}
