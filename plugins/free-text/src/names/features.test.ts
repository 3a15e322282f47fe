import { expect } from 'chai';
import { keepGroups } from './feature-groups.ts';
import { extractFeatures } from './features.ts';
import { keepForms } from './forms.ts';
import { createLexicon, lexiconKey, listBit } from './lexicon.ts';
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
  '',
];

describe('features of tokens', () => {
  it('are the same ones whether or not what came before is kept', () => {
    const kept = { forms: keepForms(lexicon), shapes: keepGroups(), listings: keepGroups() };
    for (const text of [...TEXTS, ...TEXTS]) {
      const tokens = tokenize(text);
      const plain: number[][] = [];
      extractFeatures(tokens, lexicon, (_, features, count) => plain.push([...features.slice(0, count)]));
      const grouped = plain.map((): number[] => []);
      extractFeatures(
        tokens,
        lexicon,
        (index, features, count) => grouped[index]?.push(...features.slice(0, count)),
        { ...kept, use: (index, group) => grouped[index]?.push(...group.features) },
      );
      const sorted = (all: readonly number[][]): number[][] =>
        all.map((features) => features.toSorted((a, b) => a - b));
      expect(sorted(grouped)).to.deep.equal(sorted(plain));
    }
  });
});
