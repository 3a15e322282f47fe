import { loadavg } from 'node:os';
import type { Acknowledged } from './api-client.ts';
import { checkRest } from './check-platform.ts';
import { checkAcknowledged, checkRecords } from './check-records.ts';
import { type FaultKind, NEEDS } from './fault-kinds.ts';
import { FaultPlatform, type SuiteServers } from './fault-platform.ts';
import { injectFault, type Scene } from './inject-fault.ts';
import { checkStagedRun, keepRules } from './keep-rules.ts';
import { canaryLives, secondsUntil } from './recovery.ts';
import type { PlannedFault, RunPlan } from './run-plan.ts';
import { endWork, mergedInDisturbance, scanOnceMore, scanWhatChanged } from './scan-again.ts';
import { LEFT_OUT } from './source-tables.ts';
import { TimedRules } from './timed-rules.ts';

/** How one run went. */
export interface RunResult {
  readonly plan: RunPlan;
  readonly faults: readonly {
    readonly kind: FaultKind;
    readonly detail: string;
    /** Seconds until it was made good; null where the end of the scans alone tells. */
    readonly recoverySeconds: number | null;
    readonly boundSeconds: number;
    /** Processes at work or waiting for the machine in the minute before it was made good. */
    readonly load: number;
  }[];
  /** How often processes of the platform ended. */
  readonly ends: number;
  /** States of the scans, and how many writes were acknowledged. */
  readonly states: readonly string[];
  readonly acknowledged: number;
  /** Tables that the incremental scan left as they were. */
  readonly left: number;
  /** How often the time of the rules came that run by themselves. */
  readonly scheduled: number;
  readonly seconds: number;
  /** Seconds of each part of it. */
  readonly parts: Readonly<Record<string, number>>;
  /** Nothing is wrong when there is none. */
  readonly violations: readonly string[];
  /** Where logs are kept, if they are. */
  readonly folder: string | null;
}

/** How a run is made, apart from its plan. */
export interface RunOptions {
  /** Whether logs are kept when something is wrong. */
  readonly keepsLogs?: boolean;
  /** Whether a recovery that takes longer than its bound is wrong; one that never comes always is. */
  readonly judgesTimes?: boolean;
}

