import { expect } from 'chai';
import { type FeatureGroup, keepGroups } from './feature-groups.ts';
import { extractFeatures, MOST_FEATURES, writeFeatures } from './features.ts';
import { keepForms } from './forms.ts';
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

describe('features of tokens', () => {
  it('are the same ones whether or not what came before is kept', () => {
    const kept = { shapes: keepGroups(), listings: keepGroups() };
    const readTokens = createNeighbourhoods(keepForms(lexicon), lexicon);
    const buffer = new Uint32Array(MOST_FEATURES);
    for (const text of [...TEXTS, ...TEXTS]) {
      const tokens = tokenize(text);
      const plain: number[][] = [];
      extractFeatures(tokens, lexicon, (_, features, count) => plain.push([...features.slice(0, count)]));
      const near = readTokens(tokens);
      const grouped = plain.map((_, index) => {
        const features: number[] = [];
        const use = (_at: number, group: FeatureGroup): void => void features.push(...group.features);
        const count = writeFeatures(near, index, { ...kept, use }, buffer);
        return [...features, ...buffer.slice(0, count)];
      });
      const sorted = (all: readonly number[][]): number[][] =>
        all.map((features) => features.toSorted((a, b) => a - b));
      expect(sorted(grouped)).to.deep.equal(sorted(plain));
    }
  });
});
