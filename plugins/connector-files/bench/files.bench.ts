import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Size of the CSV file that is read. */
const BYTES = 1_000_000_000;
const CITIES = ['Berlin', 'Paris', 'London', 'Rome', 'Oslo'];

interface Figure {
  readonly rows: number;
  readonly ms: number;
  readonly peakMb: number;
}

async function writeCsv(path: string): Promise<number> {
  const out = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  let row = 0;
  let bytes = 0;
  out.write('id,name,email,birth,city,amount,note\n');
  while (bytes < BYTES) {
    let text = '';
    for (const end = row + 20_000; row < end; row += 1) {
      text += `${row},"Surname${row % 90_000}, First${row % 7000}",user${row}@mail${row % 50}.example.com,${1940 + (row % 70)}-0${1 + (row % 9)}-1${row % 10},${CITIES[row % 5]},${((row * 7919) % 100_000) / 100},"said ""hi"" to ${row % 1000}"\n`;
    }
    bytes += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return row;
}

/** Milliseconds to read the file's bytes with Node and do nothing with them: what stands beside the figures. */
async function readBytes(path: string): Promise<number> {
  const start = performance.now();
  for await (const _ of createReadStream(path, { highWaterMark: 256 * 1024 }));
  return performance.now() - start;
}

const measure = (path: string, what: string): Figure =>
  JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'files/scan-process.ts'), path, what], {
      encoding: 'utf8',
    }),
  );

const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-'));
try {
  const path = join(folder, 'gigabyte.csv');
  const rows = await writeCsv(path);
  const bytesMs = await readBytes(path);
  const figures = {
    sample: measure(path, 'sample'),
    full: measure(path, 'full'),
    read: measure(path, 'read'),
  };
  console.log(`CSV of 1 GB, ${rows} rows; its bytes alone read in ${Math.round(bytesMs)} ms`);
  for (const [what, limit] of [
    ['sample', 'under 3000 ms and 300 MB'],
    ['full', 'under 500 MB'],
    ['read', 'under 500 MB'],
  ] as const) {
    const { ms, peakMb, rows: seen } = figures[what];
    console.log(
      `${what.padEnd(7)} ${String(Math.round(ms)).padStart(6)} ms  ${String(Math.round(peakMb)).padStart(4)} MB at most  ${seen} rows  ${(ms / bytesMs).toFixed(2)} times the bytes alone  (${limit})`,
    );
  }
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined)
    writeFileSync(join(results, 'files.json'), `${JSON.stringify({ rows, bytesMs, ...figures }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
