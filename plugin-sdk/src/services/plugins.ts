import type { PermissionDeclaration } from '../manifest.ts';
import { serviceRef } from '../refs.ts';

/** Where a plugin stands in its lifecycle; {@link PluginStatus} says why. @public */
export type PluginState =
  | 'discovered'
  | 'resolved'
  | 'migrating'
  | 'setting-up'
  | 'active'
  | 'degraded'
  | 'stopping'
  | 'disabled'
  | 'invalid'
  | 'blocked'
  | 'failed';

/** A plugin as operators see it. @public */
export interface PluginStatus {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly state: PluginState;
  /** A sentence that a person can act on; null when all is well. */
  readonly reason: string | null;
  /** Whether enabling it again may help without a change of code or configuration. */
  readonly recoverable: boolean;
  /** Ids of the plugins that keep this one from running. */
  readonly blockedBy: readonly string[];
  readonly critical: boolean;
  /** Milliseconds by phase. */
  readonly timing: Readonly<Record<string, number>>;
}

/** A permission together with who declares it. @public */
export interface DeclaredPermission extends PermissionDeclaration {
  /** Id of the plugin, or `core`. */
  readonly plugin: string;
}

/** Reads the plugins' states, and what they declare. @public */
export interface PluginsService {
  list(): Promise<readonly PluginStatus[]>;
  /** Permissions that the kernel and all plugins with a valid manifest declare, running or not, by id. */
  permissions(): Promise<readonly DeclaredPermission[]>;
}

/** The ref of the kernel's service that knows the states of all plugins. @public */
export const pluginsService = serviceRef<PluginsService>('core.plugins');
