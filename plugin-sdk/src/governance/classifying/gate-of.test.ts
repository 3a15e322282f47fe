import { expect } from 'chai';
import fc from 'fast-check';
import { signValue } from './column-signatures.ts';
import { gateOf } from './gate-of.ts';
import { createPrefilter as createBare, type Gate, OPEN_GATE, parseClasses } from './signature.ts';

function createPrefilter(gates: readonly Gate[]): (value: string) => readonly number[] {
  const candidates = createBare(gates);
  return (value) => candidates(signValue(value));
}

const PATTERNS: readonly RegExp[] = [
  /^[A-Z]{2}\d{2}[A-Z\d -]{11,38}$/i,
  /^GA\d\.\d\.\d{6,10}$/,
  /^(?:sk|pk)_(?:live|test)_[A-Za-z\d]{4,}$/,
  /^(?!000)\d{3}-?(?=\d)\d{2}$/,
  /^\p{Lu}[\p{L}'’-]+(?: \p{L}+)*$/u,
  /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i,
  /^a$|^bc?$/,
  /^a|b$/,
  /key/i,
  /^[ks]+$/iu,
  /^(?:|x)y?$/,
  /^.?\d\s$/s,
  /^(?<year>\d{4})[-/](?:0[1-9]|1[0-2])$/,
  /^(\d)\1$/,
  /^[\x61-\x63]\u0064$/,
  /^\u{1F600}?[^\d]{2}$/u,
  /^x{0}[a-f]{2,3}?$/,
  /^😀?a$/,
];

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[A-Za-z\d@ ./_-]{0,12}$/),
  ...PATTERNS.filter((pattern) => pattern.flags === '' && !/\\1|\(\?/.test(pattern.source)).map((pattern) =>
    fc.stringMatching(pattern),
  ),
  fc.constantFrom(
    'sk_live_abcD',
    'ſK',
    'K',
    'Éa Bb',
    'a@b.co',
    '12\u00a0',
    '😀a',
    'bc',
    'xy',
    '2024-12',
    'MONKEY',
  ),
);

describe('reading a gate off an expression', () => {
  it('finds classes, lengths and first characters', () => {
    const gate = gateOf(/^GA\d\.\d{6,10}$/);
    expect(gate).to.include({
      allowed: parseClasses('upper digit .'),
      required: parseClasses('upper digit .'),
      minLength: 10,
      maxLength: 14,
    });
    expect(
      [...(gate.first ?? [])].flatMap((bit, code) => (bit === 1 ? [String.fromCharCode(code)] : [])),
    ).to.deep.equal(['G']);
  });

  it('never shuts out what the expression matches', () => {
    const filters = PATTERNS.map((pattern) => createPrefilter([gateOf(pattern)]));
    fc.assert(
      fc.property(anything, (value) => {
        PATTERNS.forEach((pattern, position) => {
          if (pattern.test(value))
            expect(filters[position]?.(value), `${pattern} ${value}`).to.deep.equal([0]);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('knows every character that an atom may stand for', () => {
    const atoms = [
      /^[ks]$/iu,
      /^\w$/iu,
      /^\w$/,
      /^.$/,
      /^[^a]$/,
      /^\s$/,
      /^[!-~]$/i,
      /^\p{L}$/u,
      /^é$/,
      /^\S$/,
    ];
    const filters = atoms.map((pattern) => createPrefilter([gateOf(pattern)]));
    for (let code = 0; code < 0x3000; code++) {
      const value = String.fromCharCode(code);
      atoms.forEach((pattern, position) => {
        if (pattern.test(value)) expect(filters[position]?.(value)).to.deep.equal([0]);
      });
    }
  });

  it('lets everything through where it does not understand', () => {
    for (const pattern of [/^(a)\1$/, /^a$/m, /^a$/g, /^\cA$/, /^{$/])
      expect(gateOf(pattern)).to.equal(OPEN_GATE);
    expect(gateOf(new RegExp(`${'('.repeat(60)}a${')'.repeat(60)}`))).to.equal(OPEN_GATE);
  });
});
