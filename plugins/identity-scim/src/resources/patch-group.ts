import type { Filter } from '../filter/filter.ts';
import { parsePatchPath } from '../filter/parse-filter.ts';
import { invalid } from '../scim-error.ts';
import { SCHEMAS } from './attributes.ts';
import { readMembers, readName } from './group-resource.ts';
import type { PatchOperation } from './patch-operations.ts';

/** What a PATCH does to a group, step by step: nothing of it needs all members at hand. */
export type GroupStep =
  | { readonly kind: 'rename'; readonly displayName: string }
  | { readonly kind: 'externalId'; readonly externalId: string | null }
  /** Ids of users. `set`: these and no others. */
  | { readonly kind: 'add' | 'remove' | 'set'; readonly members: readonly string[] };

/** Reads the operations on a group. Attributes that are not kept are passed over. @throws ScimError */
export function groupSteps(operations: readonly PatchOperation[]): readonly GroupStep[] {
  return operations.flatMap(({ op, path, value }) => {
    if (path !== null) return stepsAt(op, path, value);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid('invalidValue', 'An operation without a path has an object as its value.');
    return Object.entries(value).flatMap(([key, one]) => stepsAt(op, key, one));
  });
}

function stepsAt(op: PatchOperation['op'], text: string, value: unknown): readonly GroupStep[] {
  const prefix = `${SCHEMAS.group}:`.toLowerCase();
  const plain = text.toLowerCase().startsWith(prefix) ? text.slice(prefix.length) : text;
  if (/^urn:/i.test(plain)) return [];
  const { path, filter, sub } = parsePatchPath(plain);
  switch (path.name) {
    case 'displayname':
      if (op === 'remove') throw invalid('mutability', 'displayName cannot be taken away.');
      return [{ kind: 'rename', displayName: readName(value) }];
    case 'externalid':
      return [
        {
          kind: 'externalId',
          externalId: op === 'remove' || value === null ? null : readName(value, 'externalId'),
        },
      ];
    case 'members':
      if (filter !== null) return [chosen(op, filter, sub)];
      if (path.sub !== null)
        throw invalid('mutability', 'A member cannot be changed, only added and removed.');
      if (op === 'remove')
        return [
          value === undefined || value === null
            ? { kind: 'set', members: [] }
            : { kind: 'remove', members: readMembers(value) },
        ];
      return [{ kind: op === 'replace' ? 'set' : 'add', members: readMembers(value) }];
    default:
      return [];
  }
}

/** `members[value eq "…"]`, also several joined by `or`. */
function chosen(op: PatchOperation['op'], filter: Filter, sub: string | null): GroupStep {
  if (op !== 'remove' || sub !== null)
    throw invalid('mutability', 'A member cannot be changed, only added and removed.');
  return { kind: 'remove', members: idsOf(filter) };
}

function idsOf(filter: Filter): readonly string[] {
  if (filter.kind === 'or') return [...idsOf(filter.left), ...idsOf(filter.right)];
  if (
    filter.kind === 'compare' &&
    filter.operator === 'eq' &&
    filter.path.name === 'value' &&
    typeof filter.value === 'string'
  )
    return [filter.value];
  throw invalid('invalidFilter', 'Members are chosen by members[value eq "ID"].');
}
