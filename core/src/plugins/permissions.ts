import type { DeclaredPermission, PermissionDeclaration, PluginPackage } from '@datawave/plugin-sdk';

/** What the kernel's own routes ask for. */
export const KERNEL_PERMISSIONS: readonly PermissionDeclaration[] = [
  { id: 'auth:logout', title: 'End the session that one is signed in with' },
  { id: 'egress-rules:read', title: 'See which destinations a workspace allows' },
  { id: 'egress-rules:write', title: 'Change which destinations a workspace allows' },
  { id: 'jobs:manage', title: 'Cancel and replay background jobs' },
  { id: 'jobs:read', title: 'See background jobs' },
  { id: 'plugins:configure', title: 'See and change the settings of plugins', reach: 'platform' },
  {
    id: 'plugins:manage',
    title: 'Enable and disable plugins, install, update and remove them',
    reach: 'platform',
  },
  { id: 'plugins:read', title: 'See plugins and their states' },
];

/** Permissions of all packages by id; one that two declare is the first one's. */
export function declaredPermissions(packages: readonly PluginPackage[]): readonly DeclaredPermission[] {
  const byId = new Map<string, DeclaredPermission>();
  for (const { manifest } of packages)
    for (const permission of manifest.permissions ?? [])
      if (!byId.has(permission.id)) byId.set(permission.id, { ...permission, plugin: manifest.id });
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
