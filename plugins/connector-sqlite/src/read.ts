import type { DatabaseSync } from 'node:sqlite';
import type { Asset, RowBatch } from '@datawave/plugin-sdk';
import { assetLabel, chosenColumns, cutText } from '@datawave/plugin-sdk/connector';
import { asCells, cellText, prepareRows, selectList } from './cells.ts';
import { quote } from './quote.ts';
import { rowidRange } from './rowid.ts';
import { turnTaker } from './sample.ts';

/** Longest value of a batch, in UTF-16 code units: a cell of any size must not fill the memory. */
const MAX_CELL = 65_536;
/** Characters after which a batch is handed over although more rows would fit. */
const BATCH_CHARACTERS = 8_000_000;

/** How a table is read; structured-cloneable but for the signal. */
export interface ReadOptions {
  readonly batchRows: number;
  readonly columns?: readonly string[];
  readonly signal: AbortSignal;
}

/** All rows of a table or view in bounded batches. */
export async function* readTable(
  database: DatabaseSync,
  asset: Asset,
  options: ReadOptions,
): AsyncGenerator<RowBatch, void, void> {
  options.signal.throwIfAborted();
  const table = asset.path[1] ?? '';
  const columns = chosenColumns(asset, options.columns);
  const range = rowidRange(database, table, asset.columns);
  const statement = prepareRows(
    database,
    `SELECT ${columns.length === 0 ? 'NULL' : selectList(columns, MAX_CELL)} FROM main.${quote(table)}${range === null ? '' : ` ORDER BY ${range.alias}`}`,
  );
  const takeTurn = turnTaker(assetLabel(asset.path), Number.POSITIVE_INFINITY, options.signal);
  let batch: (string | null)[][] = columns.map(() => []);
  let rows = 0;
  let characters = 0;
  for (const row of statement.iterate()) {
    const cells = asCells(row);
    columns.forEach((column, at) => {
      const text = cellText(cells[at], column);
      characters += text?.length ?? 0;
      batch[at]?.push(text === null ? null : cutText(text, MAX_CELL));
    });
    rows += 1;
    await takeTurn();
    if (rows < options.batchRows && characters < BATCH_CHARACTERS) continue;
    options.signal.throwIfAborted();
    yield { rows, columns: batch };
    batch = columns.map(() => []);
    rows = 0;
    characters = 0;
  }
  if (rows > 0) yield { rows, columns: batch };
}
