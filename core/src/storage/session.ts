import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import {
  driverFault,
  isCollision,
  isConnectionLoss,
  isOutdated,
  mapDriverError,
  sqlStateOf,
} from './driver-errors.ts';
import type { SessionPool } from './pool.ts';
import { type Message, Sending, type TransactionBeginning } from './sending.ts';
import type { DriverStatement } from './statement.ts';
import { isRefused } from './statement-guard.ts';

/** What a statement came back with. */
export interface SessionResult {
  readonly rows: readonly object[];
  readonly rowCount: number;
  readonly command: string;
}

/** SQLSTATE of a statement in a transaction of which another one has failed. */
const FAILED_BEFORE = '25P02';
const DIVIDED_BY_ZERO = '22012';

/**
 * One connection for the length of one transaction. Work may issue several statements at once; they are answered in order.
 * After the end every statement is refused.
 */
export class TransactionSession {
  readonly #pool: SessionPool;
  readonly #sending: Sending;
  readonly #cancelBackend: (pid: number) => Promise<void>;
  #pending = 0;
  #lastAnswer: Promise<unknown> = Promise.resolve();
  /** What went wrong with a statement that nobody waits for. */
  #fault: unknown = null;
  #state: 'open' | 'closing' | 'ended' = 'open';
  #broken = false;
  #hasCollided = false;
  /** A cancellation on its way. It names the connection, not the statement, so the connection is kept until it has arrived. */
  #cancelling: Promise<void> = Promise.resolve();

  private constructor(pool: SessionPool, sending: Sending, cancelBackend: (pid: number) => Promise<void>) {
    this.#pool = pool;
    this.#sending = sending;
    this.#cancelBackend = cancelBackend;
  }

