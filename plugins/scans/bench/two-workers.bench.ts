import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@datawave/core/test-servers';
import { FaultProxy } from '../../../core/faults/fault-proxy.ts';
import { freePort } from './scale/free-port.ts';
import { generateDatabase } from './scale/generated-database.ts';
import { PlatformProcess } from './scale/platform-process.ts';

/**
 * `npm run bench -- two-workers`: the same source scanned by one worker process and by two, one API process beside them, where
 * the way to the source is what takes the time: a proxy delays whatever is said in either direction.
 */
const TABLES = Number(process.env['DATAWAVE_BENCH_TABLES'] ?? 60);
const DELAY_MS = Number(process.env['DATAWAVE_BENCH_DELAY_MS'] ?? 60);
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 2);
const TARGET = 1.7;
const data = process.env['DATAWAVE_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

const server = await startPostgres({});
const proxy = await FaultProxy.open(server.port, await freePort(), DELAY_MS);
const platform = new PlatformProcess({
  databaseUrl: await server.createDatabase('platform'),
  scans: { concurrency: 2 },
});
try {
  const url = new URL(await server.createDatabase('source'));
  await generateDatabase(url.href, data, { tables: TABLES, columns: 8, rows: 100, seed: 2 });
  url.port = String(proxy.port);
  await platform.start('api');
  const source = await platform.register(url.href, {
    load: { maxConcurrency: 16, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 },
  });
  const measure = async (): Promise<number> => {
    // The first scan of a process loads what it needs.
    await platform.scan(source);
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { run, seconds: took } = await platform.scan(source);
      if (run.tasks.failed > 0 || run.tasks.done !== TABLES)
        throw new Error(`${run.tasks.failed} of ${run.tasks.done} tasks failed`);
      seconds.push(took);
    }
    return Math.min(...seconds);
  };
  await platform.start('worker');
  const one = await measure();
  await platform.start('worker');
  const two = await measure();
  console.log(
    `${TABLES} tables, ${DELAY_MS} ms to the source and back again each, ${2} at once in a worker: one worker ${one.toFixed(1)} s, two workers ${two.toFixed(1)} s, ${(one / two).toFixed(2)} times as fast (target ${TARGET})`,
  );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(
      join(results, 'two-workers.json'),
      JSON.stringify(
        { tables: TABLES, delayMs: DELAY_MS, one, two, ratio: one / two, target: TARGET },
        null,
        2,
      ),
    );
} finally {
  await platform.stop();
  await proxy.close();
  await server.stop();
}
