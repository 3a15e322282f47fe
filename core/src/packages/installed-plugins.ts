import {
  type AuditService,
  DataWaveError,
  type Disposer,
  type EventsService,
  type ExecutionScope,
  type Logger,
  type PluginStatus,
} from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { KernelOptions } from '../kernel-types.ts';
import type { DiscoveredPlugin } from '../plugins/discover.ts';
import type { Storage } from '../storage/storage.ts';
import { CHANGES_CHANNEL, noteFollowed } from './apply/change-rows.ts';
import { confirmChange } from './apply/confirm-change.ts';
import { RestartQueue } from './apply/restart-queue.ts';
import { replicaName } from './apply/restart-turns.ts';
import { adoptLock } from './lock/adopt-lock.ts';
import type { BegunLock } from './lock/begin-lock.ts';
import { readWatch, writeWatch } from './lock/lock-file.ts';
import { LOCKS_CHANNEL, type LockRow, readNewestLock } from './lock/lock-rows.ts';
import { LockSeal } from './lock/lock-seal.ts';
import { digestOf, EMPTY_LOCK } from './lock/plugin-lock.ts';
import { returnToFormer } from './lock/return-lock.ts';
import { reasonOf } from './package-errors.ts';
import { fromConfiguration, type InstalledPlugin } from './plan/plan.ts';
import type { Registries } from './registries/registries.ts';
import type { KnownPlugin } from './revocations/find-revoked.ts';
import { RevocationWatch } from './revocations/revocation-watch.ts';
import type { PackageStore } from './store/package-store.ts';

/** What following the lock needs of the kernel. */
export interface InstalledPlatform {
  readonly begun: BegunLock;
  readonly config: KernelConfig;
  readonly log: Logger;
  /** All plugins of this process. */
  readonly found: readonly DiscoveredPlugin[];
  /** Whom to tell: without `onRestartWanted` it only says that somebody should start the process anew. */
  readonly options: Pick<
    KernelOptions,
    'onRestartWanted' | 'onWatched' | 'isSafeMode' | 'ignoresOverrides' | 'http' | 'env' | 'role'
  >;
  storage(): Storage | null;
  audit(): AuditService | null;
  scope(): ExecutionScope;
  plugins(): readonly PluginStatus[];
  /** Told when a change of plugins has come further. */
  onProgress(): void;
  /** Opens the configured registries, for one piece of work. */
  registries(signal: AbortSignal): Promise<Registries>;
  /** Opens the domain events. */
  events(): Promise<EventsService | null>;
  /** Whether the configuration says that the platform does not run without it, or without what needs it. */
  isKept(id: string): boolean;
}

/** The launcher's, and so the same for all processes of one replica; see the command "start". */
const LAUNCHER = 'DATAWAVE_WATCH_NOTE';
const LOOK_MS = 250;
const AGAIN_MS = 10_000;
const FALLEN: ReadonlySet<string> = new Set(['failed', 'invalid', 'blocked']);
const COMING: ReadonlySet<string> = new Set(['discovered', 'resolved', 'migrating', 'setting-up']);

/**
 * Keeps what this process runs with what counts: compares the lock that it began with to the one in the database, brings the packages of
 * another, and asks for a restart when its turn among the replicas has come; until then it goes on with what it runs. A lock that is new is watched for a while; when something fails with it the former one comes back.
 */
export class InstalledPlugins {
  readonly #platform: InstalledPlatform;
  /** What looks for revocations of what is installed. */
  readonly revocations: RevocationWatch;
  #mismatch: string | null = null;
  #checking: Promise<void> = Promise.resolve();
  #listening: readonly Disposer[] = [];
  #watching: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #hasReturned = false;
  /** Whether it has come up: others rely on it, and it begins anew only in its turn. */
  #isServing = false;
  readonly #queue: RestartQueue;
  #seal: { readonly storage: Storage; readonly seal: LockSeal } | null = null;
  #isStopped = false;

