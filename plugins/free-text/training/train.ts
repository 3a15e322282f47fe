/**
 * Trains the model of names: `node plugins/free-text/training/train.ts --packages DIR [--seed N]`.
 * See README.md beside it for the data and their licences.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lexiconKey, listBit } from '../src/names/lexicon.ts';
import { writeModel } from '../src/names/model-file.ts';
import { trainModel } from './crf.ts';
import { createFiller, type LabelledText } from './fill.ts';
import { createGenerators } from './generators.ts';
import { readGrammar } from './grammar.ts';
import { readLists } from './lists.ts';
import { ordinaryTexts } from './ordinary.ts';
import { asTemplate, labelSentence, readPresidio } from './presidio.ts';
import { createChance } from './random.ts';

/** Sentences that are made by the grammar. */
const FROM_GRAMMAR = 16_000;

const root = resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '4' },
    data: { type: 'string', default: join(root, '../shared/data') },
    out: { type: 'string', default: resolve(import.meta.dirname, '../data/names.model') },
  },
});
if (values.packages === undefined)
  throw new Error('Say where the packages for the training are: --packages DIR.');
const chance = createChance(Number(values.seed));
const lists = readLists(values.packages);
const generators = createGenerators(values.packages, chance);
const people = readFileSync(join(values.data, 'legislators/legislators-current.yaml'), 'utf8');
const realPeople = [...people.matchAll(/official_full: "?([^"\n]+)"?/g)].map((match) => match[1] ?? '');
const fill = createFiller(lists, generators, chance, realPeople);
const country = listBit('country');
const isCountry = (name: string): boolean => ((lists.lexicon.get(lexiconKey(name)) ?? 0) & country) !== 0;

const templates = (file: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, 'templates', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const texts: LabelledText[] = [];
const sentences = readPresidio(values.data, 'train');
for (const sentence of sentences) {
  texts.push(labelSentence(sentence, isCountry));
  for (let copy = 0; copy < 4; copy++) texts.push(fill(asTemplate(sentence)));
}
for (const [file, copies] of [
  ['english.txt', 22],
  ['german.txt', 14],
  ['romance.txt', 14],
  ['ordinary.txt', 6],
] as const) {
  const all = templates(file);
  for (const template of all) {
    for (let copy = 0; copy < copies; copy++) {
      // Texts rarely are one sentence.
      const before = chance.happens(0.25) ? `${chance.pick(all)}${chance.happens(0.7) ? ' ' : '\\n'}` : '';
      texts.push(fill(before + template));
    }
  }
}
const sentence = readGrammar(
  readFileSync(join(import.meta.dirname, 'templates/grammar.txt'), 'utf8'),
  chance,
);
for (let count = 0; count < FROM_GRAMMAR; count++) texts.push(fill(sentence()));
const ordinary = ordinaryTexts(join(root, 'node_modules'), lists, chance);
texts.push(...ordinary);
// Capitals say nothing where everything stands in them.
for (const text of ordinary)
  if (chance.happens(0.15)) texts.push({ text: text.text.toUpperCase(), spans: [] });
for (const template of templates('ordinary.txt')) texts.push(fill(template.toUpperCase()));
console.log(
  `${texts.length} texts, ${sentences.length} of them sentences of Presidio's training templates; files: ${readdirSync(join(import.meta.dirname, 'templates')).join(', ')}`,
);

const dev = readPresidio(values.data, 'dev').map((sentence) => labelSentence(sentence, isCountry));
const model = trainModel({
  texts,
  dev,
  lexicon: lists.lexicon,
  chance,
  epochs: Number(values.epochs),
  version: '1.0.0',
});
const bytes = writeModel(model);
writeFileSync(values.out, bytes);
console.log(
  `${values.out}: ${bytes.length} bytes, ${model.featureKeys.length} features, ${model.labels.length} weights`,
);
