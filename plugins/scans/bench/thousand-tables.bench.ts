import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@datawave/core/test-servers';
import { runDatahub } from './scale/datahub.ts';
import { generateDatabase } from './scale/generated-database.ts';
import { nodeArguments, PlatformProcess } from './scale/platform-process.ts';
import { peakMb, processorSeconds, treeMb } from './scale/resident-memory.ts';

/**
 * `npm run bench -- thousand-tables`: 1,000 tables of 20 columns on PostgreSQL, 1,000 rows of each sampled and classified,
 * by the platform as `datawave start` runs it, on its embedded database; then what changed since, which is nothing. Then by a worker
 * process beside an API process, for the memory that a worker takes. With DATAWAVE_BENCH_PEER=acryl-datahub the same database is
 * ingested by it as well, classification on.
 */
const TABLES = Number(process.env['DATAWAVE_BENCH_TABLES'] ?? 1000);
const COLUMNS = 20;
const ROWS = 1000;
const TARGET_SECONDS = 30;
const TARGET_WORKER_MB = 300;
const data = process.env['DATAWAVE_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

const LOAD = { maxConcurrency: 16, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 };

const source = await startPostgres({});
const platform = new PlatformProcess({
  databaseUrl: null,
  nodeArguments: nodeArguments(),
});
try {
  const url = await source.createDatabase('thousand');
  const generated = performance.now();
  await generateDatabase(url, data, { tables: TABLES, columns: COLUMNS, rows: ROWS, seed: 1 });
  console.log(
    `${TABLES} tables of ${COLUMNS} columns and ${ROWS} rows made in ${((performance.now() - generated) / 1000).toFixed(1)} s; ${availableParallelism()} cores`,
  );
  const pid = await platform.start('all');
  const sourceId = await platform.register(url, { load: LOAD });
  const idleMb = treeMb(pid);
  const before = processorSeconds(pid);
  const full = await platform.scan(sourceId);
  const processor = processorSeconds(pid) - before;
  const again = await platform.scan(sourceId);
  const unchanged = await platform.scan(sourceId, 'incremental');
  const allPeakMb = peakMb(pid);
  await platform.stop();
  const worker = await scanByWorker(url);
  const figures = {
    tables: TABLES,
    columns: full.run.columns,
    sensitive: full.run.sensitiveColumns,
    failed: full.run.tasks.failed,
    seconds: full.seconds,
    processorSeconds: processor,
    againSeconds: again.seconds,
    unchangedSeconds: unchanged.seconds,
    idleMb,
    peakMb: allPeakMb,
    worker,
    targetSeconds: TARGET_SECONDS,
  };
  console.log(
    `scanned, classified and catalogued in ${full.seconds.toFixed(1)} s (target ${TARGET_SECONDS} s), ${(TABLES / full.seconds).toFixed(0)} tables a second, ${((processor * 1000) / TABLES).toFixed(1)} ms of processor a table; ${full.run.columns} columns, ${full.run.sensitiveColumns} sensitive, ${full.run.tasks.failed} failed`,
  );
  console.log(
    `a second time ${again.seconds.toFixed(1)} s; what changed since ${unchanged.seconds.toFixed(1)} s (${unchanged.run.tasks.done} tasks)`,
  );
  console.log(
    `memory: ${idleMb.toFixed(0)} MB for everything before the scan (target 350), process at most ${allPeakMb.toFixed(0)} MB resident`,
  );
  console.log(
    `a worker process alone: ${worker.seconds.toFixed(1)} s, ${worker.processorSeconds.toFixed(1)} s of processor, at most ${worker.peakMb.toFixed(0)} MB resident (target ${TARGET_WORKER_MB})`,
  );
  const peer = process.env['DATAWAVE_BENCH_PEER'] === 'acryl-datahub' ? await runDatahub(url) : null;
  if (peer === null) console.log('acryl-datahub: not asked for (DATAWAVE_BENCH_PEER=acryl-datahub)');
  else if (peer.seconds === null) console.log(`acryl-datahub: ${peer.message}`);
  else
    console.log(
      `${peer.message}: ${peer.seconds.toFixed(1)} s, ${(peer.seconds / full.seconds).toFixed(1)} times as long`,
    );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(join(results, 'thousand-tables.json'), JSON.stringify({ ...figures, peer }, null, 2));
} finally {
  await platform.stop();
  await source.stop();
}

/** Has the same tables scanned by a worker process, on a database of the server that the tables stand on. */
async function scanByWorker(
  url: string,
): Promise<{ readonly seconds: number; readonly processorSeconds: number; readonly peakMb: number }> {
  const apart = new PlatformProcess({
    databaseUrl: await source.createDatabase('platform'),
    nodeArguments: nodeArguments(),
  });
  try {
    await apart.start('api');
    const pid = await apart.start('worker');
    const sourceId = await apart.register(url, { load: LOAD });
    const before = processorSeconds(pid);
    const { seconds } = await apart.scan(sourceId);
    return { seconds, processorSeconds: processorSeconds(pid) - before, peakMb: peakMb(pid) };
  } finally {
    await apart.stop();
  }
}
