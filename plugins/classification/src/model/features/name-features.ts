import { type ColumnSchema, ORGANISATION_NOUNS, PERSON_NOUNS, THING_NOUNS } from '@datawave/plugin-sdk';
import type { ColumnFacts } from './read-column.ts';

/** Families of words that names of columns are made of, and how a name begins or ends says most. */
const WORDS = {
  identifier: 'id identifier key uuid guid number no code ref reference index uid pk sku serial',
  count: 'count counts total sum quantity n freq frequency num tot cnt size',
  money:
    'amount price cost fee salary wage pay income tax revenue sales budget balance earnings profit cash usd eur dollars',
  share: 'percent percentage pct rate ratio share proportion fraction prob probability',
  statistic: 'mean avg average median min max std sd se var variance score index rank level estimate weight',
  period: 'year month day week quarter hour minute second season decade period duration interval',
  moment: 'date time timestamp at created updated modified start end begin since until opened closed',
  place:
    'city town state province county country region district area place location address street zip postal latitude longitude lat lon lng',
  contact: 'email mail phone fax mobile contact website url web link domain twitter facebook',
  naming: 'name names title label surname first last middle full nick alias',
  text: 'description comment comments note notes text remark remarks summary message body abstract details',
  kind: 'type kind class category group status state flag mode grade gender sex race',
  truth: 'is has was can in use used any had does did',
  measure:
    'height width length weight depth speed temperature distance area volume pressure age time concentration dose',
} as const;

const FAMILIES = Object.entries(WORDS).map(
  ([name, words]) => [name, new Set(words.split(' ')) as ReadonlySet<string>] as const,
);
const NOUNS = [
  ['person', PERSON_NOUNS],
  ['organisation', ORGANISATION_NOUNS],
  ['thing', THING_NOUNS],
] as const;

/**
 * `name.*`: how it is written; `name.has.*`: whether a word of a family is in it; `name.ends.*`: whether it ends with one, which
 * says what it is about.
 */
export const NAME_FEATURES: readonly string[] = [
  ...['nameless', 'tokens', 'length', 'digits', 'vowels', 'spaced'].map((name) => `name.${name}`),
  ...FAMILIES.map(([name]) => `name.has.${name}`),
  ...NOUNS.map(([name]) => `name.has.${name}`),
  ...FAMILIES.map(([name]) => `name.ends.${name}`),
];

/** @see NAME_FEATURES */
export function describeName({ view: { schema, tokens } }: ColumnFacts): readonly number[] {
  const nameless = isNameless(schema);
  const has = (words: ReadonlySet<string>): number =>
    Number(!nameless && tokens.some((token) => words.has(token)));
  const last = nameless ? '' : (tokens.at(-1) ?? '');
  const letters = schema.name.replace(/[^a-z]/gi, '').length;
  return [
    Number(nameless),
    nameless ? 0 : tokens.length,
    nameless ? 0 : Math.min(40, schema.name.length),
    Number(!nameless && /\d/.test(schema.name)),
    nameless || letters === 0 ? -1 : 1 - schema.name.replace(/[^b-df-hj-np-tv-xz]/gi, '').length / letters,
    Number(!nameless && /\s/.test(schema.name.trim())),
    ...FAMILIES.map(([, words]) => has(words)),
    ...NOUNS.map(([, words]) => has(words)),
    ...FAMILIES.map(([, words]) => Number(words.has(last))),
  ];
}

/** Whether the name was made by a machine and says nothing: `column1`, `V3`, `Unnamed: 0`, `_c4`. */
const isNameless = (schema: ColumnSchema): boolean =>
  /^(?:|#|x|(?:unnamed|column|col|field|var|v|_?c|x|f|attr)[ :._-]*\d*)$/i.test(schema.name.trim());
