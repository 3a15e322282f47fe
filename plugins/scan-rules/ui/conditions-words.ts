import { msg, t } from '@datawave/plugin-sdk/ui';
import type { Operator } from './conditions.ts';

const FIELD_WORDS: Readonly<Record<string, string>> = {
  'asset.name': msg('Name of the asset'),
  'asset.schema': msg('Schema of the asset'),
  'asset.type': msg('Kind of asset'),
  'asset.comment': msg('Comment on the asset'),
  'asset.rows': msg('Rows of the asset'),
  'asset.bytes': msg('Bytes of the asset'),
  'asset.columns': msg('A column of it is called'),
  'column.name': msg('Name of the column'),
  'column.kind': msg('Kind of column'),
  'column.type': msg('Data type of the column'),
  'column.comment': msg('Comment on the column'),
  'column.isPrimaryKey': msg('Part of the primary key'),
  'column.nullable': msg('May be empty'),
};

const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  is: msg('is', 'condition'),
  'is-not': msg('is not', 'condition'),
  contains: msg('contains', 'condition'),
  starts: msg('begins with'),
  ends: msg('ends with'),
  matches: msg('fits the pattern'),
  'at-least': msg('at least, or not known'),
  'at-most': msg('at most, or not known'),
  known: msg('is known'),
  unknown: msg('is not known'),
  yes: msg('yes', 'value'),
  no: msg('no', 'value'),
};

/** What people call a field of an expression. */
export const fieldWords = (field: string): string => t(FIELD_WORDS[field] ?? field);

/** What people call what is asked of a field. */
export function operatorWords(operator: Operator): string {
  const words = OPERATOR_WORDS[operator];
  if (operator === 'yes' || operator === 'no') return t(words, {}, 'value');
  return operator === 'is' || operator === 'is-not' || operator === 'contains'
    ? t(words, {}, 'condition')
    : t(words);
}
