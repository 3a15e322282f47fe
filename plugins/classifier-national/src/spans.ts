import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import { formsOf, type WrittenForm } from './forms.ts';
import type { NationalNumber } from './national-number.ts';
import { nationalNumbers } from './national-numbers.ts';
import { createNumberReader, type NumberReader } from './number-reader.ts';
import { documentSpans } from './rules/document-spans.ts';
import { behindAbbreviation, behindName, besideAbbreviation, type Labelled } from './rules/labelled-spans.ts';
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
 * name columns, but tell nothing of a number somewhere beside them; right before it they do.
 */
const OTHER_MEANINGS: ReadonlySet<string> = new Set(
  'pid cc ci rc ic id run fin arc pps spi sin nas naf pan bi pk ak ik tz kt tc cf c.f. nic'.split(' '),
);
/** Beside a time of as many digits as a number of Thailand in every line of many logs, where looking closer would take half the time. */
const IN_EVERY_LINE = 'PID';
/** Numbers of which no more random ones pass are believed under a word for numbers of any country. */
const TELLING_CHECK = 0.05;
/** Day and time together have one digit less, and stand in every line of many logs. */
const MORE_THAN_A_TIME = 9;
/** Phrases of more words are not looked for around a place of the text. */
const MOST_WORDS = 3;

const meansOther = (phrase: string): boolean => OTHER_MEANINGS.has(phrase.toLowerCase());

/** A longer name is told by three words of it: the last ones, unless those may be of any country. */
function tellingPart(phrase: string, family: readonly string[]): string {
  const words = phrase.split(/[\s/.’'-]+/);
  if (words.length <= MOST_WORDS) return phrase;
  const last = words.slice(-MOST_WORDS).join(' ');
  return family.some((general) => general.toLowerCase() === last.toLowerCase())
    ? words.slice(0, MOST_WORDS).join(' ')
    : last;
}

/** National numbers within running text: in unmistakable forms anywhere, in any form beside their name. */
export function createNationalSpans(): SpanRuleSet {
  const reader = createNumberReader(nationalNumbers);
  return {
    id: 'national',
    portable: { module: import.meta.url, create: 'createNationalSpans' },
    version: '1.1.0',
    title: 'National identifiers in text',
    sources: [...new Set(nationalNumbers.map(({ source }) => source))],
    rules: [...nationalNumbers.flatMap((number, place) => rulesOf(number, place, reader)), ...documentSpans],
  };
}

function rulesOf(number: NationalNumber, place: number, reader: NumberReader): readonly SpanRule[] {
  const forms = formsOf(number);
  const named = [...number.names, ...(number.abbreviations ?? [])];
  const general = FAMILY_NAMES[number.family];
  const own = named.filter((phrase) => !meansOther(phrase)).map((phrase) => tellingPart(phrase, general));
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
  const family =
    number.passes <= TELLING_CHECK ? general.filter((phrase) => tellingPart(phrase, []) === phrase) : [];
  rules.push({
    ...common,
    id: `${id}-by-name`,
    trigger: triggerOf(forms),
    pattern: patternOf(forms),
    probability: 0.3,
    needsContext: true,
    context: { raise: [...own, ...family], raised: isChecked ? 0.92 : 0.85 },
  });
  const labelled = (suffix: string, labels: readonly string[], some = forms): Labelled => ({
    id: `${id}-${suffix}`,
    labels,
    expression: alternativesOf(some),
    probability: isChecked ? 0.92 : 0.85,
  });
  rules.push(behindName(common, labelled('behind-name', own)));
  if (!isChecked) return rules;
  const capitals = named.filter(
    (label) => meansOther(label) && label === label.toUpperCase() && label !== IN_EVERY_LINE,
  );
  const small = number.labels ?? [];
  const grouped = forms.filter(({ marks }) => marks > 0);
  const many = forms.filter(({ pattern }) => pattern.includes('A') || digitsOf(pattern) >= MORE_THAN_A_TIME);
  const beside = many.length > 0 ? many : grouped;
  if (capitals.length > 0)
    rules.push(besideAbbreviation(nearBy(common, beside), labelled('beside-abbreviation', capitals, beside)));
  if (small.length > 0) {
    rules.push(behindAbbreviation(common, labelled('behind-abbreviation', [...capitals, ...small])));
    rules.push(besideAbbreviation(nearBy(common, grouped), labelled('beside-small-letters', small, grouped)));
  }
  return rules;
}

const digitsOf = (pattern: string): number => pattern.replace(/[^#]/g, '').length;

/** Beside an abbreviation in capitals letters are capitals, too; most pieces of digits and letters have none, or no hyphen. */
function nearBy<Rule>(
  common: Rule,
  forms: readonly WrittenForm[],
): Rule & { readonly trigger: SpanRule['trigger'] } {
  const all = (mark: string): boolean => forms.every(({ pattern }) => pattern.includes(mark));
  const requires = `digit${all('A') ? ' upper' : ''}${all('-') ? ' -' : ''}`;
  return { ...common, trigger: { ...triggerOf(forms), requires } };
}

/** `hold a date` of many is `holds a date` of one. */
const THIRD_PERSON: Readonly<Record<string, string>> = { hold: 'holds', pass: 'passes', have: 'has' };

function triggerOf(forms: readonly WrittenForm[]): SpanRule['trigger'] {
  const digits = forms.map(({ pattern }) => digitsOf(pattern));
  return {
    requires: 'digit',
    minLength: Math.min(...forms.map(({ pattern }) => pattern.length)),
    minDigits: Math.min(...digits),
  };
}

/** All forms as one expression, bounded against letters and digits on both sides. */
const patternOf = (forms: readonly WrittenForm[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\d]|\\d[-./])(?:${alternativesOf(forms)})(?![\\p{L}\\d]|[-./]\\d)`, 'u');

/** The longest first. */
const alternativesOf = (forms: readonly WrittenForm[]): string =>
  forms
    .map(({ pattern }) => pattern)
    .toSorted((a, b) => b.length - a.length)
    .map((pattern) => [...pattern].map(toExpression).join(''))
    .join('|');

function toExpression(mark: string): string {
  if (mark === '#') return '\\d';
  if (mark === 'A') return '[A-Za-z]';
  if (mark === '*') return '[A-Za-z\\d]';
  return /[.()/+]/.test(mark) ? `\\${mark}` : mark;
}
