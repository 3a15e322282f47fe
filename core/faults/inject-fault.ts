import type pg from 'pg';
import type { FaultKind } from './fault-kinds.ts';
import type { FaultPlatform, PlatformNode } from './fault-platform.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { alterSource, resizeSource } from './fault-source.ts';
import {
  areMadeGood,
  canaryLives,
  goesOn,
  jobsIn,
  markScan,
  type ScanMark,
  secondsUntil,
} from './recovery.ts';
import type { PlannedFault } from './run-plan.ts';
import type { TimedRules } from './timed-rules.ts';

/** What a fault finds when its moment has come. */
export interface Scene {
  readonly platform: FaultPlatform;
  /** Ids of registered sources. */
  readonly main: string;
  readonly canary: string;
  /** The scan of the main source. */
  readonly mainRun: string;
  /** The rule that scans of the main source follow. */
  readonly rule: string;
  /** The scan of the staged source, and the table that its rule left out when it began. */
  readonly stagedRun: string;
  readonly stagedOut: string;
  readonly timed: TimedRules;
  /** Whether rows or columns of the source change while it is scanned. */
  readonly isResized: boolean;
}

/** What became of it. */
export interface Injected {
  /** Seconds until it was made good; null where the end of the scans alone tells. */
  readonly seconds: number | null;
  readonly detail: string;
}

const TWO_DAYS_MS = 2 * 86_400_000;
/** More than a server takes. */
const HOGS = 400;

const lasting = (fault: PlannedFault): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, fault.forMs));

/** Does one fault, heals it where somebody heals such a thing, and waits until it is made good. */
export async function injectFault(scene: Scene, fault: PlannedFault): Promise<Injected> {
  const inject = INJECTIONS[fault.kind];
  return inject(scene, fault);
}

type Injection = (scene: Scene, fault: PlannedFault) => Promise<Injected>;

const canaryFrom = async ({ platform, canary }: Scene, since: number, detail = ''): Promise<Injected> => ({
  seconds: await secondsUntil(since, () => canaryLives(platform, canary)),
  detail,
});

/** The proxies of all workers, or of one. */
function proxiesOf(
  platform: FaultPlatform,
  fault: PlannedFault,
  kind: 'postgres' | 'redis',
): readonly FaultProxy[] {
  const nodes: readonly PlatformNode[] =
    fault.choice % 3 === 0 ? platform.workers : [platform.worker(fault.choice)];
  return nodes.flatMap((node) => node[kind] ?? []);
}

const onProxies =
  (
    kind: 'postgres' | 'redis',
    disturb: (proxy: FaultProxy, fault: PlannedFault) => void | Promise<void>,
    heal: (proxy: FaultProxy) => void | Promise<void> = () => undefined,
  ): Injection =>
  async (scene, fault) => {
    const proxies = proxiesOf(scene.platform, fault, kind);
    for (const proxy of proxies) await disturb(proxy, fault);
    await lasting(fault);
    for (const proxy of proxies) await heal(proxy);
    return canaryFrom(scene, performance.now(), proxies.length === 1 ? 'of one worker' : 'of all workers');
  };

/** The time until the scan of the source goes on, or has ended, tells whether it was made good. */
const onSource =
  (disturb: (scene: Scene, fault: PlannedFault) => Promise<string>): Injection =>
  async (scene, fault) => {
    const { client } = scene.platform;
    const before = await client.state(scene.mainRun).catch(() => 'unknown');
    const detail = `its scan was ${before}; ${await disturb(scene, fault)}`;
    const since = performance.now();
    let mark: ScanMark | null = null;
    const seconds = await secondsUntil(since, async () => {
      mark ??= await markScan(scene.platform, scene.mainRun);
      return goesOn(scene.platform, mark);
    });
    return { seconds, detail };
  };

const onSourceProxy = (
  disturb: (proxy: FaultProxy) => void,
  heal: (proxy: FaultProxy) => void = () => undefined,
): Injection =>
  onSource(async ({ platform }, fault) => {
    const proxy = platform.sourceProxy;
    if (proxy === null) throw new Error('the source has no proxy');
    disturb(proxy);
    await lasting(fault);
    heal(proxy);
    return '';
  });

const moveClock =
  (clockMs: number, of: (platform: FaultPlatform, choice: number) => PlatformNode): Injection =>
  async (scene, fault) => {
    const { process } = of(scene.platform, fault.choice);
    process.moveClock(clockMs);
    // It works on with the wrong time, and with the right one once more.
    const wrong = await canaryFrom(scene, performance.now());
    await lasting(fault);
    process.moveClock(0);
    const right = await canaryFrom(scene, performance.now());
    return {
      seconds: Math.max(wrong.seconds ?? 0, right.seconds ?? 0),
      detail: `of ${process.name}`,
    };
  };

/** Plugins do theirs by themselves, at their table's turn. */
const byPlugin: Injection = async () => ({ seconds: null, detail: '' });

const lostWorker = async (
  scene: Scene,
  fault: PlannedFault,
  lose: (worker: PlatformNode['process']) => void,
): Promise<Injected> => {
  const { platform } = scene;
  const { process } = platform.worker(fault.choice);
  const held = await platform.look((client) => jobsIn(client, 'running')).catch(() => []);
  const since = performance.now();
  lose(process);
  const seconds = await secondsUntil(since, () => areMadeGood(platform, held));
  return { seconds, detail: `${process.name}, ${held.length} jobs running` };
};

