import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE, defineJob, type ExecutionScope, type Logger } from '@datawave/plugin-sdk';
import { Redis } from 'ioredis';
import { createJobs, jobsMigrations, type TransportChoice } from '../src/jobs/jobs.ts';
import { openEmbeddedServer } from '../src/storage/embedded/embedded-server.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import { startRedis } from '../test/servers/index.ts';
import { runBareBull } from './jobs/bare-bull.ts';
import { installBullmq, runBullmq } from './jobs/bullmq.ts';

/**
 * `npm run bench -- jobs`: durable jobs end to end over both transports with bullmq's PostgreSQL backend beside them, and
 * ephemeral jobs beside bare Bull. Every round runs them all in turn, so that the ratios are of the same minutes.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 3);
const DURABLE = 20_000;
const BULLMQ = 5_000;
const EPHEMERAL = 20_000;
const BATCH = 100;
const CONCURRENCY = 50;

const log: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => console.warn(message, fields?.error ?? ''),
  error: (message, fields) => console.error(message, fields?.error ?? ''),
  child: () => log,
};

const add = defineJob<{ n: number }, number>({
  name: 'bench.add',
  payload: {
    type: 'object',
    properties: { n: { type: 'integer' } },
    required: ['n'],
    additionalProperties: false,
  },
  concurrency: CONCURRENCY,
});

const scope: ExecutionScope = {
  workspace: DEFAULT_WORKSPACE,
  principal: { id: 'user:bench', kind: 'user', displayName: 'Bench', roles: [] },
  requestId: 'bench',
  signal: new AbortController().signal,
};

const perSecond = (count: number, since: number): number =>
  Math.round((count * 1_000) / (performance.now() - since));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function waitFor(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await pause(5);
}

/** One process that enqueues and works; answers jobs a second. */
async function runDurable(
  storage: Storage,
  transport: TransportChoice,
): Promise<{ enqueue: number; endToEnd: number }> {
  const jobs = createJobs({ storage, transport, work: true, log, pluginConcurrency: CONCURRENCY });
  await jobs.start();
  const service = jobs.service('bench');
  service.handle(add, async ({ payload }) => payload.n + 1);
  const core = storage.service('core');
  const enqueue = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += BATCH) {
      const payloads = Array.from({ length: BATCH }, (_, n) => ({ n: at + n }));
      await core.transaction(scope, (tx) => service.enqueueMany(tx, scope, add, payloads));
    }
  };
  const unfinished = async (): Promise<boolean> =>
    (
      await storage.execute({
        text: `select 1 from core.jobs where state <> 'completed' limit 1`,
        parameters: [],
      })
    ).length > 0;
  await enqueue(1_000);
  await waitFor(async () => !(await unfinished()));
  const before = performance.now();
  await enqueue(DURABLE);
  const enqueueRate = perSecond(DURABLE, before);
  // The rows say when it is done: a job counts once its completion is committed.
  await waitFor(async () => !(await unfinished()));
  const endToEnd = perSecond(DURABLE, before);
  await jobs.stop();
  await storage.execute({ text: 'delete from core.jobs', parameters: [] });
  return { enqueue: enqueueRate, endToEnd };
}

/** Enqueueing in batches with no worker beside it. */
async function runEnqueue(storage: Storage): Promise<number> {
  const jobs = createJobs({ storage, transport: { kind: 'postgres' }, work: false, log });
  await jobs.start();
  const service = jobs.service('bench');
  const core = storage.service('core');
  const before = performance.now();
  for (let at = 0; at < DURABLE; at += BATCH) {
    const payloads = Array.from({ length: BATCH }, (_, n) => ({ n: at + n }));
    await core.transaction(scope, (tx) => service.enqueueMany(tx, scope, add, payloads));
  }
  const rate = perSecond(DURABLE, before);
  await jobs.stop();
  await storage.execute({ text: 'delete from core.jobs', parameters: [] });
  return rate;
}

async function runEphemeral(storage: Storage, transport: TransportChoice): Promise<number> {
  const jobs = createJobs({ storage, transport, work: true, log });
  await jobs.start();
  const service = jobs.service('bench');
  let done = 0;
  service.handle(add, async ({ payload }) => {
    done += 1;
    return payload.n + 1;
  });
  const send = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += BATCH) {
      await Promise.all(
        Array.from({ length: BATCH }, (_, n) => service.enqueueEphemeral(scope, add, { n: at + n })),
      );
    }
  };
  await send(1_000);
  await waitFor(() => done === 1_000);
  done = 0;
  const before = performance.now();
  await send(EPHEMERAL);
  await waitFor(() => done === EPHEMERAL);
  const rate = perSecond(EPHEMERAL, before);
  await jobs.stop();
  return rate;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const folder = await mkdtemp(join(tmpdir(), 'datawave-bench-jobs-'));
