import { expect } from 'chai';
import fc from 'fast-check';
import { SentenceForm } from './sentence-form.ts';

/** As an expression says it that goes back: what the form must agree with, and may take any time. */
function expressionOf(text: string, translation: string): RegExp {
  const source = text
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /\{(\w+)\}/.exec(part)?.[1];
      if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return `(?<${name}>${translation.includes(`{${name}, plural`) ? '\\d[\\d,]*' : '.+?'})`;
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
}

describe('a form that sentences are written by', () => {
  it('matches what an expression would', () => {
    const literal = fc.constantFrom('', '', 'a', 'b', ' ', ',', '1', 'ab', 'a,');
    const parts = fc.array(fc.tuple(literal, fc.boolean()), { minLength: 1, maxLength: 4 });
    const sentence = fc.array(fc.constantFrom('a', 'b', ' ', ',', '1', '2', 'x', '\n'), { maxLength: 10 });
    fc.assert(
      fc.property(
        parts,
        literal,
        fc.array(sentence, { minLength: 1, maxLength: 6 }),
        (places, last, sentences) => {
          const text = places.map(([before], index) => `${before}{p${index}}`).join('') + last;
          const translation = places
            .map(([, isCounted], index) => (isCounted ? `{p${index}, plural}` : ''))
            .join('');
          const form = new SentenceForm(text, translation);
          for (const characters of sentences) {
            const said = characters.join('');
            const groups = expressionOf(text, translation).exec(said)?.groups;
            expect(form.match(said), `${text} ${translation} of ${JSON.stringify(said)}`).to.deep.equal(
              groups === undefined ? null : { ...groups },
            );
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('ends soon, whoever wrote it', () => {
    const places = Array.from({ length: 30 }, (_, index) => `{p${index}}`);
    const counted = places.map((_, index) => `{p${index}, plural}`).join('');
    const texts = [`${places.join('a')}b!`, `${places.join('')}b!`, `{a}${places.join(',')}b!`];
    for (const said of ['a'.repeat(1990), 'a,'.repeat(990), '1'.repeat(1990), '1,'.repeat(990)])
      for (const text of texts)
        for (const translation of ['', counted])
          expect(
            new SentenceForm(text, translation).match(`${said}cb!`),
            `${text} of ${said.slice(0, 4)}`,
          ).to.satisfy((match: unknown) => match === null || typeof match === 'object');
  });

  it('takes a place that stands twice for what stands there first', () => {
    expect(new SentenceForm('{a} and {a}', '').match('x and y')).to.deep.equal({ a: 'x' });
  });
});
