import type { DataKind } from '@datawave/plugin-sdk';

const KINDS: readonly (readonly [RegExp, DataKind])[] = [
  [/bool/i, 'boolean'],
  [/^(date)\b/i, 'date'],
  [/datetime|timestamp/i, 'timestamp'],
  [/^time/i, 'time'],
  [/uuid|guid|uniqueidentifier/i, 'uuid'],
  [/json/i, 'json'],
  [/char|clob|text|string/i, 'text'],
  [/blob|binary|bytea|image/i, 'binary'],
  [/^(.*\b)?(big|small|tiny|medium)?(int|integer|serial)/i, 'integer'],
  [/real|floa|doub|dec|num|money/i, 'decimal'],
];

/** What a declared type stands for; SQLite takes any words there. */
export function columnKind(declared: string): DataKind {
  if (/^datetime/i.test(declared)) return 'timestamp';
  return KINDS.find(([pattern]) => pattern.test(declared))?.[1] ?? 'other';
}
