import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import { formsOf, type WrittenForm } from './forms.ts';
import type { NationalNumber } from './national-number.ts';
import { nationalNumbers } from './national-numbers.ts';
import { createNumberReader, type NumberReader } from './number-reader.ts';
import { documentSpans } from './rules/document-spans.ts';
import { UNMISTAKABLE_CODE } from './rules/number-rules.ts';
import { FAMILY_NAMES } from './rules/words.ts';

/** Words near a number that make it another one. */
const OTHER_WORDS: readonly string[] = [
  ...[
    'order',
    'invoice',
    'tracking',
    'ticket',
    'reference',
    'serial',
    'isbn',
    'ean',
    'barcode',
    'version',
    'part number',
  ],
  ...[
    'phone',
    'tel',
    'fax',
    'mobile',
    'bestellung',
    'rechnung',
    'commande',
    'facture',
    'pedido',
    'factura',
    'vat',
    'ein',
  ],
];
/**
 * Abbreviations that stand for something else in running text: process ids, carbon copies, continuous integration, primary keys. They
 * name columns, but tell nothing of a number beside them.
 */
const OTHER_MEANINGS: ReadonlySet<string> = new Set(
  'pid cc ci rc ic id run fin arc pps spi sin nas naf pan bi pk ak ik tz kt tc cf c.f. nic'.split(' '),
);
/** Numbers of which no more random ones pass are believed under a word for numbers of any country. */
const TELLING_CHECK = 0.05;
/** Phrases of more words are not looked for around a place of the text. */
const MOST_WORDS = 3;

const isTelling = (phrase: string): boolean =>
  !OTHER_MEANINGS.has(phrase.toLowerCase()) && phrase.split(/[\s/.’'-]+/).length <= MOST_WORDS;

/** National numbers within running text: in unmistakable forms anywhere, in any form beside their name. */
export function createNationalSpans(): SpanRuleSet {
  const reader = createNumberReader(nationalNumbers);
  return {
    id: 'national',
    portable: { module: import.meta.url, create: 'createNationalSpans' },
    version: '1.0.0',
    title: 'National identifiers in text',
    sources: [...new Set(nationalNumbers.map(({ source }) => source))],
    rules: [...nationalNumbers.flatMap((number, place) => rulesOf(number, place, reader)), ...documentSpans],
  };
}

function rulesOf(number: NationalNumber, place: number, reader: NumberReader): readonly SpanRule[] {
  const forms = formsOf(number);
  const own = [...number.names, ...(number.abbreviations ?? [])].filter(isTelling);
  const telling = forms.filter(
    ({ needsName, marks, chance }) => !needsName && marks > 0 && chance <= UNMISTAKABLE_CODE,
  );
  const id = number.infoType.toLowerCase().replaceAll('_', '-');
  const isChecked = number.passes < 0.6;
  const common = {
    infoType: number.infoType,
    says: number.says.replace(/^(?:hold|pass|have)\b/, (verb) => THIRD_PERSON[verb] ?? verb),
    signal: isChecked ? ('checksum' as const) : ('pattern' as const),
    validate: (value: string) => reader.read(value, place) !== null,
  };
  const rules: SpanRule[] = [];
  if (telling.length > 0) {
    rules.push({
      ...common,
      id,
      trigger: triggerOf(telling),
      pattern: patternOf(telling),
      probability: isChecked ? 0.93 : 0.85,
      context: { raise: own, lower: OTHER_WORDS, raised: 0.99 },
    });
  }
  const family = number.passes <= TELLING_CHECK ? FAMILY_NAMES[number.family].filter(isTelling) : [];
  rules.push({
    ...common,
    id: `${id}-by-name`,
    trigger: triggerOf(forms),
    pattern: patternOf(forms),
    probability: 0.3,
    needsContext: true,
    context: { raise: [...own, ...family], raised: isChecked ? 0.92 : 0.85 },
  });
  return rules;
}

/** `hold a date` of many is `holds a date` of one. */
const THIRD_PERSON: Readonly<Record<string, string>> = { hold: 'holds', pass: 'passes', have: 'has' };

function triggerOf(forms: readonly WrittenForm[]): SpanRule['trigger'] {
  const digits = forms.map(({ pattern }) => pattern.replace(/[^#]/g, '').length);
  return {
    requires: 'digit',
    minLength: Math.min(...forms.map(({ pattern }) => pattern.length)),
    minDigits: Math.min(...digits),
  };
}

/** All forms as one expression, the longest first, bounded against letters and digits on both sides. */
function patternOf(forms: readonly WrittenForm[]): RegExp {
  const alternatives = forms
    .map(({ pattern }) => pattern)
    .toSorted((a, b) => b.length - a.length)
    .map((pattern) => [...pattern].map(toExpression).join(''));
  return new RegExp(`(?<![\\p{L}\\d]|\\d[-./])(?:${alternatives.join('|')})(?![\\p{L}\\d]|[-./]\\d)`, 'u');
}

function toExpression(mark: string): string {
  if (mark === '#') return '\\d';
  if (mark === 'A') return '[A-Za-z]';
  if (mark === '*') return '[A-Za-z\\d]';
  return /[.()/+]/.test(mark) ? `\\${mark}` : mark;
}
