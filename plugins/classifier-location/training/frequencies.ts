import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldText } from '@datawave/plugin-sdk';

/** How often folded words are met as something else than a place. */
export type Counts = ReadonlyMap<string, number>;

/** As many words as the counted texts hold, so that names and words weigh alike. */
const NAMED = 1_600_000;

/**
 * Ordinary words of `words.tsv` (count-words.ts), and first and family names of the 1990 United States census (public domain) by
 * their share of people, as names 0.3.0 (MIT) ships them, unpacked in `folder`.
 */
export function readOtherUses(folder: string, words: string): Counts {
  const counts = new Map<string, number>();
  const add = (word: string, count: number): void => void counts.set(word, (counts.get(word) ?? 0) + count);
  for (const line of readFileSync(words, 'utf8').split('\n')) {
    const [word = '', count = '0'] = line.split('\t');
    if (word !== '') add(word, Number(count));
  }
  for (const list of ['dist.male.first', 'dist.female.first', 'dist.all.last']) {
    const rows = readFileSync(join(folder, 'names-0.3.0', 'names', list), 'utf8').split('\n');
    for (const row of rows) {
      const [name = '', percent = '0'] = row.trim().split(/\s+/);
      if (name !== '') add(foldText(name), (Number(percent) / 100) * NAMED);
    }
  }
  return counts;
}

/**
 * Lines of a list with frequencies. A column holds a value once, however often it is met: square roots stand for how many columns
 * hold it. The smallest count of both columns is 1, and what is as rare says nothing.
 */
export function frequencyLines(entries: Counts, others: Counts): readonly string[] {
  const least = Math.min(...entries.values());
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([entry, count]) => {
      const asType = Number(Math.max(1, Math.sqrt(count / least)).toPrecision(2));
      const asOther = Number(Math.sqrt(1 + (others.get(entry) ?? 0)).toPrecision(2));
      return asOther >= 1.5 ? `${entry}\t${asType}\t${asOther}` : asType > 1 ? `${entry}\t${asType}` : entry;
    });
}