  /** Takes a connection. The beginning goes with the first statement. */
  static async begin(
    pool: SessionPool,
    beginning: TransactionBeginning,
    cancelBackend: (pid: number) => Promise<void>,
  ): Promise<TransactionSession> {
    return new TransactionSession(pool, new Sending(pool, await pool.acquire(), beginning), cancelBackend);
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Whether the database has given up one of its statements, and with it the transaction, for the sake of others. */
  get hasCollided(): boolean {
    return this.#hasCollided;
  }

  /** Runs one statement; `guarded` refuses those that end the transaction or change the role. */
  async query(
    statement: DriverStatement,
    o: { readonly types?: pg.CustomTypesConfig; readonly guarded: boolean },
  ): Promise<SessionResult> {
    if (!this.isOpen) throw transactionEnded();
    if (o.guarded && isRefused(statement.text)) throw statementRefused();
    const message = this.#messageOf(statement, o.types);
    const { rows, rowCount, command } = await this.#answerTo(message);
    if (this.#sending.isOutside) {
      this.#broken = true;
      throw statementRefused();
    }
    return { rows, rowCount: rowCount ?? 0, command };
  }

  /**
   * Runs one statement of the kernel's own whose answer nobody needs: it goes to the server with the next one, or with the commit. Should it
   * fail, so does whichever comes next.
   */
  defer(statement: DriverStatement): void {
    if (!this.isOpen) throw transactionEnded();
    const message = this.#messageOf(statement);
    this.#sending.putOff(message).catch((error: unknown) => {
      this.#fault ??= this.#understood(error, message);
    });
  }

  /**
   * @param condition - what must hold still, as SQL, or nothing is committed: the role and the workspace that the transaction began with
   * @throws DataWaveError DW_STORAGE_TRANSACTION_FAILED when an earlier statement had failed and the error was swallowed;
   *   DW_STORAGE_STATEMENT_REFUSED when the condition does not hold
   */
  async commit(condition: string | null = null): Promise<void> {
    this.#state = 'closing';
    await this.#cancelling;
    if (this.#pending > 0) await this.#lastAnswer;
    // Apart from the commit: a connection that turns out to be dead may be replaced only while nothing can have been committed.
    if (this.#sending.isUnbegun && this.#sending.isWaiting) await this.#sending.drain();
    if (this.#fault !== null) throw this.#fault;
    const command = this.#sending.isUnbegun ? 'COMMIT' : await this.#commitIf(condition);
    if (command !== 'COMMIT') {
      if (this.#fault !== null) throw this.#fault;
      throw new DataWaveError({
        code: 'DW_STORAGE_TRANSACTION_FAILED',
        message: 'The transaction was rolled back at its end, because one of its statements had failed.',
        hint: 'Let the error of a failed statement leave the transaction instead of catching it inside.',
      });
    }
    this.#release();
  }

  /** One message, so that it costs no journey of its own: the division fails, and with it the commit that comes after it. */
  async #commitIf(condition: string | null): Promise<string> {
    const message = condition === null ? 'commit' : `select 1 / (${condition})::int; commit`;
    try {
      // The driver answers a list where a text holds several statements, which its types do not say.
      const results: unknown = await this.#sending.send(message);
      const last: unknown = Array.isArray(results) ? results.at(-1) : results;
      return String(Reflect.get(Object(last), 'command'));
    } catch (error) {
      const said = this.#understood(error, message);
      if (this.#fault !== null) throw this.#fault;
      const state = driverFault(error)?.sqlState;
      if (state === FAILED_BEFORE) return 'ROLLBACK';
      if (state === DIVIDED_BY_ZERO) throw statementRefused();
      throw said;
    }
  }

  /** Rolls back and gives the connection back; never throws. Does nothing when it has ended already. */
  async rollback(): Promise<void> {
    if (this.#state === 'ended') return;
    this.#state = 'closing';
    await this.#cancelling;
    if (!this.#broken && !this.#sending.isUnbegun) {
      await this.#answerTo('rollback').catch(() => {
        this.#broken = true;
      });
    }
    this.#release();
  }

  /** Refuses everything from now on and cancels what is running on the server. */
  async abort(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    const pid = this.#sending.backend;
    if (this.#pending === 0 || pid === undefined) return;
    // When even the cancellation cannot be delivered the connection is given up; the server notices at its next write.
    this.#cancelling = this.#cancelBackend(pid).catch(() => {
      this.#broken = true;
    });
    await this.#cancelling;
  }

  #messageOf(statement: DriverStatement, types?: pg.CustomTypesConfig): Message {
    // Units of work write their own texts, with values in them, so that few come twice.
    const name =
      statement.name ?? (types ? undefined : this.#pool.nameOf(statement.text, this.#sending.isKeyed));
    // The extended protocol takes exactly one statement, so none can hide behind a semicolon.
    return {
      ...statement,
      ...(name === undefined ? {} : { name }),
      ...(types ? { types } : {}),
      queryMode: 'extended',
    };
  }

  async #answerTo(message: Message): Promise<pg.QueryResult<object>> {
    this.#pending++;
    const answer = this.#sending.send(message);
    this.#lastAnswer = answer.catch(() => undefined);
    try {
      return await answer;
    } catch (error) {
      const said = this.#understood(error, message);
      throw this.#fault ?? said;
    } finally {
      this.#pending--;
    }
  }

  #understood(error: unknown, message: Message): unknown {
    // What a connection has prepared for columns that were changed since would be refused each time that it is sent.
    const isPrepared = typeof message !== 'string' && message.name !== undefined;
    if (isConnectionLoss(error) || (isPrepared && (isOutdated(error) || isOfDriver(error))))
      this.#broken = true;
    if (isCollision(error)) this.#hasCollided = true;
    return mapDriverError(error);
  }

  #release(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#sending.release(this.#broken);
  }
}

/** Whether a statement never came to the server: the driver, which could not write its values, has given up what it had prepared under its name. */
const isOfDriver = (error: unknown): boolean => sqlStateOf(error) === null;

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
    message:
      'A statement tried to end the transaction, to change its role, workspace or session, or to leave something behind on it.',
    hint: 'Transactions, roles and sessions belong to the kernel; leave them to storage.transaction().',
  });
