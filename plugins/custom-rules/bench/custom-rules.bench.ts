import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examineColumn } from '../src/engine/examine-column.ts';
import { Hits } from '../src/engine/hits.ts';
import { Pacer } from '../src/engine/pacer.ts';
import { compileRules, type RuleSet } from '../src/engine/rule-set.ts';
import type { Block, Rule } from '../src/rules/rule.ts';

/**
 * `npm run bench -- custom-rules`: values a second that 20 and 200 rules look at, beside the loop over native regular
 * expressions that anybody would write first, in the same run. The quickest of several rounds counts.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 8);
const VALUES = 10_000;

let state = 7;
const draw = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const letter = (index: number): string => String.fromCharCode(65 + (index % 26));

/** Patterns as people write them for codes of their own, each another one. */
const SHAPES: readonly ((index: number) => string)[] = [
  (index) => `${letter(index)}${letter(index * 7)}\\d{${4 + (index % 5)}}`,
  (index) => `${letter(index)}${letter(index * 3)}-\\d{${3 + (index % 4)}}-[A-Z]{2}`,
  (index) =>
    `(?:${letter(index).toLowerCase()}x|${letter(index + 9).toLowerCase()}y)[a-z0-9]{${6 + (index % 7)}}`,
  (index) => `\\d{${2 + (index % 3)}}/\\d{${4 + (index % 4)}}[${letter(index)}${letter(index + 1)}]`,
  (index) => `[A-Z]{${2 + (index % 3)}}_\\w{3,${8 + (index % 6)}}`,
];
const patternOf = (index: number): string => SHAPES[index % SHAPES.length]?.(index) ?? '';

/** Distinct values of ten ordinary kinds; some of them fit. */
const MAKERS: readonly ((index: number) => string)[] = [
  (index) => `AA${1000 + (index % 9000)}${index}`,
  () => String(draw(1e9)),
  (index) => `user${index}.name@example.com`,
  () => `20${10 + draw(15)}-0${1 + draw(9)}-1${draw(10)}T0${draw(10)}:${10 + draw(50)}`,
  (index) => `Some words about item ${index} in the shop`,
  () => `${draw(1000)}.${draw(10_000)}`,
  (index) => `QX-${index % 1000}-AB`,
  () => `+49 30 ${1_000_000 + draw(9_000_000)}`,
  (index) => `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}`,
  (index) => `ax${(index * 7919).toString(36)}`,
];
const values = [
  ...new Set(Array.from({ length: VALUES * 2 }, (_, index) => MAKERS[index % 10]?.(index) ?? '')),
].slice(0, VALUES);

const ruleOf = (index: number, match: Block): Rule => ({
  key: `rule-${index}`,
  title: `Rule ${index}`,
  infoType: 'RECORD_ID',
  question: 'type',
  match,
  threshold: { values: 1, share: 0 },
  enabled: true,
});
const compile = (blocks: readonly Block[]): Promise<RuleSet> =>
  compileRules(
    blocks.map((match, index) => ({
      rule: ruleOf(index, match),
      version: 1,
      chance: { value: 0.001, column: 0 },
    })),
  );

/** Values a second, and hits, which must agree. */
async function fastest(
  work: () => Promise<number> | number,
): Promise<{ readonly perSecond: number; readonly hits: number }> {
  let best = Number.POSITIVE_INFINITY;
  let hits = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    hits = await work();
    best = Math.min(best, performance.now() - started);
  }
  return { perSecond: (values.length / best) * 1000, hits };
}

const examine = async (set: RuleSet): Promise<number> => {
  const column = { name: 'c', table: 't', kind: 'text', values };
  const found = await examineColumn(set, column, { pacer: new Pacer(), deadline: Number.POSITIVE_INFINITY });
  return found.reduce((sum, { matched }) => sum + matched, 0);
};
const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M values/s`;
const results: Record<string, unknown> = {};

for (const count of [20, 200]) {
  const sources = Array.from({ length: count }, (_, index) => patternOf(index));
  const natives = sources.map((source) => new RegExp(`^(?:${source})$`));
  const naive = await fastest(() => {
    let hits = 0;
    for (const value of values) for (const native of natives) if (native.test(value)) hits += 1;
    return hits;
  });
  const started = performance.now();
  const set = await compile(sources.map((pattern): Block => ({ kind: 'pattern', pattern })));
  const compileMs = performance.now() - started;
  const ours = await fastest(() => examine(set));
  if (ours.hits !== naive.hits)
    throw new Error(`the rules found ${ours.hits}, native expressions ${naive.hits}`);
  const grouped = await compile(
    sources.map(
      (pattern): Block => ({
        kind: 'all',
        of: [
          { kind: 'pattern', pattern },
          { kind: 'not', block: { kind: 'dictionary', terms: ['AA1000', 'x'] } },
        ],
      }),
    ),
  );
  const groups = await fastest(() => examine(grouped));
  const ratio = ours.perSecond / naive.perSecond;
  results[`rules${count}`] = {
    naive: naive.perSecond,
    ours: ours.perSecond,
    groups: groups.perSecond,
    ratio,
    compileMs,
  };
  console.log(
    `${count} rules: ${millions(ours.perSecond)}, native expressions in a loop ${millions(naive.perSecond)}: ${ratio.toFixed(1)} times; as groups with a dictionary each ${millions(groups.perSecond)}; compiled in ${compileMs.toFixed(1)} ms (${ours.hits} hits)`,
  );
}

const terms = Array.from({ length: 100_000 }, (_, index) => `Term ${index} of many`);
const loading = performance.now();
const dictionary = await compile([{ kind: 'dictionary', terms }]);
const loadedMs = performance.now() - loading;
const looked = await fastest(() => examine(dictionary));
const summed = await fastest(async () =>
  examine(
    await compile([
      { kind: 'checksum', checksum: 'luhn' },
      { kind: 'checksum', checksum: 'mod-97-10' },
    ]),
  ),
);
results['dictionary'] = { perSecond: looked.perSecond, loadedMs };
results['checksums'] = summed.perSecond;
console.log(
  `a dictionary of 100,000 terms: ${millions(looked.perSecond)}, loaded in ${loadedMs.toFixed(0)} ms; two check digits: ${millions(summed.perSecond)}`,
);

// The dearest value that the bounds let through: an automaton of the greatest size that keeps no state twice.
const hostile = await compile([{ kind: 'pattern', pattern: '(?s)(?:.*a.{990}b|.*b.{990}é)' }]);
const text = Array.from({ length: 4096 }, () => 'abcdé'[draw(5)]).join('');
let slowest = 0;
for (let round = 0; round < 20; round++) {
  const started = performance.now();
  for (const automaton of hostile.patterns.automata)
    automaton.match(text.slice(round) + 'a'.repeat(round), new Hits(1));
  slowest = Math.max(slowest, performance.now() - started);
}
results['hostileValueMs'] = slowest;
console.log(`the dearest pattern on a value of 4,096 characters: ${slowest.toFixed(1)} ms at most`);

const folder = process.env['DATAWAVE_BENCH_RESULTS'];
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'custom-rules.json'), `${JSON.stringify(results, null, 2)}\n`);
}
