import {
  DataWaveError,
  type ExecutionScope,
  type Logger,
  type Transaction,
  type TransactionOptions,
} from '@datawave/plugin-sdk';
import { throughCollisions } from './collisions.ts';
import { Companion, type PendingCommit } from './confined/companion.ts';
import type { ConfinedPool } from './confined/confined-pool.ts';
import { isCollision } from './driver-errors.ts';
import type { OpenTransaction, OpenTransactions, OrmGeneration } from './orm.ts';
import type { SessionPool } from './pool.ts';
import { APP_ROLE, KERNEL_ROLE } from './roles.ts';
import type { TransactionBeginning } from './sending.ts';
import { TransactionSession, transactionEnded } from './session.ts';
import { sessionStatements } from './session-statements.ts';
import { type DriverStatement, literal, quote, type Statement, toDriver } from './statement.ts';
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
  /** As whom its statements run, where that must hold still when it commits. */
  readonly role: string | null;
  readonly confinement: Confinement | null;
}

/** What the transactions of an isolated plugin run in. */
export interface Confinement {
  readonly plugin: string;
  /** Of the plugin's own connections, logged in as the role. */
  readonly pool: ConfinedPool;
  readonly role: string;
  /** On which the platform writes beside them. */
  readonly platform: SessionPool;
  note(pending: PendingCommit): Promise<void>;
  /** Milliseconds that one of its transactions may take. */
  readonly longestMs: number;
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
    const { workspace, signal } = scope;
    const opening = { pool, preamble: inWorkspace(workspace), workspace, signal, isKeyed };
    return this.#run({ ...opening, role: APP_ROLE, confinement: null }, work);
  }

  /** Runs work of an isolated plugin as its own login, confined to the scope's workspace, for a bounded time. */
  async inConfinement<T>(
    confinement: Confinement,
    scope: ExecutionScope,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const { pool, role, longestMs } = confinement;
    const { workspace } = scope;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DOMException('its time is up', 'TimeoutError')), longestMs);
    const signal = AbortSignal.any([scope.signal, late.signal]);
    // No role is taken: its login is nothing else, so there is nothing to go back to.
    const preamble = `begin; ${workspaceSetting(workspace)}`;
    try {
      return await this.#run({ pool, preamble, workspace, signal, isKeyed: false, role, confinement }, work);
    } finally {
      // Thousands of them would be held for a minute else.
      clearTimeout(timer);
    }
  }

  /** Runs statements of the platform's role in a workspace. @returns whether the first concerned a row; if it did not, nothing is done */
  async redo(pool: SessionPool, workspace: string, statements: readonly DriverStatement[]): Promise<boolean> {
    const session = await TransactionSession.begin(
      pool,
      { preamble: inWorkspace(workspace), isKeyed: false },
      this.#o.cancelBackend,
    );
    try {
      for (const [index, statement] of statements.entries()) {
        const { rowCount } = await session.query(statement, { guarded: false });
        if (index > 0 || rowCount === 1) continue;
        await session.rollback();
        return false;
      }
      await session.commit();
      return true;
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  /** Runs work as the kernel's own role: schema core, all workspaces. */
  asKernel<T>(pool: SessionPool, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const preamble = `begin; set local role ${quote(KERNEL_ROLE)}`;
    const nowhere = { workspace: null, signal: null, role: null, confinement: null };
    return this.#run({ pool, preamble, isKeyed: false, ...nowhere }, work);
  }

  /** @throws DataWaveError DW_STORAGE_TRANSACTION_ENDED */
  get(tx: Transaction): OpenTransaction {
    const open = this.#open.get(tx);
    if (!open?.session.isOpen) throw transactionEnded();
    return open;
  }

  async execute<Row>(tx: Transaction, statement: Statement): Promise<readonly Row[]> {
    const { session, companion } = this.get(tx);
    const driver = toDriver(statement);
    // The row type is the caller's claim about its own statement.
    if (companion !== null) return (await companion.execute(driver)) as readonly Row[];
    return (await session.query(driver, { guarded: false })).rows as readonly Row[];
  }

  /** @see TransactionSession.defer */
  defer(tx: Transaction, statement: Statement): void {
    const { session, companion } = this.get(tx);
    (companion ?? session).defer(toDriver(statement));
  }

  #run<T>(o: Opening, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return throughCollisions((mayRepeat) => this.#runOnce({ ...o, mayRepeat }, work), {
      log: this.#o.log,
      signal: o.signal,
    });
  }

  #companion({ plugin, platform, note }: Confinement, workspace: string): Companion {
    return new Companion({
      ...{ plugin, workspace, note, log: this.#o.log },
      begin: () =>
        TransactionSession.begin(
          platform,
          { preamble: inWorkspace(workspace), isKeyed: false },
          this.#o.cancelBackend,
        ),
    });
  }

  async #runOnce<T>(
    o: Opening & { readonly mayRepeat: () => void },
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const { pool, workspace, signal, confinement } = o;
    if (signal?.aborted) throw aborted(signal);
    const generation = this.#o.generation();
    const cancel = confinement === null ? this.#o.cancelBackend : confinement.pool.cancel;
    const session = await TransactionSession.begin(pool, o, cancel);
    const companion =
      confinement === null || workspace === null ? null : this.#companion(confinement, workspace);
    // The brand exists in types only; the object is nothing but a key.
    const tx = Object.freeze({}) as Transaction;
    const afterCommit: (() => void)[] = [];
    let result: T;
    try {
      const open: OpenTransaction = {
        session,
        generation,
        workspace,
        companion,
        // An isolated plugin makes its units of work itself.
        bound:
          companion === null && workspace !== null && generation.orm
            ? await generation.orm.bind(sessionStatements(session))
            : null,
        unitsOfWork: new Map(),
        afterCommit,
      };
      this.#open.set(tx, open);
      result = await raceAbort(work(tx), signal, session);
      for (const em of open.unitsOfWork.values()) await em.flush();
      await companion?.prepare(session);
      await session.commit(workspace === null || o.role === null ? null : staysIn(workspace, o.role));
      await companion?.commit();
    } catch (error) {
      await session.rollback();
      const said = plain(error);
      // Not when a transaction within this one has collided: that was begun again by itself.
      if ((session.hasCollided || (await companion?.hasCollided())) && isCollision(said)) o.mayRepeat();
      await companion?.rollback();
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

/** @throws DataWaveError DW_STORAGE_WORKSPACE */
function workspaceSetting(workspace: string): string {
  if (!UUID.test(workspace))
    throw new DataWaveError({
      code: 'DW_STORAGE_WORKSPACE',
      message: 'The workspace of the scope is not a UUID, so no data can be confined to it.',
      hint: 'Pass on the scope that the request, job or command was given.',
    });
  // It has been checked to be a UUID, so it needs no quoting beyond this.
  return `set local app.workspace = '${workspace}'`;
}

/** One message. */
const inWorkspace = (workspace: string): string =>
  `begin; set local role ${quote(APP_ROLE)}; ${workspaceSetting(workspace)}`;

/** What a plugin's statements may not have changed. PostgreSQL lets everybody change a setting, so it is looked at once more. */
const staysIn = (workspace: string, role: string): string =>
  `pg_catalog.current_setting('app.workspace') = '${workspace}' and current_user = ${literal(role)}`;

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
