import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { createCredentialClassifier } from '../src/credential-classifier.ts';
import { compileFormat } from '../src/formats/compile.ts';
import { KEY_FORMATS } from '../src/formats/key-formats.ts';
import { createKeyIndex } from '../src/formats/key-index.ts';

/**
 * `npm run bench -- credential`: what a column of 200 distinct ordinary values costs, and what looking values up among
 * all formats costs beside one format, and beside trying each format's expression in turn. The quickest round counts.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 200);
const DISTINCT = 200;
const TARGET_MS = 0.1;

/** Ordinary columns, none of which holds a secret. */
const MAKERS: Readonly<Record<string, (index: number) => string>> = {
  full_name: (index) => `Ada Lovelace ${index}`,
  description: (index) =>
    `A longer text about the thing number ${index}, as shops write them for their customers.`,
  reference: (index) => `REF-${100_000 + index}`,
  uuid: (index) => `${index.toString(16).padStart(8, '0')}-8b86-4011-b42d-00cf4fc964ff`,
  commit: (index) => index.toString(16).padStart(40, 'a1b2c3d4'),
  url: (index) => `https://example.com/articles/${index}/how-to-build-a-house`,
  timestamp: (index) => `2024-01-01T00:00:${String(index % 60).padStart(2, '0')}.${index}Z`,
  amount: (index) => (index * 1.37).toFixed(2),
};

const columns = Object.entries(MAKERS).map(([name, make]) => ({
  name,
  values: Array.from({ length: DISTINCT }, (_, index) => make(index)),
}));
const sample = buildSample('things', columns);
const values = columns.flatMap((column) => column.values);

async function quickest(work: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await work();
    best = Math.min(best, (performance.now() - started) / columns.length);
  }
  return best;
}

const started = performance.now();
const classifier = createCredentialClassifier();
const createMs = performance.now() - started;
const columnMs = await quickest(() => classifier.examine(sample, { workspaceId: null }));
const all = createKeyIndex(KEY_FORMATS);
const one = createKeyIndex(KEY_FORMATS.slice(0, 1));
const expressions = KEY_FORMATS.filter((format) => format.keywords === undefined)
  .flatMap((format) => compileFormat(format))
  .map((form) => new RegExp(`^(?:${form.pattern})$`));
const allMs = await quickest(() => values.filter((value) => all.find(value) !== null));
const oneMs = await quickest(() => values.filter((value) => one.find(value) !== null));
const naiveMs = await quickest(() => values.filter((value) => expressions.some((form) => form.test(value))));

const show = (ms: number): string => `${ms.toFixed(4)} ms`;
console.log(`${KEY_FORMATS.length} formats, built in ${createMs.toFixed(1)} ms`);
console.log(
  `a column of ${DISTINCT} distinct ordinary values: ${show(columnMs)} (target ${TARGET_MS} ms, ratio ${(columnMs / TARGET_MS).toFixed(2)})`,
);
console.log(
  `  looked up among all formats ${show(allMs)}, among one ${show(oneMs)} (ratio ${(allMs / oneMs).toFixed(1)}), each expression in turn ${show(naiveMs)} (ratio ${(naiveMs / allMs).toFixed(0)})`,
);

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'credential.json'),
    `${JSON.stringify({ distinct: DISTINCT, targetMs: TARGET_MS, columnMs, allMs, oneMs, naiveMs, createMs }, null, 2)}\n`,
  );
}
if (columnMs > TARGET_MS) process.exitCode = 1;
