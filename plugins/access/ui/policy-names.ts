import { t } from '@datawave/plugin-sdk/ui';
import type { Permission, Role } from './api.ts';
import type { PolicyNames } from './conditions-words.ts';
import { permissionTitle } from './permission-tree.ts';
import type { ValueSuggestions } from './suggest.ts';

/** What people call what a policy names, from what can be named in it. */
export function policyNames({
  roles,
  permissions,
  values,
}: {
  readonly roles: readonly Pick<Role, 'key' | 'title'>[];
  readonly permissions: readonly Permission[];
  readonly values: Pick<ValueSuggestions, 'people' | 'groups' | 'sources'>;
}): PolicyNames {
  const titles = new Map(roles.map(({ key, title }) => [key, title]));
  const holders = new Map([...values.people, ...values.groups]);
  const sources = new Map(values.sources);
  return {
    holder: (id) => holders.get(id) ?? id,
    role: (key) => t(titles.get(key) ?? key),
    permission: (pattern) => {
      const title = permissionTitle(pattern, permissions);
      return title === pattern ? pattern : `“${title}”`;
    },
    source: (key) => sources.get(key) ?? key,
  };
}
