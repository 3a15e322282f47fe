import type { StatementLimits, TextRow } from '@datawave/plugin-sdk/connector';
import type { MysqlConnection } from './mysql-connection.ts';
import { quote } from './quote.ts';

/** Rows of the first statement. */
const FIRST_ROWS = 10_000;
const MOST_ROWS = 1_000_000;
const LEAST_ROWS = 100;
/** Share of the statement time-out that a statement is meant to take at most; the next ones are cut to fit. */
const SHARE_OF_TIMEOUT = 0.1;
/** Milliseconds that a statement is meant to take at most, however long it may. */
const LONGEST_MS = 5000;

/**
 * Every row of a table by its key, in statements that are each far shorter than the time-out, whatever the table's size. In one
 * transaction they see one state of it.
 * @param from - the table, without a condition
 * @param key - name of the primary key, one whole number
 */
export function walkKey(
  from: string,
  list: string,
  key: string,
): {
  readonly statements: readonly string[];
  rows(asked: {
    readonly connection: MysqlConnection;
    readonly limits: StatementLimits;
  }): AsyncIterable<TextRow>;
} {
  const name = quote(key);
  const statement = (after: string | null, most: number): string =>
    `SELECT ${list}, CAST(${name} AS CHAR) FROM ${from}${after === null ? '' : ` WHERE ${name} > ${after}`} ORDER BY ${name} LIMIT ${most}`;
  return {
    statements: [statement(null, FIRST_ROWS), statement('?', FIRST_ROWS)],
    async *rows({ connection, limits }) {
      const longest = Math.min(LONGEST_MS, limits.timeoutMs * SHARE_OF_TIMEOUT);
      let after: string | null = null;
      for (let most = FIRST_ROWS; ; ) {
        const start = performance.now();
        let rows = 0;
        let last: string | null = null;
        for await (const row of connection.rows(statement(after, most), limits)) {
          rows += 1;
          last = row.at(-1) ?? null;
          yield row;
        }
        if (last === null || rows < most) return;
        // The server wrote it; as a whole number it is no more than that in the next statement.
        after = BigInt(last).toString();
        const share = longest / Math.max(1, performance.now() - start);
        most = Math.round(Math.min(MOST_ROWS, Math.max(LEAST_ROWS, most * Math.min(2, share))));
      }
    },
  };
}
