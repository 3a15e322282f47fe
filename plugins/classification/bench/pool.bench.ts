import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Logger, TableSample } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import { modelOrRules, SHIPPED_MODEL } from '../src/model/load-model.ts';
import { createClassifierPool } from '../src/pool/classifier-pool.ts';
import { mixedValues } from './mixed-values.ts';

/**
 * `npm run bench -- pool`: columns a second in the main thread alone and with one and two worker threads, for tables of a
 * sample's size and for those of a full scan; what a thread costs to start, and sending a table to it. No pool scales
 * better than processes that share nothing: how much quicker two of them are than one is the machine's limit, measured
 * in the same run.
 */
const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};
const COLUMNS = 10;

function tableOf(distinct: number): TableSample {
  const values = mixedValues(distinct * 12);
  return buildSample(
    'people',
    ['name', 'email', 'id', 'order', 'amount', 'date', 'created', 'digest', 'uuid', 'phone'].map(
      (name, kind) => ({
        name,
        values: values.filter((_, index) => index % 12 === kind + (kind > 8 ? 1 : 0)),
      }),
    ),
  );
}

const classifiers = await shippedClassifiers();
const model = modelOrRules(SHIPPED_MODEL, log);

interface Figure {
  readonly ms: number;
  /** Of all threads, milliseconds. */
  readonly cpuMs: number;
  /** Of the main thread alone: no number of threads is quicker than that. */
  readonly mainCpuMs: number;
}

/** Nobody reads the same table twice: what was found out about its values must not be there already the next time. */
const copies = (table: TableSample, count: number): TableSample[] =>
  Array.from({ length: count }, () => structuredClone(table));

/** So many tables, some of them on the way at a time; the quickest of three rounds. */
async function measure(table: TableSample, tables: number, threads: number): Promise<Figure> {
  const pool = createClassifierPool({ size: threads, log, startAfter: 0 });
  const service = createClassification({ classifiers: () => classifiers, model: () => model, pool, log });
  const ahead = 4;
  const round = async (): Promise<Figure> => {
    const fresh = copies(table, tables);
    const cpu = process.cpuUsage();
    const mainCpu = process.threadCpuUsage();
    const started = performance.now();
    await Promise.all(
      Array.from({ length: ahead }, async () => {
        for (let one = fresh.pop(); one !== undefined; one = fresh.pop())
          await service.classify(one, { minConfidence: 0.5 });
      }),
    );
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    const main = process.threadCpuUsage(mainCpu);
    return { ms, cpuMs: (user + system) / 1000, mainCpuMs: (main.user + main.system) / 1000 };
  };
  await round();
  let best = await round();
  for (let turn = 0; turn < 2; turn++) {
    const again = await round();
    if (again.ms < best.ms) best = again;
  }
  await pool.close();
  return best;
}

/** How much quicker two processes that share nothing, each classifying in its main thread, are than one of them. */
async function machineLimit(distinct: number, tables: number): Promise<number> {
  const sideBySide = async (processes: number): Promise<number> => {
    const children = Array.from({ length: processes }, () =>
      fork(import.meta.filename, [String(distinct), String(tables)]),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const started = performance.now();
    await Promise.all(
      children.map((child) => {
        const done = once(child, 'message');
        child.send('go');
        return done;
      }),
    );
    const ms = performance.now() - started;
    return ms;
  };
  return (2 * (await sideBySide(1))) / (await sideBySide(2));
}

const [distinctGiven, tablesGiven] = process.argv.slice(2);
if (distinctGiven !== undefined && tablesGiven !== undefined) {
  await beSideBySide(tableOf(Number(distinctGiven)), Number(tablesGiven));
  process.exit();
}

/** As one of the processes: warms up, says so, goes when told to and says when it is done. */
async function beSideBySide(table: TableSample, tables: number): Promise<void> {
  const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
  const classify = async (samples: readonly TableSample[]): Promise<void> => {
    for (const sample of samples) await service.classify(sample, { minConfidence: 0.5 });
  };
  await classify(copies(table, tables));
  await classify(copies(table, tables));
  const fresh = copies(table, 3 * tables);
  process.send?.('warm');
  await once(process, 'message');
  await classify(fresh);
  await new Promise((sent) => process.send?.('done', sent));
}

const figures: Record<string, unknown>[] = [];
for (const [distinct, tables] of [
  [200, 60],
  [10_000, 3],
] as const) {
  const table = tableOf(distinct);
  const limit = await machineLimit(distinct, tables);
  const alone = await measure(table, tables, 0);
  const tell = ({ ms, cpuMs, mainCpuMs }: Figure): string =>
    `${String(Math.round((tables * COLUMNS * 1000) / ms)).padStart(5)} columns/s  ${(cpuMs / tables).toFixed(1)} ms of CPU a table, ${(mainCpuMs / tables).toFixed(1)} of them in the main thread`;
  console.log(`columns of ${distinct} distinct values, ${availableParallelism()} cores`);
  console.log(`  main thread alone  ${tell(alone)}`);
  for (const threads of [1, 2]) {
    const figure = await measure(table, tables, threads);
    const ratio = alone.ms / figure.ms;
    figures.push({ distinct, threads, ...figure, alone, ratio, limit });
    console.log(
      `  ${threads} worker thread${threads > 1 ? 's' : ' '}   ${tell(figure)}  ${ratio.toFixed(2)} times`,
    );
  }
  console.log(`  two processes that share nothing: ${limit.toFixed(2)} times one, the machine's limit`);
  let sent = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 20; turn++) {
    const started = performance.now();
    structuredClone(table);
    sent = Math.min(sent, performance.now() - started);
  }
  console.log(
    `  copying a table to a thread and reading it there ${sent.toFixed(2)} ms, ${((100 * sent * tables) / alone.cpuMs).toFixed(1)} % of classifying it`,
  );
}

const start = performance.now();
const pool = createClassifierPool({ size: 1, log, startAfter: 0 });
await pool.examine(
  tableOf(100),
  classifiers.flatMap(({ portable }) => portable ?? []),
  null,
);
const startMs = performance.now() - start;
await pool.close();
console.log(`starting a thread, loading the classifiers and the first table: ${Math.round(startMs)} ms`);

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'pool.json'), `${JSON.stringify({ figures, startMs }, null, 2)}\n`);
}
