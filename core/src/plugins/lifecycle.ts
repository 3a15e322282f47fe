import { DataWaveError, type PluginRevoked, type PluginState, type PluginStatus } from '@datawave/plugin-sdk';
import type { DiscoveredPlugin } from './discover.ts';
import { PluginHistory } from './history.ts';
import { NOTHING_STORED, overlay, type StoredSettings } from './settings/stored-settings.ts';

/**
 * From which state a plugin may pass into which. A failure may come from anywhere where its code or its data is
 * touched; what is invalid stays so until the next start, because manifests are read once.
 */
const TRANSITIONS: Readonly<Record<PluginState, readonly PluginState[]>> = {
  discovered: ['resolved', 'disabled', 'invalid', 'blocked', 'failed'],
  resolved: ['migrating', 'setting-up', 'disabled', 'invalid', 'blocked', 'failed', 'stopping'],
  migrating: ['setting-up', 'blocked', 'failed', 'stopping'],
  'setting-up': ['active', 'blocked', 'failed', 'stopping'],
  active: ['degraded', 'stopping'],
  degraded: ['active', 'degraded', 'stopping'],
  stopping: ['disabled', 'blocked', 'failed'],
  disabled: ['resolved', 'blocked', 'invalid', 'failed'],
  invalid: ['disabled'],
  blocked: ['resolved', 'disabled', 'blocked', 'invalid', 'failed'],
  failed: ['resolved', 'disabled', 'blocked', 'invalid', 'failed'],
};

/** The part of a plugin's life in which something went wrong. */
export type PluginPhase = 'check' | 'config' | 'import' | 'migration' | 'setup' | 'start' | 'run' | 'stop';

/** Why a plugin is where it is. */
export interface StateDetail {
  readonly reason?: string;
  readonly recoverable?: boolean;
  readonly blockedBy?: readonly string[];
}

/** One plugin's state, with the reason for it. */
export class PluginLifecycle {
  readonly id: string;
  readonly found: DiscoveredPlugin;
  /** What it went through, and what went wrong. */
  readonly history = new PluginHistory();
  readonly #timing: Record<string, number> = {};
  readonly #onChange: (status: PluginStatus, from: PluginState) => void;
  #state: PluginState = 'discovered';
  #detail: StateDetail = {};
  /** The error behind an invalid or failed state, for whoever has to abort over it. */
  error: DataWaveError | null = null;
  /** What people have set of it on the running platform, as far as this process knows. */
  stored: StoredSettings = NOTHING_STORED;
  /** What its registry says against this version, as far as this process knows. */
  revoked: PluginRevoked | null = null;

  constructor(found: DiscoveredPlugin, onChange: (status: PluginStatus, from: PluginState) => void) {
    this.id = found.id;
    this.found = found;
    this.#onChange = onChange;
  }

  get state(): PluginState {
    return this.#state;
  }

  /** Whether it is running, if badly. */
  get isActive(): boolean {
    return this.#state === 'active' || this.#state === 'degraded';
  }

  /** Ids of the plugins without which it cannot run. */
  get requires(): readonly string[] {
    return Object.keys(this.found.package?.manifest.requires ?? {});
  }

  /** Ids of the plugins that it uses when they are there. */
  get optional(): readonly string[] {
    return Object.keys(this.found.package?.manifest.optional ?? {});
  }

  /** What it is to run with, not yet checked: what is stored, over what the file says. */
  get settings(): Readonly<Record<string, unknown>> {
    return overlay(this.found.configured.config, this.stored.values);
  }

  /** @throws DataWaveError DW_PLUGIN_TRANSITION_INVALID: a fault of the kernel, never of the plugin */
  moveTo(state: PluginState, detail: StateDetail = {}): void {
    const from = this.#state;
    if (!TRANSITIONS[from].includes(state)) {
      throw new DataWaveError({
        code: 'DW_PLUGIN_TRANSITION_INVALID',
        message: `The plugin "${this.id}" cannot pass from ${from} to ${state}.`,
        hint: 'This is a fault of the kernel. Please report it with the log.',
        where: `plugin ${this.id}`,
      });
    }
    this.#state = state;
    this.#detail = detail;
    this.history.moved(from, state, detail.reason ?? null);
    if (state === 'resolved' || state === 'active') this.error = null;
    this.#onChange(this.status(), from);
  }

  /** Milliseconds that a phase took; of the last time it ran. */
  recordTiming(phase: string, milliseconds: number): void {
    this.#timing[phase] = Math.round(milliseconds * 100) / 100;
  }

  status(): PluginStatus {
    const { found } = this;
    return {
      id: this.id,
      name: found.name,
      version: found.package?.version ?? '',
      title: found.package?.manifest.title ?? this.id,
      state: this.#state,
      reason: this.#detail.reason ?? null,
      recoverable: this.#detail.recoverable ?? false,
      blockedBy: this.#detail.blockedBy ?? [],
      critical: found.configured.critical,
      timing: { ...this.#timing },
      revoked: this.revoked,
    };
  }
}
