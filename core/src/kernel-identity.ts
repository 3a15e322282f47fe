import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, type ExecutionScope, type PluginPackage } from '@datawave/plugin-sdk';
import packageJson from '../package.json' with { type: 'json' };
import { KERNEL_RESOURCES } from './plugins/discover.ts';
import { KERNEL_PERMISSIONS } from './plugins/permissions.ts';

/** What the kernel is called where a plugin's id would stand. */
export const KERNEL = 'core';

/** The kernel where a plugin's package would stand: what owns its routes. */
export const KERNEL_PACKAGE: PluginPackage = {
  name: '@datawave/core',
  version: packageJson.version,
  directory: import.meta.dirname,
  manifest: {
    manifestVersion: 1,
    id: KERNEL,
    apiVersion: '*',
    resources: KERNEL_RESOURCES,
    permissions: KERNEL_PERMISSIONS,
  },
};

/** A scope in which the kernel acts for itself, in the default workspace, unless something else is given. */
export const kernelScope = (signal: AbortSignal, overrides: Partial<ExecutionScope>): ExecutionScope => ({
  workspace: DEFAULT_WORKSPACE,
  principal: { id: 'system', kind: 'system', displayName: 'DataWave', roles: [] },
  requestId: randomUUID(),
  signal,
  ...overrides,
});
