import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** As much of bullmq as is measured. It is no dependency of the project: the benchmark installs it beside itself. */
export interface Bullmq {
  readonly Queue: new (name: string, options: object, backend: unknown) => BullmqQueue;
  readonly Worker: new (
    name: string,
    processor: (job: { readonly data: { readonly n: number } }) => Promise<number>,
    options: object,
    backend: unknown,
  ) => BullmqWorker;
  readonly createPostgresBackend: unknown;
}

interface BullmqQueue {
  addBulk(
    jobs: readonly { readonly name: string; readonly data: object; readonly opts?: object }[],
  ): Promise<unknown>;
  close(): Promise<void>;
}

interface BullmqWorker {
  on(event: 'completed' | 'error', listener: (...values: readonly unknown[]) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

const VERSIONS = ['bullmq@6.7.0', 'pg@8.23.0'];

/** Installs bullmq from npm into a folder; null, said aloud, when that is not possible. */
export async function installBullmq(folder: string): Promise<Bullmq | null> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    await promisify(execFile)(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', ...VERSIONS],
      {
        cwd: folder,
        timeout: 60_000,
      },
    );
    const bullmq: Bullmq = createRequire(join(folder, 'package.json'))('bullmq');
    return bullmq;
  } catch (error) {
    console.warn(
      `bullmq could not be installed and is left out: ${error instanceof Error ? error.message : error}`,
    );
    return null;
  }
}

let runs = 0;

/** Jobs a second through bullmq over PostgreSQL, enqueued in batches while a worker runs. */
export async function runBullmq(
  bullmq: Bullmq,
  connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  },
  count: number,
  batch: number,
  concurrency: number,
): Promise<number> {
  runs += 1;
  const options = { connection: { ...connection, migrate: true } };
  const name = `bench${runs}`;
  const queue = new bullmq.Queue(name, options, bullmq.createPostgresBackend);
  const worker = new bullmq.Worker(
    name,
    async (job) => job.data.n + 1,
    { ...options, concurrency },
    bullmq.createPostgresBackend,
  );
  let done = 0;
  worker.on('completed', () => {
    done += 1;
  });
  worker.on('error', (error) => console.warn('bullmq', error));
  await worker.waitUntilReady();
  const send = async (jobs: number): Promise<void> => {
    for (let at = 0; at < jobs; at += batch) {
      await queue.addBulk(Array.from({ length: batch }, (_, n) => ({ name: 'add', data: { n: at + n } })));
    }
  };
  const finished = async (jobs: number): Promise<void> => {
    while (done < jobs) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await send(500);
  await finished(500);
  done = 0;
  const before = performance.now();
  await send(count);
  await finished(count);
  const rate = Math.round((count * 1_000) / (performance.now() - before));
  await worker.close();
  await queue.close();
  return rate;
}