const database = await openEmbeddedServer({ dataDirectory: folder, log });
const redis = await startRedis();
// As operators run it: what it holds is written to disk, once a second.
const settings = new Redis(redis.url);
await settings.config('SET', 'appendfsync', 'everysec');
await settings.config('SET', 'appendonly', 'yes');
settings.disconnect();
const { host, port } = database.address;
const url = `postgres://${database.superuser}@/postgres?host=${encodeURIComponent(host)}&port=${port}`;
const storage = await openStorage({ url, dataDirectory: folder, log });
const core = { id: 'core', schema: 'core', entities: [], migrations: jobsMigrations };
for (const outcome of (await storage.migrate([core])).values())
  if (outcome.error !== undefined) throw outcome.error;
await storage.activate([core]);
const bullmq = await installBullmq(join(folder, 'bullmq'));

const rates: Record<string, number[]> = {};
const note = (name: string, rate: number): void => {
  rates[name] = [...(rates[name] ?? []), rate];
  console.log(`  ${name.padEnd(46)} ${rate.toLocaleString('en').padStart(8)} /s`);
};

console.log(
  `PostgreSQL ${storage.serverVersion} (embedded, fsync on), Redis with its log on, ${availableParallelism()} CPUs, ${ROUNDS} rounds`,
);
let prefix = 0;
for (let round = 1; round <= ROUNDS; round += 1) {
  console.log(`round ${round}`);
  prefix += 1;
  const bull: TransportChoice = { kind: 'bull', redisUrl: redis.url, prefix: `bench${prefix}` };
  const overPostgres = await runDurable(storage, { kind: 'postgres' });
  note('durable over PostgreSQL, end to end', overPostgres.endToEnd);
  note('durable over Bull, end to end', (await runDurable(storage, bull)).endToEnd);
  if (bullmq !== null) {
    note(
      "bullmq's PostgreSQL backend, end to end",
      await runBullmq(
        bullmq,
        { host, port, user: database.superuser, database: 'postgres' },
        BULLMQ,
        BATCH,
        CONCURRENCY,
      ),
    );
  }
  note('enqueue in batches of 100', await runEnqueue(storage));
  note('ephemeral over PostgreSQL', await runEphemeral(storage, { kind: 'postgres' }));
  note('ephemeral over Bull', await runEphemeral(storage, bull));
  note('bare Bull, add', await runBareBull(redis.url, EPHEMERAL, BATCH, 'add'));
  note('bare Bull, addBulk', await runBareBull(redis.url, EPHEMERAL, BATCH, 'addBulk'));
}

const medians = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
const ratio = (over: string, under: string): number | null => {
  const [a, b] = [medians[over], medians[under]];
  return a === undefined || b === undefined || b === 0 ? null : Math.round((a / b) * 100) / 100;
};
const ratios = {
  "durable over PostgreSQL / bullmq's PostgreSQL backend": ratio(
    'durable over PostgreSQL, end to end',
    "bullmq's PostgreSQL backend, end to end",
  ),
  "durable over Bull / bullmq's PostgreSQL backend": ratio(
    'durable over Bull, end to end',
    "bullmq's PostgreSQL backend, end to end",
  ),
  'ephemeral over Bull / bare Bull, add': ratio('ephemeral over Bull', 'bare Bull, add'),
  'ephemeral over Bull / bare Bull, addBulk': ratio('ephemeral over Bull', 'bare Bull, addBulk'),
};
console.log('medians');
for (const [name, rate] of Object.entries(medians))
  console.log(`  ${name.padEnd(46)} ${rate.toLocaleString('en').padStart(8)} /s`);
console.log('ratios');
for (const [name, value] of Object.entries(ratios))
  console.log(`  ${name.padEnd(56)} ${value ?? 'not measured'}`);

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'jobs.json'), `${JSON.stringify({ rates, medians, ratios }, null, 2)}\n`);
}
await storage.close();
await redis.stop();
await database.close();
await rm(folder, { recursive: true, force: true });
