import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValueRule } from '@datawave/plugin-sdk';
import { signColumn } from '../../../plugin-sdk/src/governance/classifying/column-signatures.ts';
import { createMatchCounter } from '../../../plugin-sdk/src/governance/classifying/count-matches.ts';
import {
  ANYTHING,
  classesOf,
  parseClasses,
} from '../../../plugin-sdk/src/governance/classifying/signature.ts';
import { shippedPatterns, vendorPatterns } from './matching-patterns.ts';
import { mixedValues } from './mixed-values.ts';
import { pythonTools } from './python-tools.ts';

/**
 * `npm run bench -- matching`: values a second against patterns as classifiers match them, beside a loop that tries the same
 * regular expressions on the same values, and beside Presidio and DataProfiler where a package index is reached.
 */
const VALUES = 240_000;
const ROUNDS = 9;
const TARGETS = [
  { patterns: 20, ratio: 4 },
  { patterns: 200, ratio: 30 },
] as const;

const values = mixedValues(VALUES);

type Work = (values: readonly string[]) => number;

/** Values a second of each, turn by turn, so that whatever else the machine does meets both; the quickest rounds count. */
function rates(works: readonly (readonly [Work, readonly string[]])[]): readonly number[] {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round++) {
    works.forEach(([work, among], index) => {
      const started = performance.now();
      work(among);
      best[index] = Math.min(best[index] ?? 0, performance.now() - started);
    });
  }
  return works.map(([, among], index) => (among.length / (best[index] ?? 0)) * 1000);
}

function naive(rules: readonly ValueRule[]): Work {
  const patterns = rules.flatMap(({ matches }) => (matches instanceof RegExp ? [matches] : []));
  return (among) => {
    let hits = 0;
    for (const value of among) for (const pattern of patterns) if (pattern.test(value)) hits++;
    return hits;
  };
}

function ours(rules: readonly ValueRule[]): Work {
  // Without the checks behind the expressions, which the other side does not have either; every value is looked at, as for
  // rules that seek single ones.
  const count = createMatchCounter(rules.map(({ validate: _, ...rule }) => ({ ...rule, stray: 1e-6 })));
  const active = new Uint8Array(rules.length).fill(1);
  return (among) =>
    count({ values: among, signatures: () => signColumn(among) }, active).matches.reduce(
      (sum, hits) => sum + hits,
      0,
    );
}

/** What a rule says of a value, asked without any prefilter. */
function fits({ matches, minLength, maxLength, alphabet, requires = '' }: ValueRule, value: string): boolean {
  const classes = classesOf(value);
  const required = parseClasses(requires);
  const allowed = alphabet === undefined ? ANYTHING : parseClasses(alphabet) | required;
  return (
    value.length >= minLength &&
    value.length <= maxLength &&
    (classes & ~allowed) === 0 &&
    (classes & required) === required &&
    matches instanceof RegExp &&
    matches.test(value)
  );
}

const all = [...(await shippedPatterns()), ...vendorPatterns()];
const figures: Record<string, unknown>[] = [];
const show = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M values/s`;
for (const target of TARGETS) {
  const rules = all.slice(0, target.patterns);
  const few = values.slice(0, 24_000);
  const [quick, slow] = [ours(rules), naive(rules)];
  const expected = values.reduce((sum, value) => sum + rules.filter((rule) => fits(rule, value)).length, 0);
  if (quick(values) !== expected) throw new Error('the prefilter changed what matches');
  const [perSecond = 0, naivePerSecond = 0] = rates([
    [quick, values],
    [slow, rules.length > 50 ? few : values],
  ]);
  const ratio = perSecond / naivePerSecond;
  figures.push({ patterns: rules.length, perSecond, naivePerSecond, ratio });
  console.log(
    `${String(rules.length).padStart(3)} patterns: ${show(perSecond)}, the naive loop ${show(naivePerSecond)}: ${ratio.toFixed(1)} times (target ${target.ratio})`,
  );
  if (ratio < target.ratio) process.exitCode = 1;
}

const others = pythonTools(values);
const best = Number(figures[0]?.['perSecond'] ?? 0);
for (const tool of others)
  console.log(
    tool.perSecond === null
      ? `${tool.name}: not measured: ${tool.why}`
      : `${tool.name}: ${Math.round(tool.perSecond).toLocaleString('en-US')} values/s; ours with 20 patterns ${Math.round(best / tool.perSecond)} times`,
  );

const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'matching.json'), `${JSON.stringify({ figures, others }, null, 2)}\n`);
}
