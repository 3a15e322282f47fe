import type { EntityManager } from '@mikro-orm/postgresql';
import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { SqlFragment } from '../sql.ts';

declare const transactionBrand: unique symbol;

/**
 * An open database transaction, opaque. It may be handed to another plugin's write contract,
 * which turns it into its own unit of work; it ends with the function it was given to.
 * @public
 */
export interface Transaction {
  readonly [transactionBrand]: true;
}

/** How a transaction is run. @public */
export interface TransactionOptions {
  /**
   * For short work that is done again and again and finds every row by a key that has an index: its statements are taken apart and planned
   * once for all values. Otherwise they are planned each time, because what is best depends on the values and on how large tables have become.
   */
  readonly isKeyed?: boolean;
}

/**
 * The plugin's part of PostgreSQL: its own schema, entities and migrations. What it sees is confined to the
 * scope's workspace by row-level security; without a workspace nothing is seen.
 * @public
 */
export interface StorageService {
  /** Name of the plugin's schema, for raw SQL: `sql.identifier(storage.schema, 'assets')`. */
  readonly schema: string;
  /**
   * Runs work in one transaction. Committed when it resolves, rolled back when it throws or the scope is aborted.
   *
   * Work may run more than once: when the database has rolled the transaction back for the sake of others (a deadlock, a
   * serialization failure), it is begun again with a new transaction, up to three times, if the error of the statement leaves it.
   * What is registered with the transaction is then forgotten: {@link StorageService.afterCommit}, events, jobs. So work keeps to its transaction;
   * what it changes in memory it sets up anew each time, and what it does elsewhere it leaves to afterCommit.
   * @throws DataWaveError DW_STORAGE_UNAVAILABLE, DW_PLUGIN_DISABLED; DW_STORAGE_CONFLICT when it collides each time
   */
  transaction<T>(
    scope: ExecutionScope,
    work: (tx: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /** This plugin's unit of work in the transaction. The same one for every call with the same transaction; flushed before commit. */
  unitOfWork(tx: Transaction): EntityManager;
  /** Runs one statement in the transaction, after flushing the unit of work. */
  query<Row extends object>(tx: Transaction, statement: SqlFragment): Promise<readonly Row[]>;
  /** Runs work after the transaction has committed; never if it has not. */
  afterCommit(tx: Transaction, work: () => void): void;
}

/**
 * The ref of the kernel's storage. Listing it among the deps gives a plugin its own database schema.
 * @public
 */
export const storageService = serviceRef<StorageService>('core.storage');
