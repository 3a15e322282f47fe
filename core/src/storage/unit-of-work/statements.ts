/** What a statement of a unit of work came back with. */
export interface UnitResult {
  readonly rows: readonly object[];
  readonly rowCount: number;
  /** The command as the server names it: `SELECT`, `INSERT`. */
  readonly command: string;
}

/** The statements of one transaction, as a unit of work issues them: in this process, or over a channel to the one that holds the connection. */
export interface UnitStatements {
  /** Runs one statement. Dates and intervals come as PostgreSQL writes them, because MikroORM reads them itself. */
  run(text: string, parameters: readonly unknown[]): Promise<UnitResult>;
  /** Rows in chunks, so that a large result is never in memory whole. */
  stream(text: string, parameters: readonly unknown[], chunk: number): AsyncIterable<readonly object[]>;
}
