import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type RunningPostgres, type RunningRedis, startPostgres, startRedis } from '../test/servers/index.ts';
import { freePort } from '../test/servers/server-process.ts';
import { ApiClient } from './api-client.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type FaultSource, SourceServers } from './fault-source.ts';
import { type NodeOrder, NodeProcess, type StagedTable } from './node-process.ts';
import {
  embeddedDatabase,
  type PlatformDatabase,
  serverDatabase,
  smallDiskDatabase,
} from './platform-database.ts';
import type { RunPlan } from './run-plan.ts';
import { SeededRandom, seedOf } from './seeded-random.ts';

/** Servers that all runs of the suite share; each run has databases of its own in them. */
export class SuiteServers {
  readonly sources = new SourceServers();
  #postgres: Promise<RunningPostgres> | null = null;
  #made = 0;

  constructor() {
    // Everything that a run starts has a listener for the end of this process.
    process.setMaxListeners(Math.max(process.getMaxListeners(), 50));
  }

  async database(): Promise<PlatformDatabase> {
    this.#postgres ??= startPostgres();
    this.#made += 1;
    return serverDatabase(await this.#postgres, `platform_${this.#made}`);
  }

  async close(): Promise<void> {
    await (await this.#postgres)?.stop();
    await this.sources.close();
  }
}

/** A process with what stands between it and its servers. */
export interface PlatformNode {
  readonly process: NodeProcess;
  readonly postgres: FaultProxy | null;
  readonly redis: FaultProxy | null;
}

/** The platform of one run: processes, servers, proxies and sources. */
export class FaultPlatform {
  readonly folder: string;
  readonly database: PlatformDatabase;
  readonly redis: RunningRedis | null;
  readonly apis: PlatformNode[] = [];
  readonly workers: PlatformNode[] = [];
  readonly source: FaultSource;
  readonly canary: FaultSource;
  /** Scanned by rules that run by themselves. */
  readonly timed: FaultSource;
  readonly sourceProxy: FaultProxy | null;
  readonly client: ApiClient;
  readonly random: SeededRandom;
  readonly #plan: RunPlan;
  readonly #remove: () => void;
  readonly #closers: (() => Promise<void>)[];

  private constructor(
    plan: RunPlan,
    parts: Pick<
      FaultPlatform,
      'folder' | 'database' | 'redis' | 'source' | 'canary' | 'timed' | 'sourceProxy' | 'random'
    > & {
      readonly ports: readonly number[];
      readonly password: string;
      readonly remove: () => void;
    },
    closers: (() => Promise<void>)[],
  ) {
    this.#plan = plan;
    this.#remove = parts.remove;
    this.folder = parts.folder;
    this.database = parts.database;
    this.redis = parts.redis;
    this.source = parts.source;
    this.canary = parts.canary;
    this.timed = parts.timed;
    this.sourceProxy = parts.sourceProxy;
    this.random = parts.random;
    this.#closers = closers;
    this.client = new ApiClient(
      parts.ports.map((port) => `http://127.0.0.1:${port}`),
      parts.password,
    );
  }

  /** Starts everything that a plan asks for; what is already up is ended again when something is not. */
  static async start(plan: RunPlan, servers: SuiteServers): Promise<FaultPlatform> {
    const closers: (() => Promise<void>)[] = [];
    const after = (close: () => Promise<void>): void => void closers.unshift(close);
    try {
      const folder = await mkdtemp(join(tmpdir(), 'datawave-faults-'));
      // Servers that run under another account lie in it.
      await chmod(folder, 0o711);
      const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      // Comes after those that end what runs in it, which go before.
      process.on('exit', remove);
      after(async () => {
        process.off('exit', remove);
        remove();
      });
      const random = new SeededRandom(seedOf(plan.seed, plan.run) ^ 0x5bd1e995);
      const fillsDisk = plan.faults.some(({ kind }) => kind === 'fill-disk');
      const database =
        plan.database === 'embedded'
          ? embeddedDatabase(join(folder, 'data'))
          : fillsDisk
            ? await smallDiskDatabase(folder)
            : await servers.database();
      after(() => database.close());
      const redis = plan.transport === 'bull' ? await startRedis({ aof: plan.hasAof }) : null;
      if (redis !== null) after(() => redis.stop());
      const source = await servers.sources.create(plan.source, folder, plan.tables, random);
      const small = async (name: string): Promise<FaultSource> =>
        servers.sources.create('sqlite', await mkdtemp(join(folder, `${name}-`)), 1, random, false);
      const canary = await small('canary');
      const timed = await small('timed');
      const sourceProxy =
        source.port === null
          ? null
          : await FaultProxy.open(source.port, await freePort(), plan.sourceDelayMs);
      if (sourceProxy !== null) after(() => sourceProxy.close());
      const ports: number[] = [];
      for (let api = 0; api < plan.apis; api += 1) ports.push(await freePort());
      const password = randomBytes(12).toString('hex');
      const parts = {
        ...{ folder, database, redis, source, canary, timed, sourceProxy, random },
        ...{ ports, password, remove },
      };
      const platform = new FaultPlatform(plan, parts, closers);
      await platform.#startNodes(ports, password);
      return platform;
    } catch (error) {
      for (const close of closers) await close().catch(() => undefined);
      throw error;
    }
  }

  get nodes(): readonly PlatformNode[] {
    return [...this.apis, ...this.workers];
  }

  /** One of the API processes. */
  api(choice: number): PlatformNode {
    const api = this.apis[choice % this.apis.length];
    if (api === undefined) throw new Error('there is no API process');
    return api;
  }

  /** One of the workers. */
  worker(choice: number): PlatformNode {
    const worker = this.workers[choice % this.workers.length];
    if (worker === undefined) throw new Error('there is no worker');
    return worker;
  }

  /** Looks into the database past the platform. */
  async look<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.database.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Forgets everything that Redis holds. */
  async flushRedis(): Promise<void> {
    const { redis } = this;
    if (redis === null) return;
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: redis.port });
      socket.once('error', reject);
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
      socket.write('FLUSHALL\r\n');
    });
  }

  async close(keepsFolder = false): Promise<void> {
    const closers = keepsFolder ? this.#closers.slice(0, -1) : this.#closers;
    for (const close of closers) await close().catch(() => undefined);
    if (keepsFolder) process.off('exit', this.#remove);
  }

  async #startNodes(ports: readonly number[], password: string): Promise<void> {
    const staged = stagedTables(this.#plan);
    const add = async (name: string, role: NodeOrder['role'], port: number): Promise<PlatformNode> => {
      const through = async (target: number | null): Promise<FaultProxy | null> => {
        if (target === null) return null;
        const proxy = await FaultProxy.open(target, await freePort());
        this.#closers.unshift(() => proxy.close());
        return proxy;
      };
      const postgres = await through(this.database.port);
      const redis = await through(this.redis?.port ?? null);
      const node = new NodeProcess(name, {
        ...{ role, port, password, staged, folder: this.folder, leaseSeconds: this.#plan.leaseSeconds },
        databaseUrl: this.database.url(postgres?.port ?? 0),
        redisUrl: redis === null ? null : `redis://127.0.0.1:${redis.port}`,
      });
      this.#closers.unshift(() => node.end());
      return { process: node, postgres, redis };
    };
    for (const [index, port] of ports.entries()) this.apis.push(await add(`api-${index + 1}`, 'api', port));
    for (const name of ['worker-1', 'worker-2'])
      this.workers.push(await add(name, 'worker', await freePort()));
    // All at once, as after a power cut.
    await Promise.all(this.nodes.map((node) => node.process.start()));
  }
}

/** Tables of the staged source; those that misbehave have their turn early. */
function stagedTables(plan: RunPlan): readonly StagedTable[] {
  const random = new SeededRandom(seedOf(plan.seed, plan.run) ^ 0x2545f491);
  const behaviours = plan.faults.flatMap(({ kind }): StagedTable['behaviour'][] => {
    if (kind === 'plugin-crash') return ['crashes'];
    if (kind === 'plugin-poison') return ['poisons'];
    if (kind === 'plugin-hang') return ['hangs', 'hangs'];
    if (kind === 'plugin-busy') return ['is-busy'];
    return kind === 'plugin-memory' ? ['eats-memory'] : [];
  });
  return Array.from({ length: plan.stagedTables }, (_, index) => ({
    name: `s${index}`,
    waitMs: random.between(100, 700),
    slices: index % 4 === 3 ? 3 : 0,
    behaviour: behaviours[index - 3] ?? 'answers',
  }));
}
