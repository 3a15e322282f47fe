import { tmpdir } from 'node:os';
import { createJobs } from '../../src/jobs/jobs.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { deadly, double, effect } from './demo-jobs.ts';
import { type ChildOptions, RecordingLog, storagePlugins } from './harness.ts';

// A worker of its own process, to be killed, stopped and continued by the tests.
const options: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
const log = new RecordingLog();
const storage = await openStorage({ url: options.databaseUrl, dataDirectory: tmpdir(), log, poolSize: 4 });
await storage.activate(storagePlugins);
const { databaseUrl: _, ...work } = options;
const jobs = createJobs({ storage, log, work: true, ...work });
const service = jobs.service('demo');

service.handle(double, async ({ payload }) => payload.n * 2);

// Says that it has begun, waits to be told to go on, then writes its effect together with its completion.
service.handle(effect, async (context) => {
  process.send?.({ kind: 'begun', id: context.id, attempt: context.attempt });
  await new Promise<void>((resolve) => process.once('message', () => resolve()));
  try {
    await storage
      .service('demo')
      .transaction({ ...context.scope, signal: new AbortController().signal }, async (tx) => {
        await storage.executeIn(tx, {
          text: 'insert into demo.effects (job, pid) values ($1::uuid, $2)',
          parameters: [context.id, process.pid],
        });
        await context.complete(tx, undefined);
      });
    process.send?.({ kind: 'written', id: context.id });
  } catch (error) {
    process.send?.({
      kind: 'refused',
      id: context.id,
      code: error instanceof Error && 'code' in error ? error.code : String(error),
    });
    throw error;
  }
});

service.handle(deadly, async () => {
  process.kill(process.pid, 'SIGKILL');
});

await jobs.start();
process.send?.({ kind: 'ready' });
