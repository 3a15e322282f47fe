import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposer, Logger, StorageService, Transaction } from '@datawave/plugin-sdk';
import { throughCollisions } from './collisions.ts';
import { ConfinedPlugins, ownedByConfined, type Read } from './confined/confined-plugins.ts';
import { PendingCommits } from './confined/pending-commits.ts';
import { connect } from './connection.ts';
import { storageMigrations } from './core-migrations.ts';
import { isCollision, mapDriverError } from './driver-errors.ts';
import { NotificationListener } from './listener.ts';
import { type MigratingPlugin, migrateAll, nothingPending } from './migrations.ts';
import { buildGeneration, type OrmGeneration } from './orm.ts';
import { PluginStorage } from './plugin-storage.ts';
import { openPool, type SessionPool } from './pool.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { Pulse } from './pulse.ts';
import { APP_ROLE, KERNEL_ROLE } from './roles.ts';
import { type OpenServer, openServer } from './server.ts';
import { quote, type Statement, toDriver } from './statement.ts';
import type { MigrationOutcome, StoragePlugin } from './storage-plugin.ts';
import { Transactions } from './transactions.ts';

/** How to open the storage. */
export interface StorageOptions {
  /** `embedded` or a `postgres://` URL. */
  readonly url: string;
  /** The owner's connection, where the application's user may not create schemas and roles. */
  readonly migrationUrl?: string;
  /** Absolute. The embedded database lies here. */
  readonly dataDirectory: string;
  readonly log: Logger;
  /** Connections for plugins' transactions; 10 unless given. Half as many again serve the kernel's own work. */
  readonly poolSize?: number;
  /**
   * Whether what is written often is prepared once a connection; unless it is so, on the embedded database only: a pooler before
   * another server may put each transaction on another connection of the server's.
   */
  readonly prepare?: boolean;
  /** Milliseconds that a transaction of an isolated plugin may take; 60,000 unless given. */
  readonly isolatedTransactionMs?: number;
  readonly signal?: AbortSignal;
}

