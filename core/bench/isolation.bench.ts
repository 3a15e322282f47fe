import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectorPoint, type RowBatch } from '@datawave/plugin-sdk';
import { createTestKernel, directEnvironment } from '@datawave/plugin-sdk/testing';
import { type IsolationLevel, probeWalls } from '../src/isolation/walls/index.ts';
import { streams } from './isolation/streams.ts';

/**
 * `npm run bench -- isolation`: a call into an isolated plugin, rows that stream out of a session of its connector, and its start, each
 * beside what a bare `fork` of the same Node does on the same machine at the same time, which nothing that is built on it can beat; and
 * what a connection of it over the broker carries, beside the same plugin in process.
 */
const CALLS = Number(process.env['BENCH_CALLS'] ?? 3000);
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 500);
const STARTS = Number(process.env['BENCH_STARTS'] ?? 7);
const BATCH_ROWS = 1000;
const TARGETS = { callP99Ms: 1, rowsPerSecond: 1_000_000, startMs: 200 };

const CONNECTOR = join(import.meta.dirname, '../test/isolation/connector-rows');
const ECHO = join(import.meta.dirname, 'isolation/echo-process.ts');
const ROOT = join(import.meta.dirname, '../..');

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const never = new AbortController().signal;
const environment = directEnvironment;

function connectorOf(kernel: Awaited<ReturnType<typeof createTestKernel>>) {
  const found = kernel.kernel.extensions(connectorPoint).get('rows')?.value;
  if (found === undefined) throw new Error(JSON.stringify(kernel.kernel.plugins()));
  return found;
}

/** One call at a time, each with its own time. */
async function calls(call: () => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < 300; warm++) await call();
  const times: number[] = [];
  for (let turn = 0; turn < CALLS; turn++) times.push(await timed(call));
  return times;
}

const ask = (child: ChildProcess, question: object): Promise<unknown> => {
  const answer = once(child, 'message');
  child.send(question);
  return answer;
};

async function bare(): Promise<{
  readonly call: number[];
  readonly rowsPerSecond: number;
  readonly start: number[];
}> {
  const start: number[] = [];
  for (let turn = 0; turn < STARTS; turn++) {
    start.push(
      await timed(async () => {
        const child = fork(ECHO, [], { serialization: 'advanced' });
        await ask(child, {});
        child.disconnect();
      }),
    );
  }
  const child = fork(ECHO, [], { serialization: 'advanced' });
  const call = await calls(() => ask(child, { target: 'rows:', cwd: '/' }));
  // The same batches as the connector makes, one way, as they are.
  const received = (batches: number): Promise<unknown> =>
    new Promise((resolve) => {
      let left = batches;
      child.on('message', function count() {
        if (--left > 0) return;
        child.off('message', count);
        resolve(null);
      });
      child.send({ batches, rows: BATCH_ROWS });
    });
  await received(50);
  const seconds = (await timed(() => received(BATCHES))) / 1000;
  child.disconnect();
  return { call, rowsPerSecond: (BATCHES * BATCH_ROWS) / seconds, start };
}

async function isolated(level: IsolationLevel) {
  const started: number[] = [];
  const data = await mkdtemp(join(tmpdir(), 'datawave-bench-isolation-'));
  // The first start compiles what later ones find compiled.
  {
    await using _ = await boot(level, data);
    await delay(1500);
  }
  for (let turn = 0; turn < STARTS; turn++) {
    await using kernel = await boot(level, data);
    const { timing } = kernel.plugin('connector-rows');
    started.push((timing['import'] ?? Number.NaN) + (timing['setup'] ?? Number.NaN) + (timing['start'] ?? 0));
  }
  await using kernel = await boot(level, data);
  const connector = connectorOf(kernel);
  const call = await calls(() => connector.resolveTarget('rows:', '/'));
  const read = async (batches: number): Promise<number> => {
    const session = await connector.open({ batches }, environment, never);
    let rows = 0;
    const seconds =
      (await timed(async () => {
        const [asset] = await assets(session.discover({ include: [], exclude: [], signal: never }));
        for await (const batch of session.read(asset as never, { batchRows: BATCH_ROWS, signal: never }))
          rows += check(batch);
      })) / 1000;
    await session.close();
    if (rows !== batches * BATCH_ROWS) throw new Error(`${rows} rows instead of ${batches * BATCH_ROWS}`);
    return rows / seconds;
  };
  await read(50);
  const rates: number[] = [];
  for (let turn = 0; turn < 3; turn++) rates.push(await read(BATCHES));
  await rm(data, { recursive: true, force: true });
  return { call, rowsPerSecond: quantile(rates, 0.5), start: started };
}

const check = ({ rows, columns }: RowBatch): number =>
  columns[1]?.[4] === 'person.4@example.com' ? rows : 0;

async function assets(discovered: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of discovered) {
    const asset: unknown = Reflect.get(Object(one), 'asset');
    if (asset !== undefined) found.push(asset);
  }
  return found;
}

const boot = (level: IsolationLevel, dataDirectory: string) =>
  createTestKernel({
    dataDirectory,
    plugins: [
      ...['scanner', 'classification', 'assessment'].map((name) => join(ROOT, 'plugins', name)),
      { directory: CONNECTOR, isolation: level },
    ],
  });

const show = ({ call, rowsPerSecond, start }: Awaited<ReturnType<typeof bare>>) => ({
  callP50Ms: round(quantile(call, 0.5)),
  callP99Ms: round(quantile(call, 0.99)),
  rowsPerSecond: Math.round(rowsPerSecond),
  startMs: round(quantile(start, 0.5), 1),
  startLeastMs: round(Math.min(...start), 1),
});

const probes = await probeWalls();
const figures: Record<string, ReturnType<typeof show>> = { bare: show(await bare()) };
for (const level of ['child', 'confined'] as const)
  if (probes[level].available) figures[level] = show(await isolated(level));
for (const [name, { callP50Ms, callP99Ms, rowsPerSecond, startMs }] of Object.entries(figures))
  console.log(
    `${name.padEnd(9)} call p50 ${callP50Ms} ms, p99 ${callP99Ms} ms; ${(rowsPerSecond / 1e6).toFixed(2)} M rows/s; start ${startMs} ms`,
  );
const overStreams: Record<string, Awaited<ReturnType<typeof streams>>> = {
  'in process': await streams(null),
};
for (const level of ['child', 'confined'] as const)
  if (probes[level].available) overStreams[level] = await streams(level);
for (const [name, { receivedMbPerSecond, sentMbPerSecond, roundTripMs }] of Object.entries(overStreams))
  console.log(
    `${name.padEnd(11)} connection: receives ${receivedMbPerSecond} MB/s, sends ${sentMbPerSecond} MB/s, a byte there and back ${roundTripMs} ms`,
  );
console.log(
  `targets   call p99 ${TARGETS.callP99Ms} ms; ${TARGETS.rowsPerSecond / 1e6} M rows/s; start ${TARGETS.startMs} ms`,
);
console.log(
  JSON.stringify({
    benchmark: 'isolation',
    calls: CALLS,
    batches: BATCHES,
    figures,
    streams: overStreams,
    targets: TARGETS,
  }),
);
