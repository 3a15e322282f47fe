import type { ColumnSchema, DataKind } from '../governance/asset.ts';
import type { ColumnSample, TableSample } from '../governance/sample.ts';

/** A column of a made-up table. @public */
export interface SampleColumn {
  readonly name: string;
  /** `text` unless given. */
  readonly kind?: DataKind;
  readonly dataType?: string;
  readonly values: readonly (string | null)[];
}

/** Builds the sample of a table from rows as columns of text, for tests. @public */
export function buildSample(
  table: string,
  columns: readonly SampleColumn[],
  keys: { readonly primaryKey?: readonly string[] } = {},
): TableSample {
  const rows = Math.max(0, ...columns.map((column) => column.values.length));
  return {
    asset: {
      path: ['test', table],
      type: 'table',
      columns: columns.map(
        ({ name, kind = 'text', dataType }, ordinal): ColumnSchema => ({
          name,
          ordinal,
          dataType: dataType ?? kind,
          kind,
          nullable: true,
          comment: null,
        }),
      ),
      comment: null,
      rowEstimate: rows,
      sizeBytes: null,
      primaryKey: keys.primaryKey ?? [],
      uniqueKeys: [],
      foreignKeys: [],
      fingerprint: 'test',
    },
    sampledRows: rows,
    rowCount: rows,
    columns: columns.map((column) => tallyColumn(column.values, rows)),
    method: 'every row',
    warnings: [],
  };
}

function tallyColumn(values: readonly (string | null)[], rows: number): ColumnSample {
  const counts = new Map<string, number>();
  let nullCount = rows - values.length;
  for (const value of values) {
    if (value === null) nullCount += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return {
    values: [...counts.keys()],
    counts: [...counts.values()],
    nullCount,
    distinctCount: counts.size,
    truncated: false,
  };
}
