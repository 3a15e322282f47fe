import { expect } from 'chai';
import { noGroups } from './feature-groups.ts';
import { extractFeatures, MOST_FEATURES, writeFeatures } from './features.ts';
import { keepForms } from './forms.ts';
import { LABEL_COUNT } from './labels.ts';
import { createLexicon, lexiconKey, listBit } from './lexicon.ts';
import { createNeighbourhoods } from './neighbourhood.ts';
import { tokenize } from './tokenize.ts';

const entries = (
  [
    ['new york', listBit('city')],
    ['new', listBit('run-start') | listBit('ordinary')],
    ['anna', listBit('first-name')],
    ['card', listBit('cue-card') | listBit('ordinary')],
  ] as const
)
  .map(([words, bits]) => [lexiconKey(words), bits] as const)
  .sort(([a], [b]) => a - b);
const lexicon = createLexicon(
  Uint32Array.from(entries, ([key]) => key),
  Uint32Array.from(entries, ([, bits]) => bits),
);
const TEXTS = [
  'Anna moved to New York.\nHer card 4111 is lost, Anna says.',
  'new York, (New) york; the card\nof O’Brien-Łuk 12th',
  'Anna',
  'the number 4711123 of 1234567 and 98765ab',
  '',
];

/** Gives each feature a label and a weight of its own. */
const weigh = (feature: number, sums: Int16Array, at: number): void => {
  const label = at + (feature % LABEL_COUNT);
  sums[label] = (sums[label] ?? 0) + (feature % 251) - 125;
};

describe('features of tokens', () => {
  it('come to the same sums whether or not what came before is kept', () => {
    const readTokens = createNeighbourhoods(keepForms(lexicon), lexicon);
    const buffer = new Uint32Array(MOST_FEATURES);
    const groups = noGroups();
    for (const text of [...TEXTS, ...TEXTS]) {
      const tokens = tokenize(text);
      const plain: Int16Array[] = [];
      extractFeatures(tokens, lexicon, (_, features, count) => {
        const sums = new Int16Array(LABEL_COUNT);
        for (const feature of features.subarray(0, count)) weigh(feature, sums, 0);
        plain.push(sums);
      });
      const near = readTokens(tokens);
      const grouped = plain.map((_, index) => {
        const sums = new Int16Array(LABEL_COUNT);
        const count = writeFeatures(
          near,
          index,
          {
            groups,
            weigh,
            useForm: (_at, form) => {
              for (const feature of form.features) weigh(feature, sums, 0);
            },
            useRow: (_at, rows, row) =>
              rows.subarray(row, row + LABEL_COUNT).forEach((sum, label) => {
                sums[label] = (sums[label] ?? 0) + sum;
              }),
          },
          buffer,
        );
        for (const feature of buffer.subarray(0, count)) weigh(feature, sums, 0);
        return sums;
      });
      expect(grouped).to.deep.equal(plain);
    }
  });
});
