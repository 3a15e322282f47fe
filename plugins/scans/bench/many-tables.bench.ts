import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '@datawave/core/test-servers';
import { generateTinyTables } from './scale/generated-database.ts';
import { PageLoad } from './scale/page-load.ts';
import { nodeArguments, PlatformProcess } from './scale/platform-process.ts';
import { residentMb, treeMb } from './scale/resident-memory.ts';

/**
 * `npm run bench -- many-tables`: a scan of very many tiny tables by one process, and while it goes on what its pages take and
 * how much memory it has. 10,000 tables unless DATAWAVE_BENCH_TABLES says another number: 100,000 take most of an hour.
 */
const TABLES = Number(process.env['DATAWAVE_BENCH_TABLES'] ?? 10_000);
const TARGET_P95_MS = 200;

const source = await startPostgres({});
const platform = new PlatformProcess({
  databaseUrl: null,
  scans: { concurrency: 8 },
  nodeArguments: nodeArguments(),
});
try {
  const url = await source.createDatabase('many');
  const made = performance.now();
  await generateTinyTables(url, TABLES);
  console.log(`${TABLES} tables made in ${((performance.now() - made) / 1000).toFixed(0)} s`);
  const pid = await platform.start('all');
  const idleMb = treeMb(pid);
  const sourceId = await platform.register(url, {
    load: { maxConcurrency: 16, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 },
  });
  const began = performance.now();
  const id = await platform.startScan(sourceId);
  const load = new PageLoad(platform);
  await load.start(
    {
      'the shell': '/',
      'the page of the scan': `/scans/${id}`,
      'GET /scans': '/api/v1/scans',
      'GET /scans/{id}': `/api/v1/scans/${id}`,
      'GET /scans/{id}/tasks': `/api/v1/scans/${id}/tasks`,
      'GET /scans/{id}/problems': `/api/v1/scans/${id}/problems`,
      'GET /assets': '/api/v1/assets',
      'GET /assets, facets': '/api/v1/assets?facets=true',
      'GET /assets, words': '/api/v1/assets?q=table_0001',
      'GET /assets, both': '/api/v1/assets?q=table_0001&facets=true',
    },
    50,
  );
  const memory: { readonly done: number; readonly residentMb: number }[] = [];
  let told = 0;
  for (;;) {
    const run = await platform.run(id);
    memory.push({ done: run.tasks.done, residentMb: residentMb(pid) });
    if (performance.now() - told > 30_000) {
      told = performance.now();
      console.log(
        `  ${run.state}: ${run.tasks.done} of ${run.tasks.total} after ${((performance.now() - began) / 1000).toFixed(0)} s, ${residentMb(pid).toFixed(0)} MB`,
      );
    }
    if (run.finishedAt !== null) {
      if (run.state !== 'completed') throw new Error(`the scan is ${run.state}`);
      break;
    }
    await sleep(1000);
  }
  const seconds = (performance.now() - began) / 1000;
  const pages = await load.stop();
  const at = (share: number): number =>
    memory.find(({ done }) => done >= TABLES * share)?.residentMb ?? Number.NaN;
  console.log(
    `${TABLES} tables scanned in ${seconds.toFixed(0)} s, ${(TABLES / seconds).toFixed(0)} a second; resident ${at(0.25).toFixed(0)} MB after a quarter, ${at(0.5).toFixed(0)} after half, ${at(0.75).toFixed(0)} after three quarters, ${residentMb(pid).toFixed(0)} at the end; ${idleMb.toFixed(0)} MB for everything before it`,
  );
  for (const { name, requests, medianMs, p95Ms, slowestMs } of pages)
    console.log(
      `  ${name.padEnd(26)} median ${medianMs.toFixed(0).padStart(4)} ms, p95 ${p95Ms.toFixed(0).padStart(4)} ms (target ${TARGET_P95_MS}), slowest ${slowestMs.toFixed(0).padStart(5)} ms of ${requests}`,
    );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(
      join(results, 'many-tables.json'),
      JSON.stringify({ tables: TABLES, seconds, idleMb, memory, pages }, null, 2),
    );
} finally {
  await platform.stop();
  await source.stop();
}
