import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { isCollision, isConnectionLoss, isOutdated, mapDriverError } from './driver-errors.ts';
import type { SessionPool } from './pool.ts';
import type { DriverStatement } from './statement.ts';

/** What a statement came back with. */
export interface SessionResult {
  readonly rows: readonly object[];
  readonly rowCount: number;
  readonly command: string;
}

/** Statements that would end the transaction or shed the role that row-level security hangs on. */
const REFUSED =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(begin|start\s+transaction|commit|end|rollback(?!\s+to)|abort|prepare\s+transaction|set\s+(?:session|(?:local\s+)?role|(?:local\s+)?"?app"?\.)|reset|discard|copy|listen|unlisten)\b/i;

/**
 * One connection for the length of one transaction. Statements queue, so that work may issue several at once;
 * after the end every statement is refused.
 */
export class TransactionSession {
  readonly #pool: SessionPool;
  readonly #client: pg.PoolClient;
  readonly #cancelBackend: (pid: number) => Promise<void>;
  #queue: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #state: 'open' | 'closing' | 'ended' = 'open';
  #broken = false;
  #hasCollided = false;
  /** A cancellation on its way. It names the connection, not the statement, so the connection is kept until it has arrived. */
  #cancelling: Promise<void> = Promise.resolve();

  private constructor(
    pool: SessionPool,
    client: pg.PoolClient,
    cancelBackend: (pid: number) => Promise<void>,
  ) {
    this.#pool = pool;
    this.#client = client;
    this.#cancelBackend = cancelBackend;
  }

  /**
   * Takes a connection and sends `preamble`, which begins the transaction and sets role and workspace, as one message.
   * Nothing has happened before it, so connections that turn out to be dead are replaced: all that the pool held.
   */
  static async begin(
    pool: SessionPool,
    preamble: string,
    cancelBackend: (pid: number) => Promise<void>,
  ): Promise<TransactionSession> {
    // Counted before the first dead one is dropped: the pool shrinks with each.
    const held = pool.size.total;
    for (let attempt = 1; ; attempt++) {
      const client = await pool.acquire();
      try {
        await pool.watch(client, client.query(preamble));
        return new TransactionSession(pool, client, cancelBackend);
      } catch (error) {
        client.release(true);
        if (attempt > held + 1 || !isConnectionLoss(error)) throw mapDriverError(error);
      }
    }
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Whether the database has given up one of its statements, and with it the transaction, for the sake of others. */
  get hasCollided(): boolean {
    return this.#hasCollided;
  }

  /** Runs one statement; `guarded` refuses those that end the transaction or change the role. */
  query(
    statement: DriverStatement,
    o: { readonly types?: pg.CustomTypesConfig; readonly guarded: boolean },
  ): Promise<SessionResult> {
    if (!this.isOpen) return Promise.reject(transactionEnded());
    if (o.guarded && REFUSED.test(statement.text)) return Promise.reject(statementRefused());
    return this.#enqueue(async () => {
      // Units of work write their own texts, with values in them, so that few come twice.
      const name = statement.name ?? (o.types ? undefined : this.#pool.nameOf(statement.text));
      // The extended protocol takes exactly one statement, so none can hide behind a semicolon.
      const result = await this.#send({
        ...statement,
        ...(name === undefined ? {} : { name }),
        ...(o.types ? { types: o.types } : {}),
        queryMode: 'extended',
      });
      if (this.#client.getTransactionStatus() === 'I') {
        this.#broken = true;
        throw statementRefused();
      }
      return result;
    });
  }

  /** @throws DataWaveError DW_STORAGE_TRANSACTION_FAILED when an earlier statement had failed and the error was swallowed */
  async commit(): Promise<void> {
    this.#state = 'closing';
    await this.#cancelling;
    const result = await this.#enqueue(() => this.#send({ text: 'commit', values: [] }));
    if (result.command !== 'COMMIT') {
      throw new DataWaveError({
        code: 'DW_STORAGE_TRANSACTION_FAILED',
        message: 'The transaction was rolled back at its end, because one of its statements had failed.',
        hint: 'Let the error of a failed statement leave the transaction instead of catching it inside.',
      });
    }
    this.#release();
  }

  /** Rolls back and gives the connection back; never throws. Does nothing when it has ended already. */
  async rollback(): Promise<void> {
    if (this.#state === 'ended') return;
    this.#state = 'closing';
    await this.#cancelling;
    if (!this.#broken) {
      await this.#enqueue(() => this.#send({ text: 'rollback', values: [] })).catch(() => {
        this.#broken = true;
      });
    }
    this.#release();
  }

  /** Refuses everything from now on and cancels what is running on the server. */
  async abort(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    const pid = this.#pool.backendOf(this.#client);
    if (this.#pending === 0 || pid === undefined) return;
    // When even the cancellation cannot be delivered the connection is given up; the server notices at its next write.
    this.#cancelling = this.#cancelBackend(pid).catch(() => {
      this.#broken = true;
    });
    await this.#cancelling;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    this.#pending++;
    const done = this.#queue.then(work).finally(() => {
      this.#pending--;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #send(
    config: pg.QueryConfig & { queryMode?: string; types?: pg.CustomTypesConfig },
  ): Promise<SessionResult> {
    try {
      const result = await this.#pool.watch(this.#client, this.#client.query<object>(config));
      return { rows: result.rows, rowCount: result.rowCount ?? 0, command: result.command };
    } catch (error) {
      // What a connection has prepared for columns that were changed since would be refused each time that it is sent.
      if (isConnectionLoss(error) || (config.name !== undefined && isOutdated(error))) this.#broken = true;
      if (isCollision(error)) this.#hasCollided = true;
      throw mapDriverError(error);
    }
  }

  #release(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#client.release(this.#broken);
  }
}

/** For whoever still holds a transaction after its function has returned. */
export const transactionEnded = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_TRANSACTION_ENDED',
    message: 'The transaction has ended; nothing more can be read or written with it.',
    hint: 'Await everything that uses a transaction inside the function that was given it.',
  });

const statementRefused = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: 'A statement tried to end the transaction or to change its role or session.',
    hint: 'Transactions, roles and sessions belong to the kernel; leave them to storage.transaction().',
  });
