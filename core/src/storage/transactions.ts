import {
  DataWaveError,
  type ExecutionScope,
  type Logger,
  type SqlFragment,
  type StorageService,
  type Transaction,
  type TransactionOptions,
} from '@datawave/plugin-sdk';
import type { EntityManager } from '@mikro-orm/postgresql';
import { throughCollisions } from './collisions.ts';
import { isCollision } from './driver-errors.ts';
import type { OpenTransaction, OpenTransactions, OrmGeneration } from './orm.ts';
import type { SessionPool } from './pool.ts';
import { APP_ROLE, KERNEL_ROLE } from './roles.ts';
import type { TransactionBeginning } from './sending.ts';
import { TransactionSession, transactionEnded } from './session.ts';
import { sessionStatements } from './session-statements.ts';
import { literal, quote, type Statement, toDriver } from './statement.ts';
import { plain } from './unit-of-work/plain-error.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What transactions are made with. */
export interface TransactionsOptions {
  readonly log: Logger;
  readonly cancelBackend: (pid: number) => Promise<void>;
  readonly generation: () => OrmGeneration;
}

/** What a transaction is opened with. */
interface Opening extends TransactionBeginning {
  readonly pool: SessionPool;
  readonly workspace: string | null;
  readonly signal: AbortSignal | null;
}

/** Opens, runs and closes transactions, and keeps what belongs to each. */
export class Transactions {
  readonly #o: TransactionsOptions;
  readonly #open: OpenTransactions = new WeakMap();

  constructor(o: TransactionsOptions) {
    this.#o = o;
  }

  /** Runs work as the application role, confined to the scope's workspace. */
  async inWorkspace<T>(
    pool: SessionPool,
    scope: ExecutionScope,
    work: (tx: Transaction) => Promise<T>,
    { isKeyed = false }: TransactionOptions = {},
  ): Promise<T> {
    if (!UUID.test(scope.workspace)) {
      throw new DataWaveError({
        code: 'DW_STORAGE_WORKSPACE',
        message: 'The workspace of the scope is not a UUID, so no data can be confined to it.',
        hint: 'Pass on the scope that the request, job or command was given.',
      });
    }
    // One message; the workspace has been checked to be a UUID, so it needs no quoting beyond this.
    const preamble = `begin; set local role ${quote(APP_ROLE)}; set local app.workspace = '${scope.workspace}'`;
    const { workspace, signal } = scope;
    return this.#run({ pool, preamble, workspace, signal, isKeyed }, work);
  }

  /** Runs work as the kernel's own role: schema core, all workspaces. */
  asKernel<T>(pool: SessionPool, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const preamble = `begin; set local role ${quote(KERNEL_ROLE)}`;
    return this.#run({ pool, preamble, workspace: null, signal: null, isKeyed: false }, work);
  }

  /** @throws DataWaveError DW_STORAGE_TRANSACTION_ENDED */
  get(tx: Transaction): OpenTransaction {
    const open = this.#open.get(tx);
    if (!open?.session.isOpen) throw transactionEnded();
    return open;
  }

  async execute<Row>(tx: Transaction, statement: Statement): Promise<readonly Row[]> {
    const result = await this.get(tx).session.query(toDriver(statement), { guarded: false });
    // The row type is the caller's claim about its own statement.
    return result.rows as readonly Row[];
  }

  /** @see TransactionSession.defer */
  defer(tx: Transaction, statement: Statement): void {
    this.get(tx).session.defer(toDriver(statement));
  }

  #run<T>(o: Opening, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return throughCollisions((mayRepeat) => this.#runOnce({ ...o, mayRepeat }, work), {
      log: this.#o.log,
      signal: o.signal,
    });
  }

  async #runOnce<T>(
    o: Opening & { readonly mayRepeat: () => void },
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const { pool, workspace, signal } = o;
    if (signal?.aborted) throw aborted(signal);
    const generation = this.#o.generation();
    const session = await TransactionSession.begin(pool, o, this.#o.cancelBackend);
    // The brand exists in types only; the object is nothing but a key.
    const tx = Object.freeze({}) as Transaction;
    const afterCommit: (() => void)[] = [];
    let result: T;
    try {
      const open: OpenTransaction = {
        session,
        generation,
        workspace,
        bound:
          workspace !== null && generation.orm ? await generation.orm.bind(sessionStatements(session)) : null,
        unitsOfWork: new Map(),
        afterCommit,
      };
      this.#open.set(tx, open);
      result = await raceAbort(work(tx), signal, session);
      for (const em of open.unitsOfWork.values()) await em.flush();
      await session.commit(workspace === null ? null : staysIn(workspace));
    } catch (error) {
      await session.rollback();
      const said = plain(error);
      // Not when a transaction within this one has collided: that was begun again by itself.
      if (session.hasCollided && isCollision(said)) o.mayRepeat();
      throw said;
    } finally {
      this.#open.delete(tx);
    }
    for (const hook of afterCommit) {
      try {
        hook();
      } catch (error) {
        this.#o.log.error('work after a commit failed', { error });
      }
    }
    return result;
  }
}

