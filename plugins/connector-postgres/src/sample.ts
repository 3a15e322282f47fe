import type { Asset, PlanOptions, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { assetLabel, sourceError, TableTally, type TextRow } from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import { drawRows, planDraw } from './draw.ts';
import { groupRelation, groupStatement, planGroups } from './group.ts';
import type { Query } from './postgres-connection.ts';
import { quote } from './quote.ts';
import { sliceCondition, sliceRelation } from './slices.ts';

/** Rows of a FETCH, unless they are wide. */
const FETCH_ROWS = 2000;
/** Characters that one FETCH may bring; the first ones show how wide rows are. */
const FETCH_CHARACTERS = 8_000_000;
const FIRST_FETCH_ROWS = 16;

/** Opens a cursor over all rows and hands them over piece by piece, fewer at a time the wider they are. */
export async function* allRows(
  query: Query,
  from: string,
  list: string,
  rowsAtATime = FETCH_ROWS,
): AsyncGenerator<readonly TextRow[]> {
  await query(`DECLARE datawave_rows NO SCROLL CURSOR FOR SELECT ${list} FROM ${from}`);
  let asked = Math.min(rowsAtATime, FIRST_FETCH_ROWS);
  while (true) {
    const rows = await query(`FETCH ${asked} FROM datawave_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < asked) return;
    const widest = rows.reduce((most, row) => Math.max(most, charactersOf(row)), 1);
    // At most four times as many at once: the next rows may be wider.
    asked = Math.max(1, Math.min(rowsAtATime, asked * 4, Math.floor(FETCH_CHARACTERS / widest)));
  }
}

const charactersOf = (row: TextRow): number => row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);

/** What a relation is read with. */
export interface RelationRequest {
  readonly query: Query;
  readonly serverVersion: number;
  readonly asset: Asset;
  readonly options: SampleOptions;
  /** Columns that the user may not read. */
  readonly denied: ReadonlySet<string>;
  /** Whether the server may group; after a time-out it is not asked to again. */
  readonly mayGroup: boolean;
}

/** Draws the sample of a relation inside the given transaction. */
export async function sampleRelation(request: RelationRequest): Promise<TableSample> {
  const { query, asset, options, denied, serverVersion } = request;
  const list = selectList(asset.columns, options.maxValueLength, denied);
  const warnings =
    denied.size === 0
      ? []
      : [
          `${denied.size} of ${asset.columns.length} columns may not be read and count as null: ${[...denied].slice(0, 10).join(', ')}`,
        ];
  if (options.rows === 'full') return await readAll(request, list, warnings);
  const tally = new TableTally(asset.columns.length, { ...options, ownsValues: true });
  const drawn = await drawRows(
    query,
    planDraw({ asset, options, list, serverVersion, seesPlaces: denied.size === 0 }, options.rows),
  );
  for (const row of drawn.rows) addRow(tally, asset, row);
  const { method, rowCount, readBytes } = drawn;
  return tally.finish(asset, { method, rowCount, warnings, readBytes });
}

/** Counts a row cell by cell, without a list of them for each. */
function addRow(tally: TableTally, { columns }: Asset, row: TextRow): void {
  tally.countRow();
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at];
    if (column !== undefined) tally.columns[at]?.add(cellText(row[at], column));
  }
}

async function readAll(
  { query, asset, options, denied, mayGroup }: RelationRequest,
  list: string,
  warnings: readonly string[],
): Promise<TableSample> {
  const from = `${quote(...asset.path)}${sliceCondition(options.slice, asset, assetLabel(asset.path))}`;
  const readBytes = partBytes(asset, options);
  const groups = mayGroup ? await planGroups(query, asset, options, denied) : null;
  if (groups !== null) {
    const { rows, columns } = await groupRelation(query, asset, from, groups, options);
    return {
      asset,
      sampledRows: rows,
      rowCount: rows,
      columns,
      method: GROUPED_METHOD,
      warnings,
      ...(readBytes === null ? {} : { readBytes: readBytes * groups.passes.length }),
    };
  }
  const tally = new TableTally(asset.columns.length, { ...options, ownsValues: true });
  // Reading a whole table takes as long as it takes, each statement being short; a view may never end.
  const end = asset.type === 'view' ? performance.now() + options.timeoutMs : Number.POSITIVE_INFINITY;
  for await (const rows of allRows(query, from, list)) {
    if (performance.now() > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${assetLabel(asset.path)} took longer than ${options.timeoutMs} ms.`,
        'Raise the time-out, sample fewer rows or exclude it.',
      );
    for (const row of rows) addRow(tally, asset, row);
  }
  return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings, readBytes });
}

const GROUPED_METHOD = 'every row, counted by the server';

const partBytes = ({ sizeBytes }: Asset, { slice }: SampleOptions): number | null =>
  sizeBytes === null ? null : Math.round(sizeBytes / (slice?.count ?? 1));

/** How a relation would be read, and the slices that it is cut into. */
export async function planRelation(
  query: Query,
  serverVersion: number,
  asset: Asset,
  { sample, sliceBytes }: PlanOptions,
): Promise<ReadPlan> {
  const list = selectList(asset.columns, sample.maxValueLength, new Set());
  if (sample.rows !== 'full') {
    const draw = planDraw({ asset, options: sample, list, serverVersion, seesPlaces: true }, sample.rows);
    return {
      method: draw.method,
      pushedDown: draw.pushedDown,
      statements: draw.statements,
      rows: draw.rows,
      bytes: draw.bytes,
      slices: [],
    };
  }
  const slices =
    sample.slice === undefined ? await sliceRelation(query, serverVersion, asset, sliceBytes) : [];
  // What is said of the first slice holds for all.
  const [part] = slices;
  const options = part === undefined ? sample : { ...sample, slice: part };
  const from = `${quote(...asset.path)}${sliceCondition(options.slice, asset, assetLabel(asset.path))}`;
  const groups = await planGroups(query, asset, options, new Set());
  return {
    method: groups === null ? 'every row' : GROUPED_METHOD,
    pushedDown: groups === null ? [] : ['distinct', 'group', 'count'],
    statements:
      groups === null
        ? [`SELECT ${list} FROM ${from}`]
        : groups.passes.map((columns) => groupStatement(asset, columns, from, sample, 'left out')),
    rows: asset.rowEstimate,
    bytes: asset.sizeBytes,
    slices,
  };
}
