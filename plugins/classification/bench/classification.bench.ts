import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Classifier, Logger, TableSample } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import { modelOrRules, SHIPPED_MODEL } from '../src/model/load-model.ts';

/**
 * `npm run bench -- classification`: what a column of 200 distinct values costs with all classifiers, and each of them
 * beside the same one without the others. The quickest of many rounds counts: whatever else the machine does only adds.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 120);
const DISTINCT = 200;
const TARGET_MS = 0.5;

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Jean'];
const LAST = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen', 'Bartik'];
const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** Sixteen columns, half of them ordinary. */
const MAKERS: Readonly<Record<string, (index: number) => string>> = {
  first_name: (index) => `${pick(FIRST, index)}${index}`,
  full_name: (index) => `${pick(FIRST, index)} ${pick(LAST, index >> 3)}${index}`,
  email: (index) => `${pick(LAST, index)}.${index}@example.com`.toLowerCase(),
  phone: (index) => `+49 30 ${1_000_000 + index}`,
  address: (index) => `${index} Station Road`,
  iban: (index) => `DE89370400440532${String(index).padStart(6, '0')}`,
  ip: (index) => `203.0.${index}.${255 - index}`,
  birth_date: (index) =>
    `19${String(50 + (index % 50)).padStart(2, '0')}-01-${String(1 + (index % 28)).padStart(2, '0')}`,
  description: (index) =>
    `A longer text about the thing number ${index}, as shops write them for their customers.`,
  title: (index) => `Title of the film ${index}`,
  reference: (index) => `REF-${100_000 + index}`,
  status: (index) => `status ${index}`,
  hash: (index) => index.toString(16).padStart(40, 'a1b2c3d4'),
  timestamp: (index) => `2024-01-01T00:00:${String(index % 60).padStart(2, '0')}.${index}Z`,
  amount: (index) => (index * 1.37).toFixed(2),
  number: (index) => String(4_111_111_111_111_111 + index * 9),
};

const sample: TableSample = buildSample(
  'people',
  Object.entries(MAKERS).map(([name, make]) => ({
    name,
    values: Array.from({ length: DISTINCT }, (_, index) => make(index)),
  })),
);
const columns = sample.asset.columns.length;

const model = modelOrRules(SHIPPED_MODEL, log);

async function measure(classifiers: readonly Classifier[], withModel: boolean): Promise<number> {
  const service = createClassification({
    classifiers: () => classifiers,
    model: () => (withModel ? model : null),
    log,
  });
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await service.classify(sample, { minConfidence: 0.5 });
    best = Math.min(best, (performance.now() - started) / columns);
  }
  return best;
}

const classifiers = await shippedClassifiers();
const all = await measure(classifiers, true);
const rules = await measure(classifiers, false);
/** Only looks at what all classifiers share: names taken apart, values cleaned, their characters. */
const looking: Classifier = {
  info: { id: 'looking', version: '1.0.0', title: '', description: '', infoTypes: [], sources: [] },
  examine: async (_, context) => (context.view?.().columns ?? []).map((column) => column.signatures() && []),
};
const shared = await measure([looking], false);
const single: Record<string, number> = {};
for (const classifier of classifiers)
  single[classifier.info.id] = Math.max(0, (await measure([classifier], false)) - shared);

const show = (ms: number): string => `${ms.toFixed(3)} ms`;
console.log(
  `a column of ${DISTINCT} distinct values, all classifiers and the model: ${show(all)} (target ${TARGET_MS} ms, ratio ${(all / TARGET_MS).toFixed(2)})`,
);
console.log(`  ${Math.round((DISTINCT / all) * 1000).toLocaleString('en-US')} distinct values a second`);
const share = (name: string, ms: number): void =>
  console.log(`  ${name.padEnd(14)} ${show(ms)}  ${((100 * ms) / all).toFixed(0).padStart(3)} % of all`);
for (const [id, ms] of Object.entries(single).toSorted((a, b) => b[1] - a[1])) share(id, ms);
share(model === null ? 'no model' : 'the model', all - rules);
share('what they share', shared);

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'classification.json'),
    `${JSON.stringify({ distinct: DISTINCT, targetMs: TARGET_MS, allMs: all, modelMs: all - rules, singleMs: single }, null, 2)}\n`,
  );
}
if (all > TARGET_MS) process.exitCode = 1;
