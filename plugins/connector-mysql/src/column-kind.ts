import type { DataKind } from '@datawave/plugin-sdk';

const KINDS: Readonly<Record<string, DataKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  bit: 'integer',
  decimal: 'decimal',
  float: 'decimal',
  double: 'decimal',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  json: 'json',
  uuid: 'uuid',
};

/** What a column holds. `tinyint(1)` is how both servers write BOOLEAN. */
export function columnKind(dataType: string, columnType: string): DataKind {
  if (columnType === 'tinyint(1)') return 'boolean';
  return KINDS[dataType] ?? 'other';
}
