import { t, titleFromName } from '@datawave/plugin-sdk/ui';
import type { Permission, Role } from './api.ts';

/** What one plugin declares. */
export interface PermissionGroup {
  readonly plugin: string;
  /** What people call it. */
  readonly title: string;
  readonly permissions: readonly Permission[];
}

/** Permissions by the plugin that declares them, both by name. */
export const byPlugin = (permissions: readonly Permission[]): readonly PermissionGroup[] =>
  [...Map.groupBy(permissions, ({ plugin }) => plugin)]
    .map(([plugin, of]) => ({
      plugin,
      title: t(titleFromName(plugin)),
      permissions: of.toSorted((one, other) => one.id.localeCompare(other.id)),
    }))
    .toSorted((one, other) => one.title.localeCompare(other.title));

/** What people call a permission, or all of a kind; the pattern itself where no plugin declares it. */
export function permissionTitle(pattern: string, permissions: readonly Permission[]): string {
  if (pattern === '*') return t('everything', {}, 'policy');
  const found = permissions.find(({ id }) => id === pattern);
  if (found !== undefined) return t(found.title);
  const kind = permissions.find(({ id }) => wildcardOf(id) === pattern);
  return kind === undefined ? pattern : t('everything about {thing}', { thing: kindTitle(pattern) });
}

/** `catalog` of `catalog:*`, as people call it. */
export const kindTitle = (wildcard: string): string => t(titleFromName(wildcard.slice(0, -2)));

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
