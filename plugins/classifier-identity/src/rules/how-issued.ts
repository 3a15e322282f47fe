import { type ColumnView, ORGANISATION_NOUNS, type RuleEvidence, THING_NOUNS } from '@datawave/plugin-sdk';
import { areRunning } from './running-numbers.ts';

/** Of fewer values nothing is told by what they have in common. */
const FEWEST_CODES = 4;
const FEWEST_NUMBERS = 24;
/** Values that are looked at. */
const MOST_LOOKED_AT = 200;
const LEAST_SHARE = 0.9;
/** Registers give numbers of one length; keys of databases start at 1 and grow. */
const SHORTEST_NUMBER = 5;
/** What databases call keys that they make themselves. */
const KEYS = ['id', 'ids', 'key', 'pk', 'fk', 'uid'];

/** A short code of letters and digits, as people are given: `EMP0421`, `ruthba01`, `H8NY15148`; no hash. */
const isIssuedCode = (value: string): boolean =>
  /^(?=.{4,20}$)(?=.*\d)(?=.*\p{L})[\p{L}\d]+(?:[-_./ ][\p{L}\d]+)*$/u.test(value) &&
  !/^[\da-f]{12,}$/i.test(value);

/**
 * Whether values under the name of somebody's identifier were issued to people, or number the rows of a database and lead to
 * nobody outside it.
 */
export function howIssued(column: ColumnView): readonly RuleEvidence[] {
  if (column.tokens.some((token) => THING_NOUNS.has(token) || ORGANISATION_NOUNS.has(token))) return [];
  const { values } = column;
  if (column.schema.kind === 'integer') {
    if (areRunning(column))
      return column.named(...KEYS)
        ? [
            {
              signal: 'negative',
              weight: -1.5,
              detail: 'its values are counted up, as a database numbers its rows',
            },
          ]
        : [];
    const length = values[0]?.length ?? 0;
    return values.length >= FEWEST_NUMBERS &&
      length >= SHORTEST_NUMBER &&
      values.every((value) => value.length === length)
      ? [
          {
            signal: 'shape',
            weight: 1,
            detail: `all have ${length} digits and are not counted up, as issued numbers are`,
          },
        ]
      : [];
  }
  if (column.schema.kind !== 'text' || values.length < FEWEST_CODES) return [];
  const looked = values.slice(0, MOST_LOOKED_AT);
  const codes = looked.filter(isIssuedCode).length;
  return codes >= looked.length * LEAST_SHARE
    ? [
        {
          signal: 'shape',
          weight: 2,
          detail: 'they are short codes of letters and digits, as people are given',
        },
      ]
    : [];
}
