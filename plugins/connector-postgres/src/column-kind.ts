import type { DataKind } from '@datawave/plugin-sdk';

const KINDS: Readonly<Record<string, DataKind>> = {
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  float4: 'decimal',
  float8: 'decimal',
  money: 'decimal',
  bool: 'boolean',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  citext: 'text',
  name: 'text',
  char: 'text',
  xml: 'text',
};

/** What a column holds, by the base type's name and its category in pg_type. */
export function columnKind(baseType: string, category: string): DataKind {
  if (category === 'A') return 'array';
  return KINDS[baseType] ?? (category === 'E' || category === 'S' ? 'text' : 'other');
}