const INJECTIONS: Readonly<Record<FaultKind, Injection>> = {
  'kill-api': async ({ platform }, fault) => {
    const node = platform.api(fault.choice);
    const since = performance.now();
    node.process.kill(200);
    const seconds = await secondsUntil(since, async () => {
      const { status } = await platform.client.once(node.process.address, 'GET', '/api/v1/scans?limit=1');
      return status === 200;
    });
    return { seconds, detail: `${node.process.name} of ${platform.apis.length}` };
  },
  'kill-worker': (scene, fault) => lostWorker(scene, fault, (worker) => worker.kill(fault.forMs)),
  'stop-worker': (scene, fault) =>
    lostWorker(scene, fault, (worker) => {
      worker.stop();
      setTimeout(() => worker.go(), fault.forMs);
    }),
  'kill-postgres': async (scene, fault) => {
    const { database } = scene.platform;
    await database.crash();
    await lasting({ ...fault, forMs: database.port === null ? 0 : fault.forMs });
    await database.revive();
    return canaryFrom(scene, performance.now());
  },
  'cut-postgres': onProxies('postgres', (proxy) => proxy.cut()),
  'half-open-postgres': onProxies('postgres', (proxy) => proxy.abandon()),
  'slow-postgres': onProxies(
    'postgres',
    (proxy, { choice }) => proxy.slow(50 + (choice % 200)),
    (proxy) => proxy.slow(null),
  ),
  'refuse-postgres': onProxies(
    'postgres',
    (proxy) => proxy.refuse(),
    (proxy) => proxy.accept(),
  ),
  'exhaust-connections': async (scene, fault) => {
    const { database } = scene.platform;
    const hogs: pg.Client[] = [];
    const clear = await database.connect();
    // Nobody keeps what he has: all must ask for connections anew.
    await clear.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'datawave' and datname = current_database()`,
    );
    await clear.end();
    try {
      while (hogs.length < HOGS) hogs.push(await database.connect());
    } catch {
      // It takes no more.
    }
    await lasting(fault);
    await Promise.all(hogs.map((hog) => hog.end().catch(() => undefined)));
    return canaryFrom(scene, performance.now(), `${hogs.length} taken`);
  },
  'fill-disk': async (scene, fault) => {
    const { database } = scene.platform;
    if (database.fillDisk === null) throw new Error('the database has no disk of its own');
    const free = database.fillDisk();
    await lasting(fault);
    free();
    await database.revive();
    return canaryFrom(scene, performance.now());
  },
  'power-cut': async (scene, fault) => {
    const { database, redis, nodes } = scene.platform;
    for (const { process } of nodes) process.kill(fault.forMs + 500);
    await database.crash();
    await redis?.crash();
    await lasting(fault);
    await database.revive();
    await redis?.restart();
    return canaryFrom(scene, performance.now());
  },
  'kill-redis': async (scene, fault) => {
    const { redis } = scene.platform;
    await redis?.crash();
    await lasting(fault);
    await redis?.restart();
    return canaryFrom(scene, performance.now());
  },
  'flush-redis': async (scene) => {
    const { platform } = scene;
    const waiting = await platform.look((client) => jobsIn(client, 'waiting')).catch(() => []);
    await platform.flushRedis();
    const since = performance.now();
    const claimed = await secondsUntil(since, () => areMadeGood(platform, waiting));
    const { seconds } = await canaryFrom(scene, since);
    return { seconds: Math.max(claimed, seconds ?? 0), detail: `${waiting.length} jobs waiting` };
  },
  'cut-redis': onProxies('redis', (proxy) => proxy.cut()),
  'half-open-redis': onProxies('redis', (proxy) => proxy.abandon()),
  'slow-redis': onProxies(
    'redis',
    (proxy, { choice }) => proxy.slow(50 + (choice % 200)),
    (proxy) => proxy.slow(null),
  ),
  'refuse-redis': onProxies(
    'redis',
    (proxy) => proxy.refuse(),
    (proxy) => proxy.accept(),
  ),
  'clock-forward': moveClock(TWO_DAYS_MS, (platform, choice) => platform.worker(choice)),
  'clock-back': moveClock(-TWO_DAYS_MS, (platform, choice) => platform.worker(choice)),
  'clock-forward-api': moveClock(TWO_DAYS_MS, (platform, choice) => platform.api(choice)),
  'clock-back-api': moveClock(-TWO_DAYS_MS, (platform, choice) => platform.api(choice)),
  'plugin-crash': byPlugin,
  'plugin-poison': byPlugin,
  'plugin-hang': byPlugin,
  'plugin-busy': byPlugin,
  'plugin-memory': byPlugin,
  'kill-source': onSource(async ({ platform: { source } }, fault) => {
    await source.die();
    await lasting(fault);
    await source.revive();
    return '';
  }),
  'cut-source': onSourceProxy((proxy) => proxy.cut()),
  'half-open-source': onSourceProxy((proxy) => proxy.abandon()),
  'slow-source': onSourceProxy(
    (proxy) => proxy.slow(150),
    (proxy) => proxy.slow(null),
  ),
  'lock-source': onSource(async ({ platform: { source, random } }, fault) => {
    const tables = random.shuffle([...(await source.tables()).keys()]).slice(0, 5);
    await source.lock(tables, fault.forMs);
    return `${tables.length} tables`;
  }),
  'alter-source': onSource(async ({ platform: { source, random } }) => alterSource(source, random)),
  'resize-source': onSource(async ({ platform: { source, random } }) => resizeSource(source, random)),
  'revoke-source': onSource(async ({ platform: { source, random } }, fault) => {
    const tables = random.shuffle([...(await source.tables()).keys()]).slice(0, 15);
    await source.revoke(tables, fault.forMs);
    return `of ${tables.length} tables`;
  }),
  'remove-source': onSource(async ({ platform: { client }, main }) => {
    await client.remove(main);
    return '';
  }),
};
