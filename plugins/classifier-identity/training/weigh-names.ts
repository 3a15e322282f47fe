import { readFileSync, writeFileSync } from 'node:fs';
import { readFrequencyList } from '@datawave/plugin-sdk';
import { readCountedNames } from './counted-names.ts';
import { readOtherUses } from './other-uses.ts';

/**
 * `node plugins/classifier-identity/training/weigh-names.ts FOLDER WORDS.tsv` writes the counts of `data/first-names.txt` and
 * `data/last-names.txt` anew, and adds names that national counts found frequent. What FOLDER and WORDS.tsv hold, and how
 * they are made, stands in the README.
 */
function weighNames(folder: string, wordCounts: string): void {
  const names = readCountedNames(folder);
  const uses = readOtherUses(folder, wordCounts);
  // What was counted once or twice is hardly more of a word than what was not.
  const usesOf = (entry: string): number => {
    const rate = uses.get(entry) ?? 0;
    return rate > 0 && rate < 1 ? RAREST_USE : rate;
  };
  for (const [list, bearers, frequent] of [
    ['first-names', names.first, names.frequentFirst],
    ['last-names', names.last, names.frequentLast],
  ] as const) {
    const file = new URL(`../data/${list}.txt`, import.meta.url);
    const lines = readFileSync(file, 'utf8').split('\n');
    const head = lines.filter((line) => line.startsWith('#'));
    const present = lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t', 1)[0] ?? '');
    const entries = [...new Set([...present, ...frequent])].sort();
    const weighed = entries.map((entry) =>
      [entry, damp(bearers.get(entry) ?? UNCOUNTED_NAME, RAREST_NAME), damp(usesOf(entry), RAREST_USE)]
        .join('\t')
        .trimEnd(),
    );
    writeFileSync(file, `${[...head, ...weighed].join('\n')}\n`);
    process.stdout.write(
      `${list}: ${readFrequencyList(file).size} entries, ${entries.length - present.length} added\n`,
    );
  }
}

/** What nobody counted stands in the list because it is common somewhere. */
const UNCOUNTED_NAME = 50;
/** Rates per million below which an entry is left without a count, and so as rare as the list's rarest. */
const RAREST_NAME = 10;
const RAREST_USE = 0.1;

/**
 * The square root of a rate per million: a column is judged by its distinct values, among which a rare one counts as much as a
 * common one, so that the rates of running text would exaggerate.
 */
const damp = (perMillion: number, rarest: number): string =>
  perMillion < rarest ? '' : String(Number(Math.sqrt(perMillion).toPrecision(2)));

const [folder, wordCounts] = process.argv.slice(2);
if (folder === undefined || wordCounts === undefined) {
  process.stderr.write('usage: node plugins/classifier-identity/training/weigh-names.ts FOLDER WORDS.tsv\n');
  process.exitCode = 2;
} else weighNames(folder, wordCounts);
