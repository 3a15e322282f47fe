import { DataWaveError } from '@datawave/plugin-sdk';
import {
  CompiledQuery,
  type ControlledTransaction,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { UnitStatements } from './statements.ts';

const AFFECTING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Lets MikroORM run its statements on a session of ours, through the one door it has for that: Kysely. */
export function sessionTransaction(session: UnitStatements): Promise<ControlledTransaction<unknown>> {
  return new Kysely<unknown>({ dialect: new SessionDialect(new SessionConnection(session)) })
    .startTransaction()
    .execute();
}

/** What MikroORM holds outside a transaction: nothing. A unit of work exists only inside storage.transaction(). */
export const closedDialect = (): Dialect => new SessionDialect(null);

class SessionDialect implements Dialect {
  readonly #connection: DatabaseConnection | null;

  constructor(connection: DatabaseConnection | null) {
    this.#connection = connection;
  }

  createDriver(): Driver {
    return new SessionDriver(this.#connection);
  }
  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }
  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }
  createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new PostgresIntrospector(db);
  }
}

class SessionDriver implements Driver {
  readonly #connection: DatabaseConnection | null;

  constructor(connection: DatabaseConnection | null) {
    this.#connection = connection;
  }

  async init(): Promise<void> {
    // Nothing to prepare.
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#connection) return this.#connection;
    throw new DataWaveError({
      code: 'DW_STORAGE_NO_TRANSACTION',
      message: 'An entity manager was used outside a transaction.',
      hint: 'Use storage.unitOfWork(tx) inside storage.transaction(), and do not keep it.',
    });
  }
  // The session has begun before Kysely hears of it.
  async beginTransaction(): Promise<void> {
    // See above.
  }
  async commitTransaction(): Promise<void> {
    throw notYours();
  }
  async rollbackTransaction(): Promise<void> {
    throw notYours();
  }
  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await run(connection, `savepoint ${savepointName(name)}`);
  }
  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await run(connection, `rollback to savepoint ${savepointName(name)}`);
  }
  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await run(connection, `release savepoint ${savepointName(name)}`);
  }
  async releaseConnection(): Promise<void> {
    // The session belongs to the transaction, not to Kysely.
  }
  async destroy(): Promise<void> {
    // Likewise.
  }
}

class SessionConnection implements DatabaseConnection {
  readonly #session: UnitStatements;

  constructor(session: UnitStatements) {
    this.#session = session;
  }

  async executeQuery<Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<Row>> {
    const result = await this.#session.run(query.sql, query.parameters);
    return {
      // Kysely's row type is the caller's claim about its own statement.
      rows: result.rows as Row[],
      ...(AFFECTING.has(result.command) ? { numAffectedRows: BigInt(result.rowCount) } : {}),
    };
  }

  /** Rows in chunks through a cursor of the transaction, so that a large result is never in memory whole. */
  async *streamQuery<Row>(query: CompiledQuery, chunkSize = 100): AsyncIterableIterator<QueryResult<Row>> {
    for await (const rows of this.#session.stream(query.sql, query.parameters, Math.trunc(chunkSize)))
      yield { rows: rows as Row[] };
  }
}

const run = (connection: DatabaseConnection, text: string) =>
  connection.executeQuery(CompiledQuery.raw(text));

const savepointName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const notYours = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: 'A unit of work tried to commit or roll back the transaction that it is part of.',
    hint: 'Throw to roll back; return to commit.',
  });
