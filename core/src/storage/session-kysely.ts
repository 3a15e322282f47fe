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
import pg from 'pg';
import type { TransactionSession } from './session.ts';

/** MikroORM maps dates and intervals itself and wants them as PostgreSQL wrote them: date, timestamp, timestamptz, interval. */
const AS_WRITTEN = new Set([1082, 1114, 1184, 1186]);
/** Arrays of these, and the one whose parser splits an array and leaves its elements alone. */
const ARRAYS_AS_WRITTEN = new Set([1182, 1115, 1185, 1187]);
const TEXT_ARRAY: number = 1009;

const ormTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    AS_WRITTEN.has(oid)
      ? (value: string) => value
      : pg.types.getTypeParser(ARRAYS_AS_WRITTEN.has(oid) ? TEXT_ARRAY : oid, format),
} as pg.CustomTypesConfig;

const AFFECTING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Lets MikroORM run its statements on a session of ours, through the one door it has for that: Kysely. */
export function sessionTransaction(session: TransactionSession): Promise<ControlledTransaction<unknown>> {
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
  readonly #session: TransactionSession;
  #streams = 0;

  constructor(session: TransactionSession) {
    this.#session = session;
  }

  async executeQuery<Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<Row>> {
    const result = await this.#session.query(
      { text: query.sql, values: [...query.parameters] },
      { types: ormTypes, guarded: true },
    );
    return {
      // Kysely's row type is the caller's claim about its own statement.
      rows: result.rows as Row[],
      ...(AFFECTING.has(result.command) ? { numAffectedRows: BigInt(result.rowCount) } : {}),
    };
  }

  /** Rows in chunks through a cursor of the transaction, so that a large result is never in memory whole. */
  async *streamQuery<Row>(query: CompiledQuery, chunkSize = 100): AsyncIterableIterator<QueryResult<Row>> {
    const cursor = `datawave_stream_${++this.#streams}`;
    await this.#session.query(
      { text: `declare ${cursor} no scroll cursor for ${query.sql}`, values: [...query.parameters] },
      { guarded: false },
    );
    try {
      for (;;) {
        const { rows } = await this.#session.query(
          { text: `fetch forward ${Math.trunc(chunkSize)} from ${cursor}`, values: [] },
          { types: ormTypes, guarded: false },
        );
        if (rows.length > 0) yield { rows: rows as Row[] };
        if (rows.length < chunkSize) return;
      }
    } finally {
      if (this.#session.isOpen)
        await this.#session
          .query({ text: `close ${cursor}`, values: [] }, { guarded: false })
          .catch(() => undefined);
    }
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