/** The open database: one for the whole kernel. */
export interface Storage {
  /** As the server says it, `18.4`. */
  readonly serverVersion: string;
  readonly kind: 'embedded' | 'remote';
  /**
   * Brings the plugins' schemas forward under an advisory lock. A plugin that fails is reported and does not stop
   * the others. With nothing to do it is one query. The kernel's own tables come first.
   */
  migrate(plugins: readonly StoragePlugin[]): Promise<ReadonlyMap<string, MigrationOutcome>>;
  /**
   * Makes these the active plugins: builds a new ORM and swaps it in. Transactions that are open keep the old one.
   * @throws DataWaveError DW_STORAGE_ENTITIES; what was active then stays so
   */
  activate(plugins: readonly StoragePlugin[]): Promise<void>;
  /** The storage as a plugin sees it. It answers DW_PLUGIN_DISABLED while the plugin is not active. */
  service(pluginId: string): StorageService;
  /** One statement of the kernel's own, committed by itself: schema core, all workspaces. */
  execute<Row>(statement: Statement): Promise<readonly Row[]>;
  /** One statement on the caller's transaction, with the transaction's role and workspace. */
  executeIn<Row>(tx: Transaction, statement: Statement): Promise<readonly Row[]>;
  /**
   * One statement on the caller's transaction whose answer nobody needs. It goes to the server with the next one, or with the commit, and
   * costs no journey of its own. Should it fail, so does the transaction.
   */
  deferIn(tx: Transaction, statement: Statement): void;
  /** A transaction of the kernel's own: schema core, all workspaces. Like a plugin's, its work may run more than once. */
  kernelTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs work after the transaction has committed, never if it has not. */
  afterCommit(tx: Transaction, work: () => void): void;
  /**
   * Hears a notification channel, over one connection that comes back after it was lost;
   * then the payload is empty, which means: something may have been missed, look for yourself.
   */
  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposer>;
  /** Drops a plugin's schema with all that is in it, for good. What is not there is no error. */
  dropSchema(schema: string): Promise<void>;
  /** Connections in use, for metrics. */
  readonly connections: { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

const DEFAULT_POOL_SIZE = 10;
const ISOLATED_TRANSACTION_MS = 60_000;
/** How long closing waits for open transactions; the embedded server then rolls them back. */
const CLOSE_PATIENCE_MS = 10_000;
/**
 * A transaction left idle this long belongs to a process that stands still or is gone, and what it has locked others wait
 * for: they must go on before the loss of a worker is to be made good, after twenty seconds.
 */
const IDLE_TRANSACTION_TIMEOUT = '15s';

/**
 * Opens the embedded database or connects to a server of version 15 or newer, creating the database roles where they are missing.
 *
 * @throws DataWaveError DW_STORAGE_UNAVAILABLE, DW_STORAGE_PASSWORD, DW_STORAGE_LOGIN, DW_STORAGE_DATABASE_MISSING, DW_STORAGE_TLS,
 *   DW_STORAGE_URL, DW_STORAGE_VERSION, DW_STORAGE_ROLE, and those of the embedded server
 */
export async function openStorage(o: StorageOptions): Promise<Storage> {
  o.signal?.throwIfAborted();
  const server = await openServer(o);
  try {
    o.signal?.throwIfAborted();
    return new PostgresStorage(server, o);
  } catch (error) {
    await server.close();
    throw error;
  }
}

class PostgresStorage implements Storage {
  readonly serverVersion: string;
  readonly kind: 'embedded' | 'remote';
  readonly #server: OpenServer;
  readonly #log: Logger;
  readonly #appPool: SessionPool;
  /** Apart, so that the kernel's short statements never wait for plugins' transactions, which may be waiting for them. */
  readonly #kernelPool: SessionPool;
  readonly #pulse: Pulse;
  readonly #prepared: PreparedStatements | null;
  readonly #transactions: Transactions;
  readonly #listener: NotificationListener;
  readonly #services = new Map<string, StorageService>();
  readonly #pending: PendingCommits;
  readonly #confined: ConfinedPlugins;
  #generation: OrmGeneration = { plugins: new Map(), orm: null };
  #closing: Promise<void> | null = null;

  constructor(server: OpenServer, o: StorageOptions) {
    this.#server = server;
    this.#log = o.log;
    this.serverVersion = server.version;
    this.kind = server.kind;
    const size = o.poolSize ?? DEFAULT_POOL_SIZE;
    // Prepared statements are planned each time all the same: what is best depends on how large the tables have become, and a plan
    // that was made when they were empty would stand until the server looks at them anew.
    const setup = (role: string): string =>
      `set role ${quote(role)}; set idle_in_transaction_session_timeout = '${IDLE_TRANSACTION_TIMEOUT}'; set plan_cache_mode = force_custom_plan`;
    const target = server.application;
    const pulse = new Pulse(target, o.log);
    const few = Math.max(3, Math.ceil(size / 2));
    const prepared = o.prepare === true || server.kind === 'embedded' ? new PreparedStatements() : null;
    this.#pulse = pulse;
    this.#prepared = prepared;
    this.#appPool = openPool({ target, max: size, setup: setup(APP_ROLE), prepared, pulse, log: o.log });
    this.#kernelPool = openPool({ target, max: few, setup: setup(KERNEL_ROLE), prepared, pulse, log: o.log });
    this.#listener = new NotificationListener(server.application, o.log);
    this.#transactions = new Transactions({
      log: o.log,
      generation: () => this.#generation,
      cancelBackend: async (pid) => {
        const client = await connect(server.application);
        await client.query('select pg_cancel_backend($1)', [pid]).finally(() => client.end());
      },
    });
    const platform = this.#appPool;
    this.#pending = new PendingCommits({
      log: o.log,
      execute: ({ text, values }) => this.execute({ text, parameters: values }),
      redo: (workspace, statements) => this.#transactions.redo(platform, workspace, statements),
    });
    const longestMs = o.isolatedTransactionMs ?? ISOLATED_TRANSACTION_MS;
    this.#confined = new ConfinedPlugins({ server, log: o.log, platform, pending: this.#pending, longestMs });
  }

  get connections(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const sizes = [this.#appPool.size, this.#kernelPool.size, ...this.#confined.sizes];
    const sum = (of: 'total' | 'idle' | 'waiting'): number => sizes.reduce((all, size) => all + size[of], 0);
    return { total: sum('total'), idle: sum('idle'), waiting: sum('waiting') };
  }

  async migrate(plugins: readonly StoragePlugin[]): Promise<ReadonlyMap<string, MigrationOutcome>> {
    const started = performance.now();
    const all = withCore(plugins);
    const read = <Row>(text: string) => this.execute<Row>({ text, parameters: [] });
    if ((await nothingPending(all, read)) && (await this.#isEverybodysOwn(plugins, read))) {
      return new Map(
        ['core', ...plugins.map(({ id }) => id)].map((id) => [id, current(performance.now() - started)]),
      );
    }
    const owner = await connect(this.#server.owner);
    try {
      const outcomes = new Map(
        await migrateAll(owner, all, this.#log, (plugin) => this.#confined.migrate(owner, plugin)),
      );
      for (const { id } of plugins) if (!outcomes.has(id)) outcomes.set(id, current(0));
      return outcomes;
    } catch (error) {
      throw mapDriverError(error);
    } finally {
      await owner.end().catch(() => undefined);
      this.#prepared?.forget();
    }
  }

  /** Whether isolated plugins have their roles, and what was isolated once and is no more has none. */
  async #isEverybodysOwn(plugins: readonly StoragePlugin[], read: Read): Promise<boolean> {
    const confined = plugins.filter(({ isConfined }) => isConfined === true);
    const others = plugins.filter(({ isConfined }) => isConfined !== true);
    for (const plugin of confined) if (!(await this.#confined.stands(plugin, read))) return false;
    return !(await ownedByConfined(
      others.map(({ schema }) => schema),
      read,
    ));
  }

  async dropSchema(schema: string): Promise<void> {
    const owner = await connect(this.#server.owner);
    try {
      await owner.query(`drop schema if exists ${quote(schema)} cascade`);
      await this.#confined.drop(owner, schema);
    } catch (error) {
      throw mapDriverError(error);
    } finally {
      await owner.end().catch(() => undefined);
      this.#prepared?.forget();
    }
  }

  async activate(plugins: readonly StoragePlugin[]): Promise<void> {
    const generation = await buildGeneration(plugins);
    await this.#confined.activate(plugins);
    this.#generation = generation;
  }

  service(pluginId: string): StorageService {
    const existing = this.#services.get(pluginId);
    if (existing) return existing;
    const service = new PluginStorage({
      id: pluginId,
      schema: pluginId.replaceAll('-', '_'),
      pool: pluginId === 'core' ? this.#kernelPool : this.#appPool,
      transactions: this.#transactions,
      generation: () => this.#generation,
      confinement: () => this.#confined.of(pluginId),
    });
    this.#services.set(pluginId, service);
    return service;
  }

  execute<Row>(statement: Statement): Promise<readonly Row[]> {
    return throughCollisions((mayRepeat) => this.#executeOnce<Row>(statement, mayRepeat), {
      log: this.#log,
      signal: null,
    });
  }

  async #executeOnce<Row>(statement: Statement, mayRepeat: () => void): Promise<readonly Row[]> {
    const client = await this.#kernelPool.acquire();
    let failed: unknown;
    try {
      const result = await this.#kernelPool.watch(client, client.query({ ...toDriver(statement) }));
      return result.rows;
    } catch (error) {
      failed = mapDriverError(error);
      if (isCollision(error)) mayRepeat();
      throw failed;
    } finally {
      client.release(failed !== undefined && client.getTransactionStatus() !== 'I');
    }
  }

  executeIn<Row>(tx: Transaction, statement: Statement): Promise<readonly Row[]> {
    return this.#transactions.execute<Row>(tx, statement);
  }

  deferIn(tx: Transaction, statement: Statement): void {
    this.#transactions.defer(tx, statement);
  }

  kernelTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#transactions.asKernel(this.#kernelPool, work);
  }

  afterCommit(tx: Transaction, work: () => void): void {
    this.#transactions.get(tx).afterCommit.push(work);
  }

  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposer> {
    return this.#listener.listen(channel, onNotify);
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#listener.close();
      await this.#pending.stop();
      const pools = [this.#confined, this.#appPool, this.#kernelPool];
      const idle = Promise.all(pools.map((pool) => pool.close())).then(() => true);
      const waited = new AbortController();
      const timeout = sleep(CLOSE_PATIENCE_MS, false, { signal: waited.signal }).catch(() => true);
      if (!(await Promise.race([idle, timeout])))
        this.#log.warn('transactions were still open when the storage was closed');
      waited.abort();
      this.#pulse.stop();
      await this.#server.close();
    })();
    return this.#closing;
  }
}

const current = (durationMs: number): MigrationOutcome => ({ status: 'current', applied: [], durationMs });

/** Core goes first, its workspaces before all else; plugins without migrations own no schema, but isolated ones need their roles. */
function withCore(plugins: readonly StoragePlugin[]): readonly MigratingPlugin[] {
  const core = plugins.find((plugin) => plugin.id === 'core');
  return [
    {
      id: 'core',
      schema: 'core',
      entities: core?.entities ?? [],
      migrations: [...storageMigrations, ...(core?.migrations ?? [])],
      isPartial: core === undefined,
    },
    ...plugins.filter(
      ({ id, migrations, isConfined }) => id !== 'core' && (migrations.length > 0 || isConfined === true),
    ),
  ];
}
