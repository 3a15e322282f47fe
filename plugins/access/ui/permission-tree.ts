import type { Permission, Role } from './api.ts';

/** What one plugin declares. */
export interface PermissionGroup {
  readonly plugin: string;
  readonly permissions: readonly Permission[];
}

/** Permissions by the plugin that declares them, both by name. */
export const byPlugin = (permissions: readonly Permission[]): readonly PermissionGroup[] =>
  [...Map.groupBy(permissions, ({ plugin }) => plugin)]
    .map(([plugin, of]) => ({
      plugin,
      permissions: of.toSorted((one, other) => one.id.localeCompare(other.id)),
    }))
    .toSorted((one, other) => one.plugin.localeCompare(other.plugin));

/** `catalog:*` of `catalog:read`. */
export const wildcardOf = (id: string): string => `${id.slice(0, id.lastIndexOf(':'))}:*`;

/** Whether a pattern stands for a permission. */
export const means = (pattern: string, id: string): boolean =>
  pattern === '*' || pattern === id || pattern === wildcardOf(id);

/** What a role grants, and by which role: itself first, then those that it inherits from, each once. */
export function grantsOf(
  role: Pick<Role, 'key' | 'permissions' | 'inherits'>,
  all: readonly Role[],
): readonly { readonly pattern: string; readonly from: string | null }[] {
  const known = new Map(all.map((one) => [one.key, one]));
  const seen = new Set([role.key]);
  const waiting = [...role.inherits];
  const found = new Map<string, string | null>(role.permissions.map((pattern) => [pattern, null]));
  for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
    const parent = known.get(key);
    if (parent === undefined || seen.has(key)) continue;
    seen.add(key);
    for (const pattern of parent.permissions) if (!found.has(pattern)) found.set(pattern, key);
    waiting.push(...parent.inherits);
  }
  return [...found].map(([pattern, from]) => ({ pattern, from }));
}
