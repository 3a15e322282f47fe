import { expect } from 'chai';
import fc from 'fast-check';
import {
  luhnCheckDigit,
  mod11And10CheckDigit,
  mod97And10CheckDigits,
  passesDamm,
  passesLuhn,
  passesMod11And2,
  passesMod11And10,
  passesMod37And2,
  passesMod37And36,
  passesMod97And10,
  passesVerhoeff,
  passesWeightedSum,
  weightedSum,
} from './index.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PAIRS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

interface System {
  readonly passes: (text: string) => boolean;
  /** Characters of what is checked. */
  readonly alphabet: string;
  /** All that may be appended. */
  readonly checks: readonly string[];
  readonly findsSwaps: boolean;
  /** From the standards, their registries, or the papers that define the code. */
  readonly published: readonly string[];
}

const SYSTEMS: Readonly<Record<string, System>> = {
  Luhn: {
    passes: passesLuhn,
    alphabet: DIGITS,
    checks: [...DIGITS],
    findsSwaps: false,
    published: ['79927398713', '4111111111111111', '378282246310005'],
  },
  Verhoeff: {
    passes: passesVerhoeff,
    alphabet: DIGITS,
    checks: [...DIGITS],
    findsSwaps: true,
    published: ['2363', '123451', '84736430954837284567892', '73211009'],
  },
  Damm: {
    passes: passesDamm,
    alphabet: DIGITS,
    checks: [...DIGITS],
    findsSwaps: true,
    published: ['5724', '112946'],
  },
  'MOD 11-2': {
    passes: passesMod11And2,
    alphabet: DIGITS,
    checks: [...DIGITS, 'X'],
    findsSwaps: true,
    published: ['07940', '0000000218250097', '000000021694233X'],
  },
  'MOD 37-2': {
    passes: passesMod37And2,
    alphabet: DIGITS + LETTERS,
    checks: [...DIGITS, ...LETTERS, '*'],
    findsSwaps: true,
    published: ['G123498654321H'],
  },
  'MOD 97-10': {
    passes: passesMod97And10,
    alphabet: DIGITS,
    checks: PAIRS.slice(2, 99),
    findsSwaps: true,
    published: ['79444', '5493001KJTIIGC8Y1R12', 'WEST12345698765432GB82'],
  },
  'MOD 11,10': {
    passes: passesMod11And10,
    alphabet: DIGITS,
    checks: [...DIGITS],
    findsSwaps: false,
    published: ['07945', '69435151530', '86095742719'],
  },
  'MOD 37,36': {
    passes: passesMod37And36,
    alphabet: DIGITS + LETTERS,
    checks: [...DIGITS, ...LETTERS],
    findsSwaps: false,
    published: ['A12425GABC1234002M'],
  },
  'the weighted sum of an ISBN-10': {
    passes: (text) => passesWeightedSum(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 11),
    alphabet: DIGITS,
    checks: [...DIGITS, 'X'],
    findsSwaps: true,
    published: ['0306406152', '080442957X'],
  },
};

const textOf = (alphabet: string, length?: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length ?? 1, maxLength: length ?? 24 })
    .map((characters) => characters.join(''));

describe('check digits', () => {
  for (const [name, { passes, alphabet, checks, findsSwaps, published }] of Object.entries(SYSTEMS)) {
    const payloads = textOf(alphabet, name.includes('ISBN') ? 9 : undefined);

    it(`of published numbers pass: ${name}`, () => {
      for (const text of published) expect(passes(text), text).to.equal(true);
    });

    it(`are right for exactly one ending: ${name}`, () => {
      fc.assert(
        fc.property(payloads, (payload) => {
          expect(
            checks.filter((check) => passes(payload + check)),
            payload,
          ).to.have.length(1);
        }),
      );
    });

    it(`find every wrong character${findsSwaps ? ' and every swap of neighbours' : ''}: ${name}`, () => {
      fc.assert(
        fc.property(payloads, fc.nat(), fc.constantFrom(...alphabet), (payload, where, other) => {
          const right = payload + checks.find((check) => passes(payload + check));
          const at = where % payload.length;
          const before = right.slice(0, at);
          const here = right[at] ?? '';
          const next = right[at + 1] ?? '';
          if (here !== other) expect(passes(before + other + right.slice(at + 1)), right).to.equal(false);
          if (findsSwaps && here !== next)
            expect(passes(before + next + here + right.slice(at + 2)), right).to.equal(false);
        }),
      );
    });

    it(`pass nothing that holds another character, nor nothing at all: ${name}`, () => {
      expect(passes('')).to.equal(false);
      fc.assert(
        fc.property(
          payloads,
          fc.nat(),
          fc.constantFrom(...' -.a\u0663\uFF11😀\0'),
          (payload, where, other) => {
            const right = payload + checks.find((check) => passes(payload + check));
            const at = where % right.length;
            expect(passes(right.slice(0, at) + other + right.slice(at)), right).to.equal(false);
            expect(passes(right.slice(0, at) + other + right.slice(at + 1)), right).to.equal(false);
          },
        ),
      );
    });
  }

  it('that are computed pass once they are appended', () => {
    fc.assert(
      fc.property(textOf(DIGITS), textOf(DIGITS + LETTERS), (digits, text) => {
        expect(passesLuhn(`${digits}${luhnCheckDigit(digits)}`)).to.equal(true);
        expect(passesMod11And10(`${digits}${mod11And10CheckDigit(digits)}`)).to.equal(true);
        expect(passesMod97And10(text + mod97And10CheckDigits(text))).to.equal(true);
      }),
    );
    expect(mod97And10CheckDigits('WEST12345698765432GB')).to.equal('82');
  });

  it('are not computed for what they are not defined for', () => {
    expect([luhnCheckDigit('12-3'), mod11And10CheckDigit('12 3')]).to.deep.equal([Number.NaN, Number.NaN]);
    expect(mod97And10CheckDigits('ab')).to.equal('NaN');
  });

  it('by Luhn are looked at within bounds', () => {
    expect(passesLuhn('x79927398713y', 1, 12)).to.equal(true);
    expect(passesLuhn('x79927398713y', 1, 1)).to.equal(false);
  });

  it('by weights may leave a remainder, of a negative sum too', () => {
    expect(passesWeightedSum('111', [1, 1, 1], 7, 3)).to.equal(true);
    expect(passesWeightedSum('112', [1, 1, 1], 7, 3)).to.equal(false);
    expect(passesWeightedSum('003', [1, 1, -1], 11, 8)).to.equal(true);
    expect(passesWeightedSum('0306406152', [10, 9, 8], 11)).to.equal(false);
  });

  it('have a sum of as many digits as there are weights', () => {
    expect(weightedSum('x123', [3, 2, 1], 1)).to.equal(10);
    expect(weightedSum('12', [3, 2, 1])).to.be.NaN;
    expect(weightedSum('1x3', [3, 2, 1])).to.be.NaN;
  });
});
