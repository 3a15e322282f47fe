import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@datawave/core/test-servers';
import { generateDatabase } from './scale/generated-database.ts';
import { nodeArguments, PlatformProcess } from './scale/platform-process.ts';
import { residentMb } from './scale/resident-memory.ts';
import { slopeOf } from './scale/slope.ts';

/**
 * `node plugins/scans/bench/soak.bench.ts --minutes 60`: scans the same source again and again, and tells how the memory of the
 * process grows: the slope of a straight line through what it has resident at the end of each scan, the first fifth left out.
 * Among the other benchmarks one minute.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const minutes = Number(values.minutes);
const TARGET = 0.01;
const data = process.env['DATAWAVE_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

const source = await startPostgres({});
const platform = new PlatformProcess({ databaseUrl: null, nodeArguments: nodeArguments() });
try {
  const url = await source.createDatabase('soak');
  await generateDatabase(url, data, { tables: 40, columns: 20, rows: 1000, seed: 3 });
  const pid = await platform.start('all');
  const sourceId = await platform.register(url);
  const began = performance.now();
  const points: { readonly hours: number; readonly mb: number }[] = [];
  while (performance.now() - began < minutes * 60_000) {
    const { run } = await platform.scan(sourceId);
    if (run.state !== 'completed') throw new Error(`a scan is ${run.state}`);
    points.push({ hours: (performance.now() - began) / 3_600_000, mb: residentMb(pid) });
  }
  const settled = points.slice(Math.floor(points.length / 5));
  const mean = settled.reduce((sum, { mb }) => sum + mb, 0) / Math.max(1, settled.length);
  const slope = slopeOf(settled.map(({ hours, mb }) => [hours, mb]));
  const most = Math.max(...points.map(({ mb }) => mb));
  console.log(
    `${points.length} scans in ${minutes} minutes: ${mean.toFixed(0)} MB resident on average, ${most.toFixed(0)} at most; slope ${slope.toFixed(1)} MB an hour, ${((100 * slope) / mean).toFixed(2)} % (target ${TARGET * 100} % in an hour; less than an hour says little)`,
  );
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(
      join(results, 'soak.json'),
      JSON.stringify({ minutes, points, meanMb: mean, mbAnHour: slope }, null, 2),
    );
} finally {
  await platform.stop();
  await source.stop();
}
