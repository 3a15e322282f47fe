import {
  DataWaveError,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  type Transaction,
  type TransactionOptions,
} from '@datawave/plugin-sdk';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type ConfinedStatements, confinedStatements } from './confined/confined-statements.ts';
import type { OrmGeneration } from './orm.ts';
import type { SessionPool } from './pool.ts';
import { toDriver } from './statement.ts';
import type { Confinement, Transactions } from './transactions.ts';
import { plain } from './unit-of-work/plain-error.ts';

/** The storage as one plugin sees it. */
export class PluginStorage implements StorageService {
  readonly schema: string;
  readonly #id: string;
  readonly #pool: SessionPool;
  readonly #transactions: Transactions;
  readonly #generation: () => OrmGeneration;
  readonly #confinement: () => Confinement | null;

  constructor(o: {
    readonly id: string;
    readonly schema: string;
    readonly pool: SessionPool;
    readonly transactions: Transactions;
    readonly generation: () => OrmGeneration;
    /** In which its transactions run, where the plugin is isolated. */
    readonly confinement: () => Confinement | null;
  }) {
    this.#id = o.id;
    this.schema = o.schema;
    this.#pool = o.pool;
    this.#transactions = o.transactions;
    this.#generation = o.generation;
    this.#confinement = o.confinement;
  }

  async transaction<T>(
    scope: ExecutionScope,
    work: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    this.#requireActive(this.#generation());
    const confinement = this.#confinement();
    if (confinement !== null) return this.#transactions.inConfinement(confinement, scope, work);
    return this.#transactions.inWorkspace(this.#pool, scope, work, options);
  }

  /**
   * What an isolated plugin's process may run on a transaction.
   * @throws DataWaveError DW_STORAGE_TRANSACTION_ENDED
   */
  statementsOf(tx: Transaction): ConfinedStatements {
    const { session, companion } = this.#transactions.get(tx);
    if (companion === null) throw notConfined(this.#id);
    return confinedStatements(session);
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

const notConfined = (plugin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: `A transaction of the platform's own role was to be lent to the isolated plugin ${plugin}.`,
    hint: 'Restart the platform; if it happens again, report it.',
    where: plugin,
  });