/** What a plugin's statements may not have changed. PostgreSQL lets everybody change a setting, so it is looked at once more. */
const staysIn = (workspace: string): string =>
  `current_setting('app.workspace') = '${workspace}' and current_user = ${literal(APP_ROLE)}`;

/** Ends the wait when the signal fires, even when the work is waiting for something other than the database. */
async function raceAbort<T>(
  work: Promise<T>,
  signal: AbortSignal | null,
  session: TransactionSession,
): Promise<T> {
  if (!signal) return work;
  let stop = (): void => undefined;
  const gone = new Promise<never>((_, reject) => {
    stop = () => {
      void session.abort().then(() => reject(aborted(signal)));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // Whichever loses the race has no one left to hear its error.
  work.catch(() => undefined);
  gone.catch(() => undefined);
  try {
    return await Promise.race([work, gone]);
  } catch (error) {
    throw signal.aborted ? aborted(signal) : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const aborted = (signal: AbortSignal): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_ABORTED',
    status: 503,
    message: 'The transaction was rolled back, because whoever asked for it is gone or its time was up.',
    cause: signal.reason,
  });

/** The storage as one plugin sees it. */
export class PluginStorage implements StorageService {
  readonly schema: string;
  readonly #id: string;
  readonly #pool: SessionPool;
  readonly #transactions: Transactions;
  readonly #generation: () => OrmGeneration;

  constructor(o: {
    readonly id: string;
    readonly schema: string;
    readonly pool: SessionPool;
    readonly transactions: Transactions;
    readonly generation: () => OrmGeneration;
  }) {
    this.#id = o.id;
    this.schema = o.schema;
    this.#pool = o.pool;
    this.#transactions = o.transactions;
    this.#generation = o.generation;
  }

  async transaction<T>(
    scope: ExecutionScope,
    work: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    this.#requireActive(this.#generation());
    return this.#transactions.inWorkspace(this.#pool, scope, work, options);
  }

  unitOfWork(tx: Transaction): EntityManager {
    const open = this.#transactions.get(tx);
    this.#requireActive(open.generation);
    const existing = open.unitsOfWork.get(this.#id);
    if (existing) return existing;
    if (!open.bound) {
      throw new DataWaveError({
        code: 'DW_STORAGE_NO_ENTITIES',
        message: `Plugin ${this.#id} asked for a unit of work, but no active plugin has entities.`,
        hint: 'List them under entities in definePlugin.',
        where: this.#id,
      });
    }
    const em = open.bound.create();
    open.unitsOfWork.set(this.#id, em);
    return em;
  }

  async query<Row extends object>(tx: Transaction, statement: SqlFragment): Promise<readonly Row[]> {
    const open = this.#transactions.get(tx);
    this.#requireActive(open.generation);
    try {
      const unit = open.unitsOfWork.get(this.#id);
      if (unit) await unit.flush();
      const result = await open.session.query(toDriver(statement), { guarded: true });
      // The row type is the caller's claim about its own statement.
      return result.rows as readonly Row[];
    } catch (error) {
      throw plain(error);
    }
  }

  afterCommit(tx: Transaction, work: () => void): void {
    this.#transactions.get(tx).afterCommit.push(work);
  }

  #requireActive(generation: OrmGeneration): void {
    if (this.#id === 'core' || generation.plugins.has(this.#id)) return;
    throw new DataWaveError({
      code: 'DW_PLUGIN_DISABLED',
      status: 503,
      message: `Plugin ${this.#id} is disabled, so its stored data cannot be reached.`,
      hint: `Enable it with: datawave plugin enable ${this.#id}`,
      where: this.#id,
    });
  }
}
