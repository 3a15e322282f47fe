import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { SuiteServers } from './fault-platform.ts';
import { performRun, type RunResult } from './perform-run.ts';
import { canMount } from './platform-database.ts';
import { planRun, type RunPlan } from './run-plan.ts';

const USAGE = `Usage: npm run test:faults -- [OPTION...]

  --runs N      how many runs; 20 unless given
  --seed S      where chance begins; 1 unless given
  --from K      the first of them, counted from 0: to go on where it was left
  --only K      only run K of that seed
  --shard I/N   only every Nth of the runs, beginning with the Ith: N commands beside each other do all of them
  --json FILE   also write what came out as JSON
  --keep        keep the folder, with the logs, of a run that found something`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    shard: { type: 'string', default: '1/1' },
    json: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Whole numbers from 0. */
function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".\n\n${USAGE}`);
  return Number(text);
}

/** Which part of how many. */
function shardOf(text: string): readonly [shard: number, shards: number] {
  const [, shard, shards] = /^([1-9]\d?)\/([1-9]\d?)$/.exec(text) ?? [];
  if (shard === undefined || Number(shard) > Number(shards))
    throw new Error(`--shard takes a part of a number of parts such as 1/2, not "${text}".\n\n${USAGE}`);
  return [Number(shard), Number(shards)];
}

/** Ports below those that systems give to outgoing connections, and none that another shard or the tests take: a server that is down for a while finds its own free. */
function portsOf(shard: number, shards: number): string {
  const [first, last] = [20_000, 32_000];
  const each = Math.floor((last - first) / shards);
  return `${first + (shard - 1) * each}-${first + shard * each}`;
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const describe = (plan: RunPlan): string =>
  `${plan.database}/${plan.transport}${plan.transport === 'bull' ? (plan.hasAof ? '+aof' : '') : ''}/${plan.source}, ${plan.apis} api`;

const line = (result: RunResult): string => {
  const { plan, faults, ends, acknowledged, left, scheduled, seconds, parts, violations } = result;
  const told = faults.map(
    ({ kind, detail, recoverySeconds }) =>
      `${kind}${recoverySeconds === null ? '' : ` ${recoverySeconds.toFixed(1)} s`}${/was (completed|failed)/.test(detail) ? ' (too late)' : ''}`,
  );
  const planned = told.length > 0 ? told : plan.faults.map(({ kind }) => kind);
  return `${violations.length === 0 ? 'ok    ' : 'FAILED'} run ${plan.run} of seed ${plan.seed} (${describe(plan)}): ${planned.join(', ')}; ${ends} processes lost, ${acknowledged} writes acknowledged, rules ran by themselves ${scheduled} times, ${left} tables left as they were, ${seconds.toFixed(0)} s (${Object.entries(
    parts,
  )
    .map(([part, time]) => `${part} ${time.toFixed(0)}`)
    .join(', ')})`;
};

/** How busy the machine was of late. */
const load = (): string =>
  `the machine had ${loadavg()[0]?.toFixed(1)} processes at work or waiting over the last minute, on ${availableParallelism()} cores`;

/** Bounds kept and worst times, by fault. */
function summary(results: readonly RunResult[]): string {
  const faults = Map.groupBy(
    results.flatMap((result) => result.faults),
    ({ kind }) => kind,
  );
  const rows = [...faults].sort().map(([kind, all]) => {
    const times = all.flatMap(({ recoverySeconds }) => recoverySeconds ?? []).sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    const worst = times.at(-1);
    const told =
      middle === undefined || worst === undefined
        ? ''
        : `, made good within ${middle.toFixed(1)} s in the middle, ${worst.toFixed(1)} s at worst`;
    return `  ${kind.padEnd(20)} ${all.length} times${told}`;
  });
  const failed = results.filter(({ violations }) => violations.length > 0);
  return [
    ...rows,
    `${results.length - failed.length} of ${results.length} runs passed`,
    ...failed.map(
      ({ plan }) => `  once more: npm run test:faults -- --seed ${plan.seed} --only ${plan.run} --keep`,
    ),
  ].join('\n');
}

async function main(): Promise<void> {
  if (values.help) {
    say(USAGE);
    return;
  }
  const seed = wholeNumber('seed', values.seed);
  const from = wholeNumber('from', values.from);
  const runs =
    values.only === undefined
      ? Array.from({ length: wholeNumber('runs', values.runs) }, (_, run) => from + run)
      : [wholeNumber('only', values.only)];
  const [shard, shards] = shardOf(values.shard);
  process.env['DATAWAVE_TEST_PORTS'] = portsOf(shard, shards);
  const mount = canMount();
  if (!mount.isPossible) say(`fill-disk is left out: ${mount.reason}`);
  // What must be ended and removed hangs on the end of this process, however it comes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  const servers = new SuiteServers();
  const results: RunResult[] = [];
  try {
    for (const run of runs.filter((_, at) => at % shards === shard - 1)) {
      const result = await performRun(planRun(seed, run, { canMount: mount.isPossible }), servers, {
        keepsLogs: values.keep,
      });
      results.push(result);
      say(line(result));
      for (const violation of result.violations) say(`         ${violation}`);
      if (result.violations.length > 0) say(`         ${load()}`);
      if (result.folder !== null) say(`         logs: ${result.folder}`);
    }
  } finally {
    await servers.close();
  }
  say(summary(results));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  process.exitCode = results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

await main();
