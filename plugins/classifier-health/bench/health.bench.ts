import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { createHealthClassifier } from '../src/health-classifier.ts';

/** `npm run bench -- health`: what a column of 200 distinct ordinary values costs. The quickest round counts. */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 200);
const DISTINCT = 200;
const TARGET_MS = 0.1;

const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Jean'];

/** Ordinary columns, none of which tells about health; the last three look like codes. */
const MAKERS: Readonly<Record<string, (index: number) => string>> = {
  full_name: (index) => `${FIRST[index % FIRST.length]} Lovelace ${index}`,
  description: (index) =>
    `A longer text about the thing number ${index}, as shops write them for their customers.`,
  title: (index) => `Title of the film ${index}`,
  reference: (index) => `REF-${100_000 + index}`,
  uuid: (index) => `${index.toString(16).padStart(8, '0')}-8b86-4011-b42d-00cf4fc964ff`,
  url: (index) => `https://example.com/articles/${index}/how-to-build-a-house`,
  timestamp: (index) => `2024-01-01T00:00:${String(index % 60).padStart(2, '0')}.${index}Z`,
  amount: (index) => (index * 1.37).toFixed(2),
  number: (index) => String(4_111_111_111 + index * 9),
  seat: (index) => `${'ABCDEFGHIJ'.charAt(index % 10)}${String(10 + (index >> 2))}`,
};

const columns = Object.entries(MAKERS).map(([name, make]) => ({
  name,
  values: Array.from({ length: DISTINCT }, (_, index) => make(index)),
}));
const classifier = createHealthClassifier();

async function quickest(chosen: typeof columns): Promise<number> {
  const sample = buildSample('things', chosen);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await classifier.examine(sample, { workspaceId: null });
    best = Math.min(best, (performance.now() - started) / chosen.length);
  }
  return best;
}

const started = performance.now();
await quickest(columns.slice(0, 1));
const firstMs = performance.now() - started;
const columnMs = await quickest(columns);
const single: Record<string, number> = {};
for (const column of columns) single[column.name] = await quickest([column]);

const show = (ms: number): string => `${ms.toFixed(4)} ms`;
console.log(
  `a column of ${DISTINCT} distinct ordinary values: ${show(columnMs)} (target ${TARGET_MS} ms, ratio ${(columnMs / TARGET_MS).toFixed(2)})`,
);
for (const [name, ms] of Object.entries(single)) console.log(`  ${name.padEnd(12)} ${show(ms)}`);

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'health.json'),
    `${JSON.stringify({ distinct: DISTINCT, targetMs: TARGET_MS, columnMs, singleMs: single, firstMs }, null, 2)}\n`,
  );
}
if (columnMs > TARGET_MS) process.exitCode = 1;
