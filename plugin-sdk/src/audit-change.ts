import { isDeepStrictEqual } from 'node:util';
import type { Json } from './json-schema.ts';
import type { AuditEntry } from './services/audit.ts';

const asJson = (fields: readonly (readonly [string, unknown])[]): Json => {
  // What a state holds is stored as JSON, so that this is what will be read of it.
  const plain: Json = JSON.parse(JSON.stringify(Object.fromEntries(fields)));
  return plain;
};

/**
 * What an audit entry says of a change: of two states the fields that differ, one without the other where something was made or went.
 *
 * @param before - null where there was nothing
 * @param after - null where nothing is left
 * @example
 * ```ts
 * await audit.record(tx, scope, { action: 'notes.note.updated', object: { type: 'note', id }, ...auditChange(before, after) });
 * ```
 * @public
 */
export function auditChange(
  before: object | null,
  after: object | null,
): Pick<AuditEntry, 'before' | 'after'> {
  const was = Object.entries(before ?? {});
  const is = Object.entries(after ?? {});
  if (before === null) return after === null ? {} : { after: asJson(is) };
  if (after === null) return { before: asJson(was) };
  const differs = ([name, value]: readonly [string, unknown], other: object): boolean =>
    !isDeepStrictEqual(value, Reflect.get(other, name));
  return {
    before: asJson(was.filter((field) => differs(field, after))),
    after: asJson(is.filter((field) => differs(field, before))),
  };
}
