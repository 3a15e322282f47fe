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

/** Reads the plugins' states. @public */
export interface PluginsService {
  list(): Promise<readonly PluginStatus[]>;
}

/** The ref of the kernel's service that knows the states of all plugins. @public */
export const pluginsService = serviceRef<PluginsService>('core.plugins');