/** Starts a platform, disturbs it as planned, and compares what was promised with what is stored. */
export async function performRun(
  plan: RunPlan,
  servers: SuiteServers,
  options: RunOptions = {},
): Promise<RunResult> {
  const { keepsLogs = false, judgesTimes = true } = options;
  const began = performance.now();
  const violations: string[] = [];
  let faults: RunResult['faults'] = [];
  let states: readonly string[] = [];
  let acknowledged = 0;
  let ends = 0;
  let left = 0;
  let scheduled = 0;
  const parts: Record<string, number> = {};
  const timed = async <T>(part: string, work: Promise<T>): Promise<T> => {
    const since = performance.now();
    return work.finally(() => {
      parts[part] = Math.round((performance.now() - since) / 100) / 10;
    });
  };
  let folder: string | null = null;
  let platform: FaultPlatform | null = null;
  try {
    platform = await timed('start', FaultPlatform.start(plan, servers));
    const scene = await beginWork(platform, plan);
    faults = await timed('faults', disturb(scene, plan));
    const late = overdue(faults, judgesTimes);
    violations.push(...(await timed('end', endWork(platform))));
    violations.push(...(late.length === 0 ? [] : [...late, await usualTime(scene)]));
    const merged = await mergedInDisturbance(scene);
    violations.push(...(await timed('once more', scanOnceMore(scene, merged))));
    const changes = await timed('changes', scanWhatChanged(scene));
    violations.push(...changes.faults);
    [left, scheduled] = [changes.left, scene.timed.count];
    violations.push(...(await timed('rest', checkRest(platform))));
    const { client } = platform;
    violations.push(
      ...(await platform.look(async (db) => [
        ...(await checkRecords(db)),
        ...(await checkAcknowledged(db, client.acknowledged)),
        ...(await scene.timed.check(db)),
        ...(await checkStagedRun(db, scene)),
      ])),
    );
    violations.push(...platform.nodes.flatMap(({ process }) => process.surprises));
    acknowledged = count(client.acknowledged);
    ends = platform.nodes.reduce((sum, { process }) => sum + process.ends, 0);
    violations.push(...missed(plan, ends));
    states = await statesOf(platform);
  } catch (error) {
    violations.push(`the run broke off: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    const isKept = keepsLogs && violations.length > 0;
    if (isKept) folder = platform?.folder ?? null;
    await platform?.close(isKept);
  }
  const seconds = (performance.now() - began) / 1_000;
  return { plan, faults, ends, states, acknowledged, left, scheduled, seconds, parts, violations, folder };
}

/** Registers the sources and starts their scans. */
async function beginWork(platform: FaultPlatform, plan: RunPlan): Promise<Scene> {
  const { client, source, canary, sourceProxy } = platform;
  const main = await client.register({
    key: 'main',
    connector: source.connector,
    config: source.config(sourceProxy?.port ?? 0),
    // So that its scan is still under way when something happens.
    load: { maxConcurrency: 2, maxStatementsPerSecond: null, statementTimeoutMs: 10_000 },
  });
  const staged = await client.register({ key: 'staged', connector: 'staged', config: { host: 'stage' } });
  const timedId = await client.register({
    key: 'timed',
    connector: platform.timed.connector,
    config: platform.timed.config(0),
  });
  const canaryId = await client.register({
    key: 'canary',
    connector: canary.connector,
    config: canary.config(0),
  });
  for (const { process } of platform.nodes)
    if (plan.faults.some(({ kind }) => NEEDS[kind].staged === true)) process.expectEnds();
  const everyRow = { sampling: { rows: 'full' } } as const;
  const rule = await client.addRule({
    ...{ title: 'thorough', sources: [main], ...everyRow, mode: 'full' },
    assets: { exclude: [`*${LEFT_OUT}*`] },
  });
  const stagedOut = `s${plan.stagedTables - 1}`;
  const stagedRule = await client.addRule({
    ...{ title: 'staged', sources: [staged], ...everyRow },
    assets: { exclude: [`*.${stagedOut}`] },
  });
  const timed = await TimedRules.add(platform, client, timedId);
  const mainRun = await client.scan(main, 'full', rule);
  const stagedRun = await client.scan(staged, 'full', stagedRule);
  if (plan.isPaused || plan.isCancelled) void steer(platform, plan, stagedRun);
  void changeMind(platform, stagedRule);
  return {
    ...{ platform, main, canary: canaryId, mainRun, rule, stagedRun, stagedOut, timed },
    isResized: plan.faults.some(({ kind }) => kind === 'alter-source' || kind === 'resize-source'),
  };
}

/** Says something else in the rule that a scan follows while it does, and removes the rule then. The scan goes on as it began. */
async function changeMind({ client, random }: FaultPlatform, rule: string): Promise<void> {
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, random.between(200, 1_500)));
  try {
    await wait();
    await client.changeRule(rule, {
      description: 'leaves out another one',
      assets: { exclude: ['*.s0', '*.s1'] },
    });
    await wait();
    await client.removeRule(rule);
  } catch {
    // Nothing was promised.
  }
}

/** What somebody at the screen does meanwhile. What is promised to him is checked at the end. */
async function steer({ client, random }: FaultPlatform, plan: RunPlan, run: string): Promise<void> {
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, random.between(300, 2_000)));
  try {
    await wait();
    if (plan.isPaused && (await client.change(run, 'pause'))) {
      await wait();
      await client.change(run, 'resume');
    }
    await wait();
    if (plan.isCancelled) await client.change(run, 'cancel');
  } catch {
    // Nothing was promised.
  }
}

/** Has each fault happen at its time, while somebody goes on registering sources. */
async function disturb(scene: Scene, plan: RunPlan): Promise<RunResult['faults']> {
  const { client } = scene.platform;
  let isOver = false;
  const writing = (async () => {
    for (let made = 1; !isOver && made <= 40; made += 1) {
      await client
        .register({
          key: `extra-${made}`,
          connector: 'staged',
          config: { host: `extra-${made}`, password: 'secret' },
        })
        .catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  const keeping = keepRules(client, scene.main, () => isOver);
  const firing = scene.timed.fire(() => isOver);
  const happen = async (fault: PlannedFault): Promise<RunResult['faults'][number]> => {
    await new Promise((resolve) => setTimeout(resolve, fault.atMs));
    const { kind } = fault;
    const { seconds, detail } = await injectFault(scene, fault);
    const load = loadavg()[0] ?? 0;
    return { kind, detail, recoverySeconds: seconds, boundSeconds: boundOf(fault, plan), load };
  };
  try {
    return await Promise.all(plan.faults.map(happen));
  } finally {
    isOver = true;
    await Promise.all([writing, keeping, firing]);
  }
}

/** A fault beside another may have to wait for that one to be made good. */
const boundOf = (fault: PlannedFault, plan: RunPlan): number =>
  plan.faults.reduce(
    (sum, other) => sum + NEEDS[other.kind].boundSeconds + (other === fault ? 0 : other.forMs / 1_000),
    0,
  );

const overdue = (faults: RunResult['faults'], judgesTimes: boolean): readonly string[] =>
  faults.flatMap(({ kind, recoverySeconds, boundSeconds, load }) =>
    recoverySeconds === null || recoverySeconds <= (judgesTimes ? boundSeconds : Number.MAX_SAFE_INTEGER)
      ? []
      : [
          `${kind} was made good after ${recoverySeconds.toFixed(1)} s, not within ${boundSeconds} s, under a load of ${load.toFixed(1)}`,
        ],
  );

/** What a small scan takes there when nothing disturbs it: as much as that is the machine's part of what took too long. */
async function usualTime({ platform, canary }: Scene): Promise<string> {
  const seconds = await secondsUntil(performance.now(), () => canaryLives(platform, canary));
  return `(a small scan from request to result, undisturbed, takes ${seconds.toFixed(1)} s there)`;
}

/** Faults that were to end processes and did not: then nothing was shown. A cancelled scan may not have come to them. */
function missed(plan: RunPlan, ends: number): readonly string[] {
  const expected = plan.faults.map(({ kind }) => ({ kind, ends: ENDS[kind] ?? 0 }));
  const sum = expected.reduce((total, one) => total + one.ends, 0);
  return plan.isCancelled || ends >= sum
    ? []
    : [
        `processes ended ${ends} times, and ${expected.map(({ kind }) => kind).join(' and ')} should have ended ${sum}`,
      ];
}

/** How many processes a fault ends at least. */
const ENDS: Partial<Record<FaultKind, number>> = {
  'kill-api': 1,
  'kill-worker': 1,
  'power-cut': 3,
  'plugin-crash': 1,
  'plugin-poison': 3,
  'plugin-memory': 1,
};

const statesOf = (platform: FaultPlatform): Promise<readonly string[]> =>
  platform.look(async (client) => {
    const { rows } = await client.query<{ what: string }>(
      `select source ->> 'key' || ' ' || state as what from scans.runs where source ->> 'key' <> 'canary' order by created_at`,
    );
    return rows.map(({ what }) => what);
  });

const count = ({ sources, scans, changes, removedSources, rules, removedRules }: Acknowledged): number =>
  [sources, scans, changes, removedSources, rules, removedRules].reduce((sum, { length }) => sum + length, 0);
