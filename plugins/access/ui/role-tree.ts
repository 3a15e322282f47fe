import type { Role } from './api.ts';

/** A role with those that inherit from it. */
export interface RoleNode {
  readonly role: Role;
  readonly heirs: readonly RoleNode[];
  /** Keys of the other roles that it inherits from: it stands below the first of them alone. */
  readonly others: readonly string[];
}

/**
 * Roles as a tree, each once: below the first role that it inherits from, and at the top where there is none, or where inheritance
 * turns in a circle. Of roles that do not fit those stay that lead to one that does.
 */
export function roleTree(roles: readonly Role[], fits: (role: Role) => boolean): readonly RoleNode[] {
  const known = new Map(roles.map((role) => [role.key, role]));
  const parentOf = ({ key, inherits }: Role): string | undefined =>
    inherits.find((one) => known.has(one) && !leadsTo(one, key));
  const leadsTo = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const waiting = [from];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (key === to) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(...(known.get(key)?.inherits ?? []));
    }
    return false;
  };
  const byParent = Map.groupBy(roles, (role) => parentOf(role) ?? '');
  const level = (parent: string): readonly RoleNode[] =>
    (byParent.get(parent) ?? []).flatMap((role) => {
      const heirs = level(role.key);
      const others = role.inherits.filter((key) => key !== parent);
      return fits(role) || heirs.length > 0 ? [{ role, heirs, others }] : [];
    });
  return level('');
}
