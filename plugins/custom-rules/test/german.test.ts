import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';
import { saidText, t, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { readBundle } from '../src/exchange/rule-bundle.ts';
import { checkPattern } from '../src/patterns/compile-pattern.ts';
import { UNAVAILABLE_ESCAPES, UNAVAILABLE_GROUPS } from '../src/patterns/unavailable.ts';
import { checkRule } from '../src/rules/check-rule.ts';
import { LIMITS } from '../src/rules/rule-limits.ts';
import {
  invalidRule,
  keyTaken,
  staleRule,
  tooMuch,
  typeTaken,
  unknownRule,
  unknownVersion,
} from '../src/store/rule-errors.ts';

const GERMAN: Readonly<Record<string, string>> = Object.assign(
  {},
  ...['plugin-sdk', 'plugins/custom-rules'].map((folder): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../..', folder, 'locales/de.json'), 'utf8')),
  ),
);
/** What is left where a part of a sentence has no German, or only one of its parts. */
const ENGLISH = /\b(?:the|must|is|are|has|have|use|write|leave|put|without|missing|known|a|of|characters)\b/i;
const QUOTED = /[„“"][^„“"]*[“”"]/g;
/** Advice for programs; nobody asks an API in a browser. */
const FOR_PROGRAMS = /\b(?:GET|POST|PUT|PATCH|DELETE) \/api\//;

const BASE = { key: 'badge', title: 'Badge', infoType: 'PERSON_ID' };
const PATTERN = { kind: 'pattern', pattern: 'B\\d{5}' };
const nested = (levels: number): unknown =>
  levels === 0 ? PATTERN : { kind: 'not', block: nested(levels - 1) };
const OWN_TYPE = { id: 'badge', title: '', category: 'User', sensitivity: 'high', personal: 1, colour: 1 };

const PATTERNS = [
  ...UNAVAILABLE_GROUPS.map(({ begins }) => `a${begins}b)`),
  ...Object.keys(UNAVAILABLE_ESCAPES).map((letter) => `a\\${letter}`),
  ...[
    '(a)\\1',
    'a++',
    'a(b',
    'ab)',
    'a[b-',
    '\\',
    '\\y',
    'ab[z-a]',
    '*a',
    'a**',
    'x\\p{Foo}',
    '(?<n>a)(?<n>b)',
  ],
  ...['(a{100}){100}', '(?:a{500}){3}', 'a{1001}', '((((((a{20}){20}){20}){20}){20}){20}){20}', '(?<n-m>a)'],
  ...['('.repeat(200) + ')'.repeat(200), 'a'.repeat(LIMITS.patternLength + 1)],
];

const RULES: readonly unknown[] = [
  7,
  {
    key: 'A b',
    titel: 'x',
    infoType: 'EMAIL',
    question: 'who',
    threshold: { share: 2, values: 0 },
    enabled: 1,
  },
  { ...BASE, title: 'a\nb', infoType: 'constructor', kinds: ['texts'], match: PATTERN },
  { ...BASE, title: 'a\0b', infoType: 'IBANN', match: PATTERN },
  { ...BASE, infoType: OWN_TYPE, match: PATTERN },
  {
    ...BASE,
    infoType: {
      ...OWN_TYPE,
      id: 'IBAN',
      title: 'x',
      category: 'user',
      sensitivity: 'internal',
      personal: true,
      colour: undefined,
    },
    match: PATTERN,
  },
  {
    ...BASE,
    infoType: { id: 'IBAN', title: 'x', category: 'user.x', sensitivity: 'internal', personal: true },
    match: PATTERN,
  },
  { ...BASE, confidence: 0.2, description: 'x'.repeat(3_000), match: nested(LIMITS.blockDepth + 1) },
  { ...BASE, match: nested(5_000) },
  { ...BASE, match: { kind: 'any', of: Array.from({ length: 150 }, () => PATTERN) } },
  {
    ...BASE,
    match: {
      kind: 'all',
      of: [
        { kind: 'pattern', pattern: '(?=a)', x: 1 },
        { kind: 'patern' },
        { kind: 7 },
        { kind: 'dictionary', terms: [] },
        { kind: 'dictionary', terms: ['  ', 'x'.repeat(300)] },
        { kind: 'dictionary', terms: ['one two three four five six seven'], words: true },
        { kind: 'checksum', checksum: 'weighted' },
        { kind: 'checksum', checksum: 'weighted', weights: [1, 2], modulus: 5, remainder: 5 },
        { kind: 'checksum', checksum: 'luhn', weights: [1, 2], minLength: 9, maxLength: 8 },
        { kind: 'some', atLeast: 3, of: [{ kind: 'name', names: ['--', 'a b c d e f g'] }] },
        { kind: 'some', atLeast: 3, of: [PATTERN, PATTERN] },
        { kind: 'values', where: { kind: 'values', where: PATTERN } },
        7,
      ],
    },
  },
];

/** What the parser of YAML says by itself stays in its own words. */
const FILES = [
  ...['a: b\na: c', 'a: 1', '--- a\n--- b', 'rules: &a [*a]', 'rules: []\nkind: x', 'rules: []\nversion: 2'],
  ...['rules: []\nother: 1', '['.repeat(200), ' '.repeat(2 * 1024 * 1024), ' '.repeat(LIMITS.ruleBytes + 1)],
  JSON.stringify({ rules: Array.from({ length: LIMITS.rules + 1 }, () => 1) }),
];

const refusalOf = (act: () => unknown): DataWaveError => {
  try {
    act();
  } catch (error) {
    if (DataWaveError.is(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
};

describe('what is wrong with a rule', () => {
  before(() => useLanguage('de', GERMAN));
  after(() => useLanguage('en'));

  const expectGerman = (sentences: Iterable<string>): void => {
    const english = [...new Set(sentences)].flatMap((sentence) => {
      const german = saidText(t(sentence));
      const isGerman = german !== sentence && !ENGLISH.test(german.replaceAll(QUOTED, ''));
      return isGerman || FOR_PROGRAMS.test(sentence) ? [] : [`${sentence} → ${german}`];
    });
    expect(english, 'sentences without German').to.deep.equal([]);
  };
  const messages = (errors: readonly FieldError[]): readonly string[] => errors.map(({ message }) => message);

  it('is said in German of patterns, with what to write instead', () => {
    const errors = PATTERNS.map((pattern) => {
      expect(checkPattern({ pattern }).fault, pattern).not.to.equal(null);
      return checkRule({ ...BASE, match: { kind: 'pattern', pattern } }).errors;
    });
    expectGerman(errors.flatMap((faults) => [...messages(faults), invalidRule(faults).message]));
  });

  it('is said in German of all its parts', () => {
    const errors = RULES.flatMap((rule) => checkRule(rule).errors);
    expect(new Set(messages(errors)).size, 'messages').to.be.greaterThan(30);
    expectGerman(messages(errors));
  });

  it('is said in German of the file that it stands in', () => {
    const refusals = FILES.map((file) => refusalOf(() => readBundle(file)));
    expectGerman(
      refusals.flatMap(({ message, hint }) => [message, hint ?? '']).filter((said) => said !== ''),
    );
  });

  it('is said in German where it is not kept', () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const fault = { pointer: '/title', message: 'is taken' };
    const refusals = [
      ...[invalidRule([fault]), invalidRule([fault, fault]), unknownRule(id), unknownVersion(id, 3)],
      ...[keyTaken('badge'), staleRule(id), typeTaken('BADGE', 'badge')],
      ...['rules', 'terms', 'steps in the patterns of enabled rules'].map((what) => tooMuch(`500 ${what}`)),
    ];
    expectGerman(
      refusals.flatMap(({ message, hint = '', errors = [] }) => [
        message,
        ...(hint === '' ? [] : [hint]),
        ...messages(errors),
      ]),
    );
  });
});
