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
  /** What its registry says against the installed version; null where nothing is known against it. */
  readonly revoked: PluginRevoked | null;
}

/** What a registry says against an installed version of a plugin. @public */
export interface PluginRevoked {
  /** Name of the configured registry. */
  readonly registry: string;
  /** A sentence of the registry's. */
  readonly reason: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  /** `refuse`: it is not installed any more, and runs on here; `disable`: it is switched off as well. */
  readonly action: 'refuse' | 'disable';
  /** When it was revoked: ISO 8601, as the registry says. */
  readonly at: string;
}

/** Types of the events about plugins. @public */
export const pluginEvents = {
  /** An installed version was revoked by its registry: {@link PluginRevokedEvent}; the subject is the plugin's id. Told once. */
  revoked: 'core.plugin.revoked',
} as const;

/** Data of `core.plugin.revoked`. @public */
export interface PluginRevokedEvent extends PluginRevoked {
  /** npm name. */
  readonly name: string;
  readonly version: string;
  readonly title: string;
  /** Whether it was switched off by that. */
  readonly isSwitchedOff: boolean;
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
