import {
  DataWaveError,
  type ExecutionScope,
  renderSql,
  type SqlFragment,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { EntityManager, EntitySchema } from '@mikro-orm/postgresql';
import {
  type BoundUnitOfWorkFactory,
  importOrm,
  type UnitOfWorkFactory,
} from '../../storage/unit-of-work/discover-entities.ts';
import { plain } from '../../storage/unit-of-work/plain-error.ts';
import type { UnitResult, UnitStatements } from '../../storage/unit-of-work/statements.ts';
import type { Registrations } from './registrations.ts';

/** A transaction as the platform hands it out. */
interface RemoteTransaction {
  run(text: string, parameters: readonly unknown[], isAsWritten: boolean): Promise<UnitResult>;
  stream(text: string, parameters: readonly unknown[], chunk: number): AsyncIterable<readonly object[]>;
}

interface Open {
  readonly remote: RemoteTransaction;
  readonly bound: BoundUnitOfWorkFactory | null;
  readonly afterCommit: (() => void)[];
  unit: EntityManager | null;
}

export interface DataStorageParts {
  readonly plugin: string;
  /** Of the plugin, in the database. */
  readonly schema: string;
  readonly entities: readonly EntitySchema[];
  readonly registrations: Registrations;
  /** Calls the platform's storage. */
  call(method: string, args: readonly unknown[]): Promise<unknown>;
  onFault(error: unknown): void;
}

/**
 * The plugin's storage in its own process: entities and units of work are here, each statement of theirs runs where the connection is. It works as
 * in process; see `core/src/storage/plugin-storage.ts`.
 */
export class DataStorage implements StorageService {
  readonly schema: string;
  readonly #parts: DataStorageParts;
  readonly #factory: Promise<UnitOfWorkFactory | null>;
  readonly #works = new Map<number, (remote: RemoteTransaction) => Promise<void>>();
  readonly #open = new WeakMap<object, Open>();
  readonly #ended = new WeakSet<object>();
  #last = 0;

  constructor(parts: DataStorageParts) {
    this.schema = parts.schema;
    this.#parts = parts;
    this.#factory = discover(parts);
    // Entities that cannot be used fail the setup.
    parts.registrations.add(this.#factory);
  }

  async transaction<T>(scope: ExecutionScope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const factory = await this.#factory;
    let done: { readonly value: T; readonly afterCommit: readonly (() => void)[] } | null = null;
    let failed: { readonly error: unknown } | null = null;
    const number = ++this.#last;
    this.#works.set(number, async (remote) => {
      [done, failed] = [null, null];
      const bound = (await factory?.bind(statementsOf(remote))) ?? null;
      const open: Open = { remote, bound, afterCommit: [], unit: null };
      this.#open.set(remote, open);
      try {
        // What the platform handed out is the transaction: handed back, it is known again.
        const value = await work(remote as unknown as Transaction);
        await open.unit?.flush();
        done = { value, afterCommit: open.afterCommit };
      } catch (error) {
        failed = { error: plain(error) };
        throw failed.error;
      } finally {
        this.#open.delete(remote);
        this.#ended.add(remote);
      }
    });
    try {
      await this.#parts.call('transaction', [scope, this.#dispatch, number]);
    } catch (error) {
      throw this.#own(failed, error);
    } finally {
      this.#works.delete(number);
    }
    return this.#committed(done);
  }

  unitOfWork(tx: Transaction): EntityManager {
    const open = this.#get(tx);
    if (open.unit !== null) return open.unit;
    if (open.bound === null)
      throw new DataWaveError({
        code: 'DW_STORAGE_NO_ENTITIES',
        message: `Plugin ${this.#parts.plugin} asked for a unit of work, but has no entities.`,
        hint: 'List them under entities in definePlugin.',
        where: this.#parts.plugin,
      });
    open.unit = open.bound.create();
    return open.unit;
  }

  async query<Row extends object>(tx: Transaction, statement: SqlFragment): Promise<readonly Row[]> {
    const { unit, remote } = this.#get(tx);
    try {
      await unit?.flush();
      const { text, parameters } = renderSql(statement);
      const { rows } = await remote.run(text, parameters, false);
      // The row type is the caller's claim about its own statement.
      return rows as readonly Row[];
    } catch (error) {
      throw plain(error);
    }
  }

  afterCommit(tx: Transaction, work: () => void): void {
    this.#get(tx).afterCommit.push(work);
  }

  /** One function for all, so that the platform holds one. */
  readonly #dispatch = async (number: number, remote: RemoteTransaction): Promise<void> => {
    const work = this.#works.get(number);
    if (work === undefined) throw ended();
    await work(remote);
  };

  #committed<T>(done: { readonly value: T; readonly afterCommit: readonly (() => void)[] } | null): T {
    if (done === null) throw ended();
    for (const hook of done.afterCommit) {
      try {
        hook();
      } catch (error) {
        this.#parts.onFault(error);
      }
    }
    return done.value;
  }

  /** An error of the work's own comes back as it was thrown, and not as the copy that has crossed twice. */
  #own(failed: { readonly error: unknown } | null, crossed: unknown): unknown {
    const [own, other] = [failed?.error, crossed];
    if (!(own instanceof Error && other instanceof Error)) return crossed;
    const isSame =
      own.message === other.message ||
      (DataWaveError.is(own) && DataWaveError.is(other) && own.code === other.code);
    return isSame ? own : crossed;
  }

  #get(tx: Transaction): Open {
    const open = this.#open.get(tx);
    if (open !== undefined) return open;
    if (this.#ended.has(tx)) throw ended();
    throw new DataWaveError({
      code: 'DW_ISOLATION_TRANSACTION',
      message: `The isolated plugin "${this.#parts.plugin}" was given a transaction that it has not begun, which it cannot write with.`,
      hint: 'Begin one with storage.transaction. Contracts that take the transaction of another plugin need both to run in process.',
      where: `plugin ${this.#parts.plugin}`,
    });
  }
}

const statementsOf = (remote: RemoteTransaction): UnitStatements => ({
  run: (text, parameters) => remote.run(text, parameters, true),
  stream: (text, parameters, chunk) => remote.stream(text, parameters, chunk),
});

async function discover({ plugin, schema, entities }: DataStorageParts): Promise<UnitOfWorkFactory | null> {
  if (entities.length === 0) return null;
  const make = await importOrm();
  for (const { meta } of entities) meta.schema ??= schema;
  const astray = entities.find(({ meta }) => meta.schema !== schema);
  try {
    if (astray !== undefined)
      throw new Error(`its entity ${astray.meta.className} lies in schema ${astray.meta.schema}`);
    return make(entities);
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_STORAGE_ENTITIES',
      message: `The entities of plugin ${plugin} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: `Correct its entities; their schema is ${schema}.`,
      where: plugin,
      cause,
    });
  }
}

const ended = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_TRANSACTION_ENDED',
    message: 'The transaction has ended; nothing more can be read or written with it.',
    hint: 'Await everything that uses a transaction inside the function that was given it.',
  });