  constructor(platform: InstalledPlatform) {
    this.#platform = platform;
    if (platform.begun.watch !== null) platform.options.onWatched?.(true);
    const { config, log, audit, scope, options } = platform;
    const group = options.role === 'worker' ? 'worker' : 'api';
    const launcher = (options.env ?? process.env)[LAUNCHER] ?? '';
    this.#queue = new RestartQueue(
      {
        ...{ group, boundSeconds: config.packages.turnSeconds },
        holder: replicaName(config.storage.data, launcher, group),
      },
      log,
    );
    this.revocations = new RevocationWatch({
      ...{ log, everyMinutes: config.packages.revocationsMinutes },
      registries: config.registries.flatMap(({ name, root }) => (root === undefined ? [] : [name])),
      storage: () => platform.storage(),
      locked: async () => {
        const storage = platform.storage();
        const newest = storage === null ? null : await readNewestLock(storage);
        return (newest?.lock ?? platform.begun.lock).plugins;
      },
      open: (signal) => platform.registries(signal),
      parts: async (storage) => ({
        ...{ storage, events: await platform.events(), audit: audit(), scope: scope() },
        plugin: (name) => this.#known(name),
      }),
    });
  }

  /** Where packages lie. */
  get store(): PackageStore {
    return this.#platform.begun.store;
  }

  /** What tells locks of this platform from those of others, for the database that is open. */
  sealOf(storage: Storage): LockSeal {
    if (this.#seal?.storage !== storage) {
      const { config, log, options, scope } = this.#platform;
      const seal = new LockSeal({ storage, config, log, scope, env: options.env ?? process.env });
      this.#seal = { storage, seal };
    }
    return this.#seal.seal;
  }

  /** Plugins that do not come from the lock. */
  configured(): readonly InstalledPlugin[] {
    return this.#platform.found.flatMap(({ trust, package: read }) =>
      trust !== 'first-party' || read === null ? [] : [fromConfiguration(read)],
    );
  }

  /** Why this process is not what it should be; null when it is. */
  get mismatch(): string | null {
    return this.#mismatch;
  }

  /** Begins to look for revocations, unless this process only looks at the platform. */
  watchRevocations(): void {
    const { http, isSafeMode, ignoresOverrides } = this.#platform.options;
    if (http !== 'never' && !isSafeMode && !ignoresOverrides) this.revocations.start();
  }

  #known(name: string): KnownPlugin | null {
    const status = this.#platform.plugins().find((one) => one.name === name);
    return status === undefined
      ? null
      : { id: status.id, title: status.title, isKept: this.#platform.isKept(status.id) };
  }

  /** Compares with the database, once it is open, and follows it from then on. Called again it only compares. */
  async follow(): Promise<void> {
    const { isSafeMode, ignoresOverrides } = this.#platform.options;
    const storage = this.#platform.storage();
    if (storage === null || isSafeMode || ignoresOverrides) return;
    await this.check();
    if (this.#listening.length > 0 || this.#isStopped) return;
    try {
      this.#listening = [
        await storage.listen(LOCKS_CHANNEL, () => void this.check()),
        await storage.listen(CHANGES_CHANNEL, () => this.#platform.onProgress()),
      ];
      await this.check();
    } catch (error) {
      this.#platform.log.warn('Changes of installed plugins in other processes are not heard of.', { error });
    }
  }

  /** Compares what this process began with to what counts. Never rejects. */
  check(): Promise<void> {
    this.#checking = this.#checking
      .then(() => this.#compare())
      .catch((error: unknown) => {
        this.#mismatch ??= `Whether its installed plugins are the right ones is not known: ${reasonOf(error)}`;
        this.#platform.log.error('The lock of plugins could not be followed; trying again.', { error });
        if (this.#isStopped) return;
        this.#again ??= setTimeout(() => {
          this.#again = null;
          void this.check();
        }, AGAIN_MS).unref();
      });
    return this.#checking;
  }

  /** Begins to watch a lock that is new, after the platform has come up with it. */
  async watch(): Promise<void> {
    const { storage, config, options, begun } = this.#platform;
    const open = storage();
    this.#isServing = true;
    if (open === null || options.onRestartWanted === undefined || this.#mismatch !== null) return;
    const row = await readNewestLock(open);
    if (row === null || row.confirmedAt !== null || row.number !== begun.lock.number) {
      await this.#queue.pass(open);
      return;
    }
    await this.sealOf(open).accept(row);
    const until = performance.now() + config.packages.watchSeconds * 1000;
    const look = (): void => {
      this.#look(open, row, until).then(
        (isOver) => {
          if (!isOver && !this.#isStopped) this.#watching = setTimeout(look, LOOK_MS).unref();
        },
        (error: unknown) => {
          this.#platform.log.error('A change of plugins could not be watched; trying again.', { error });
          if (!this.#isStopped) this.#watching = setTimeout(look, AGAIN_MS).unref();
        },
      );
    };
    look();
  }

  /**
   * The platform does not come up with this lock: goes back at once. Answers whether a restart with the former one is under way.
   * @param error - why
   */
  async giveUp(error: unknown): Promise<boolean> {
    const { config, begun, options } = this.#platform;
    const { data } = config.storage;
    const watch = await readWatch(data);
    if (
      options.onRestartWanted === undefined ||
      watch?.number !== begun.lock.number ||
      watch.givenUp !== undefined
    )
      return false;
    // What is not the plugins' fault is no reason to give them up.
    const isTheirs =
      DataWaveError.is(error) && error.code === 'DW_PLUGIN_CRITICAL' && !isOfStorage(error.cause);
    if (!isTheirs) return false;
    const givenUp = `The platform did not start with it: ${reasonOf(error)}`;
    await writeWatch(data, { ...watch, givenUp });
    return true;
  }

  /** @param isClean - whether the process ends because it was told to */
  async stop(isClean: boolean): Promise<void> {
    this.#isStopped = true;
    await this.revocations.stop();
    this.#queue.stop();
    for (const timer of [this.#watching, this.#again]) if (timer !== null) clearTimeout(timer);
    for (const end of this.#listening) await end();
    this.#listening = [];
    await this.#checking;
    const { config, options } = this.#platform;
    const watch =
      options.onRestartWanted === undefined || !isClean ? null : await readWatch(config.storage.data);
    if (watch?.begun.includes(process.pid))
      await writeWatch(config.storage.data, {
        ...watch,
        begun: watch.begun.filter((pid) => pid !== process.pid),
      });
  }

  async #compare(): Promise<void> {
    const { storage, begun, config, log, options } = this.#platform;
    const open = storage();
    if (open === null || this.#isStopped) return;
    if (begun.watch?.givenUp !== undefined && !this.#hasReturned) {
      await this.#goBack(open, begun.watch.number, begun.watch.givenUp);
      this.#hasReturned = true;
    }
    const row = await readNewestLock(open);
    const seal = this.sealOf(open);
    // What is not believed changes nothing: what runs runs on, and the reason is shown.
    if (row !== null) await seal.accept(row);
    const wanted = row?.lock ?? EMPTY_LOCK;
    const damaged = begun.installed.filter(({ problem }) => problem !== null);
    const isSame = digestOf(wanted.plugins) === digestOf(begun.lock.plugins) && damaged.length === 0;
    const parts = { storage: open, store: begun.store, seal, dataDirectory: config.storage.data };
    if (isSame) {
      if (wanted.number !== begun.lock.number || begun.watch?.givenUp !== undefined)
        await adoptLock(parts, row);
      // Under the master key as it is by now.
      else await seal.remember(wanted);
      this.#mismatch = null;
      await this.#queue.cancel(open);
      return;
    }
    // What is damaged answers no longer, and what has not come up does not yet: neither waits.
    const hasToWait = this.#isServing && damaged.length === 0 && options.onRestartWanted !== undefined;
    const mismatch =
      damaged.length > 0
        ? `Installed packages were damaged: ${damaged.map(({ name }) => name).join(', ')}.`
        : `Its installed plugins are those of state ${begun.lock.number}, and state ${wanted.number} counts.`;
    if (hasToWait) await this.#queue.announce(open, wanted.number);
    else this.#mismatch = mismatch;
    // Whoever waits for it is told first: bringing packages may take a while.
    await noteFollowed(open, wanted.number);
    await adoptLock(parts, row);
    const reason = `${mismatch} It has to start anew.`;
    const begin = (): void => {
      this.#mismatch = reason;
      log.info(reason, { from: begun.lock.number, to: wanted.number });
      options.onRestartWanted?.(reason);
    };
    if (!hasToWait) {
      begin();
      return;
    }
    this.#mismatch = null;
    this.#queue.wait(open, wanted.number, begin);
  }

  /** Answers whether watching is over. */
  async #look(storage: Storage, row: LockRow, until: number): Promise<boolean> {
    const { begun, config, log, audit, scope } = this.#platform;
    const statuses = this.#platform.plugins();
    const changed = this.#changedNames();
    const fallen = statuses.find(
      ({ id, name, state }) =>
        (row.expects.includes(id) && FALLEN.has(state)) || (changed.has(name) && state === 'degraded'),
    );
    if (fallen !== undefined) {
      await this.#goBack(
        storage,
        row.number,
        `"${fallen.id}" is ${fallen.state}: ${fallen.reason ?? 'no reason is known'}`,
      );
      return true;
    }
    const waiting = statuses.find(({ id, state }) => row.expects.includes(id) && COMING.has(state));
    if (waiting === undefined) await this.#queue.pass(storage);
    if (performance.now() < until) return false;
    if (waiting !== undefined) {
      await this.#goBack(
        storage,
        row.number,
        `"${waiting.id}" did not come up in time: it is ${waiting.state}`,
      );
      return true;
    }
    // Data that is to go is used by replicas that have not followed yet.
    if (await this.#queue.areOthersFollowing(storage)) return false;
    await confirmChange(
      { storage, audit: audit(), scope: scope(), store: begun.store, keep: config.packages.keepLocks },
      row,
    );
    await writeWatch(config.storage.data, null);
    this.#platform.options.onWatched?.(false);
    log.info(`State ${row.number} of the installed plugins is confirmed.`);
    this.#platform.onProgress();
    return true;
  }

  /** Names of plugins that this lock has brought or changed. */
  #changedNames(): ReadonlySet<string> {
    const { lock, watch } = this.#platform.begun;
    return new Set(
      Object.entries(lock.plugins).flatMap(([name, { sha256 }]) =>
        watch?.previous.plugins[name]?.sha256 === sha256 ? [] : [name],
      ),
    );
  }

  async #goBack(storage: Storage, number: number, reason: string): Promise<void> {
    const { audit, scope, log } = this.#platform;
    const ids = new Map(this.#platform.plugins().map(({ id, name }) => [name, id]));
    const seal = this.sealOf(storage);
    const done = await returnToFormer({ storage, audit: audit(), seal, scope: scope() }, number, reason, ids);
    if (done === null) return;
    log.error(`State ${number} of the installed plugins was given up; the former one comes back. ${done}`);
    void this.check();
  }
}

/** The database is away; a migration that failed is the plugin's own fault. */
const isOfStorage = (error: unknown): boolean =>
  DataWaveError.is(error) && /^DW_STORAGE_(?!MIGRATION)/.test(error.code);
