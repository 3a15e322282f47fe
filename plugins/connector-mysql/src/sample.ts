import type { Asset, PlanOptions, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  pickStrata,
  type StatementLimits,
  strataMethod,
  stratumColumn,
  TableTally,
  type TextRow,
} from '@datawave/plugin-sdk/connector';
import { cellText } from './cells.ts';
import { planAll, planDraw } from './draw.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { sliceTable } from './slices.ts';

/** Draws the sample of a table or view. */
export async function sampleTable(
  connection: MysqlConnection,
  asset: Asset,
  options: SampleOptions,
  limits: StatementLimits,
): Promise<TableSample> {
  const asked = { connection, limits };
  const tally = new TableTally(asset.columns.length, options);
  const count = (row: TextRow): void =>
    tally.addRow(asset.columns.map((column, at) => cellText(row[at], column)));
  if (options.rows === 'full') {
    for await (const row of planAll(asset, options).rows(asked)) count(row);
    const readBytes =
      asset.sizeBytes === null ? null : Math.round(asset.sizeBytes / (options.slice?.count ?? 1));
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [], readBytes });
  }
  const some = { ...options, rows: options.rows };
  const stratum = stratumColumn(asset, options);
  const { rows, method, rowCount, readBytes } = await planDraw(asset, some).run(asked);
  for (const row of pickStrata(rows, some, (cells) => (stratum === null ? null : (cells[stratum] ?? null))))
    count(row);
  const isWhole = rowCount !== null && rowCount <= options.rows;
  return tally.finish(asset, {
    method: isWhole ? 'every row' : strataMethod(options, rows.length, method),
    rowCount,
    warnings: [],
    readBytes,
  });
}

/** How a table or view would be read, and the slices that it is cut into. */
export async function planTable(
  connection: MysqlConnection,
  asset: Asset,
  { sample, sliceBytes }: PlanOptions,
  limits: StatementLimits,
): Promise<ReadPlan> {
  if (sample.rows === 'full')
    return {
      method: 'every row',
      pushedDown: [],
      statements: planAll(asset, sample).statements,
      rows: asset.rowEstimate,
      bytes: asset.sizeBytes,
      slices: sample.slice === undefined ? await sliceTable(connection, asset, sliceBytes, limits) : [],
    };
  const { method, statements, pushedDown, rows, bytes, wanted } = planDraw(asset, {
    ...sample,
    rows: sample.rows,
  });
  return {
    ...{ statements, pushedDown, rows, bytes, slices: [] },
    method: strataMethod(sample, wanted, method),
  };
}
