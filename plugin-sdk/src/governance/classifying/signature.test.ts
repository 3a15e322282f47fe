import { expect } from 'chai';
import fc from 'fast-check';
import { signValue } from './column-signatures.ts';
import { createPrefilter as createBare, type Gate, parseClasses } from './signature.ts';

function createPrefilter(gates: readonly Gate[]): (value: string) => readonly number[] {
  const candidates = createBare(gates);
  return (value) => candidates(signValue(value));
}

describe('the prefilter of patterns', () => {
  const gates = [
    { allowed: parseClasses('digit -'), required: parseClasses('-'), minLength: 3, maxLength: 12 },
    { allowed: 0xffffffff, required: parseClasses('@ .'), minLength: 5, maxLength: 300 },
    { allowed: parseClasses('letter unicode space'), required: 0, minLength: 1, maxLength: 40 },
  ];

  it('leaves those that a value can match', () => {
    const candidates = createPrefilter(gates);
    expect(candidates('12-34')).to.deep.equal([0]);
    expect(candidates('ada@example.com')).to.deep.equal([1]);
    expect(candidates('Ada Lovelace')).to.deep.equal([2]);
    expect(candidates('Ödön')).to.deep.equal([2]);
    expect(candidates('12')).to.deep.equal([]);
  });

  it('never rules out a value that the pattern would match', () => {
    const candidates = createPrefilter(gates);
    const patterns = [/^(?=.*-)[\d-]{3,12}$/, /^[^@]*@[^@]*\.[^@]*$/s, /^[\p{L} ]{1,40}$/u];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^[\d-]{3,12}$/),
          fc.emailAddress(),
          fc.stringMatching(/^[a-zA-Zéß ]{1,40}$/),
        ),
        (value) => {
          patterns.forEach((pattern, position) => {
            const fitsLength =
              value.length >= (gates[position]?.minLength ?? 0) &&
              value.length <= (gates[position]?.maxLength ?? 0);
            if (fitsLength && pattern.test(value)) expect(candidates(value)).to.include(position);
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes values too long to be looked through as holding everything', () => {
    expect(
      createPrefilter([{ allowed: parseClasses('digit'), required: 0, minLength: 1, maxLength: 5_000 }])(
        'x'.repeat(1_000),
      ),
    ).to.deep.equal([0]);
  });

  it('asks for one of several classes', () => {
    const candidates = createPrefilter([
      {
        allowed: 0xffffffff,
        required: parseClasses('digit'),
        requiredOne: parseClasses('= :'),
        minLength: 1,
        maxLength: 600,
      },
    ]);
    expect(candidates('a=1')).to.deep.equal([0]);
    expect(candidates('a: 1')).to.deep.equal([0]);
    expect(candidates('a-1')).to.deep.equal([]);
    expect(candidates('a=b')).to.deep.equal([]);
    expect(candidates('a-1'.repeat(190))).to.deep.equal([0]);
  });

  it('refuses a class that there is not', () => {
    expect(() => parseClasses('digit x')).to.throw(TypeError, '"x"');
  });
});
