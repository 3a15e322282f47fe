import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@datawave/core/test-servers';
import { generateDatabase } from './scale/generated-database.ts';
import { COLLECTION_ARGUMENTS, collectionsOf, leastOfEachTen } from './scale/live-heap.ts';
import { nodeArguments, PlatformProcess } from './scale/platform-process.ts';
import { type ResidentParts, residentMb, residentParts } from './scale/resident-memory.ts';
import { slopeOf } from './scale/slope.ts';

/**
 * `node plugins/scans/bench/soak.bench.ts --minutes 60`: scans the same source again and again, and tells how the memory of the
 * process grows: the slope of a straight line through what it has resident at the end of each scan. Counted is from the steady state: a
 * quarter as long before it the process scans to warm up, in which V8 makes machine code of what runs often; that is fixed before
 * anything is seen, and the slope from the very start is told beside. Further what it is made of: how much of each part came, and the
 * slope of what collections of garbage left in use. Where that is flat nothing is held, and what came is machine code, or room that V8
 * and the C library keep. The last quarter tells whether it levels off. Among the other benchmarks a minute and a quarter.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const minutes = Number(values.minutes);
const warmUpMinutes = minutes / 4;
const totalMinutes = warmUpMinutes + minutes;
const TARGET = 0.01;
const MS_AN_HOUR = 3_600_000;
const data = process.env['DATAWAVE_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');

interface Point {
  readonly hours: number;
  readonly mb: number;
}

/** What came in an hour, by the straight line through points from some share of them on; null where they tell nothing. */
function growth(
  points: readonly Point[],
  from = 0,
): { readonly meanMb: number; readonly mbAnHour: number } | null {
  const late = points.slice(Math.floor(points.length * from));
  return late.length < 3
    ? null
    : {
        meanMb: late.reduce((sum, { mb }) => sum + mb, 0) / late.length,
        mbAnHour: slopeOf(late.map(({ hours, mb }) => [hours, mb])),
      };
}

const said = (grown: ReturnType<typeof growth>): string =>
  grown === null
    ? 'too few points to tell'
    : `${grown.meanMb.toFixed(1)} MB on average, slope ${grown.mbAnHour.toFixed(2)} MB an hour, ${((100 * grown.mbAnHour) / grown.meanMb).toFixed(2)} %`;

const source = await startPostgres({});
const platform = new PlatformProcess({
  databaseUrl: null,
  nodeArguments: [...nodeArguments(), ...COLLECTION_ARGUMENTS],
});
try {
  const url = await source.createDatabase('soak');
  await generateDatabase(url, data, { tables: 40, columns: 20, rows: 1000, seed: 3 });
  const processBegan = performance.now();
  const pid = await platform.start('all');
  const sourceId = await platform.register(url);
  const began = performance.now();
  const points: Point[] = [];
  const parts: (ResidentParts & { readonly hours: number })[] = [];
  while (performance.now() - began < totalMinutes * 60_000) {
    const { run } = await platform.scan(sourceId);
    if (run.state !== 'completed') throw new Error(`a scan is ${run.state}`);
    const hours = (performance.now() - began) / MS_AN_HOUR;
    points.push({ hours, mb: residentMb(pid) });
    // 25 times in all, 20 of them counted: they are asked of the kernel page by page.
    if (hours * 60 >= (parts.length * totalMinutes) / 25) parts.push({ hours, ...residentParts(pid) });
  }
  const steadyFrom = warmUpMinutes / 60;
  const steady = points.filter(({ hours }) => hours >= steadyFrom);
  const live = leastOfEachTen(
    collectionsOf(platform.log(), pid)
      .map(({ hours, mb }) => ({ hours: hours - (began - processBegan) / MS_AN_HOUR, mb }))
      .filter(({ hours }) => hours >= steadyFrom),
  );
  const most = Math.max(...points.map(({ mb }) => mb));
  console.log(
    `${steady.length} scans in ${minutes} minutes after ${warmUpMinutes} of warm-up, resident: ${said(growth(steady))} (target ${TARGET * 100} % in an hour; less than an hour says little); ${most.toFixed(0)} MB at most`,
  );
  console.log(
    `resident from the very start, ${points.length} scans in ${totalMinutes} minutes: ${said(growth(points))}`,
  );
  console.log(`resident in the last quarter: ${said(growth(steady, 0.75))}`);
  const first = parts.find(({ hours }) => hours >= steadyFrom);
  const last = parts.at(-1);
  if (first !== undefined && last !== undefined)
    console.log(
      `came since the warm-up: ${(['machineCode', 'cLibrary', 'heaps', 'files'] as const).map((part) => `${part} ${(last[part] - first[part]).toFixed(2)} MB`).join(', ')}`,
    );
  console.log(`in use after collections: ${said(growth(live))}`);
  console.log(`in use in the last quarter: ${said(growth(live, 0.75))}`);
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(
      join(results, 'soak.json'),
      JSON.stringify(
        {
          ...{ minutes, warmUpMinutes, points, ...growth(steady) },
          ...{ fromTheStart: growth(points), lastQuarter: growth(steady, 0.75) },
          ...{ parts, live: { points: live, ...growth(live), lastQuarter: growth(live, 0.75) } },
        },
        null,
        2,
      ),
    );
} finally {
  await platform.stop();
  await source.stop();
}
