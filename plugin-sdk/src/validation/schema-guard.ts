import type { JsonSchema } from '../json-schema.ts';

/** Field of a schema by somebody who is not trusted: how it is to be checked. Copies of the schema keep it. @public */
export const SCHEMA_GUARD: unique symbol = Symbol.for('datawave.schema-guard');

/** Keeps the check of a schema by somebody who is not trusted from taking for ever. @public */
export interface SchemaGuard {
  /** The same for all schemas of one plugin's process. */
  readonly owner: object;
  /** Before each check of a value. @throws DataWaveError DW_ISOLATION_SCHEMA_STEPS when it would take too long */
  begin(value: unknown): void;
  /** In the place of a regular expression. Its test throws as begin does. */
  pattern(source: string): { test(text: string): boolean };
}

/** How a schema is to be checked; null where it was written by somebody who is trusted. @public */
export function schemaGuard(schema: JsonSchema): SchemaGuard | null {
  const guard: unknown = Reflect.get(schema, SCHEMA_GUARD);
  return typeof guard === 'object' && guard !== null ? (guard as SchemaGuard) : null;
}
