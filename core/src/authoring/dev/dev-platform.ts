import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonSchema, Logger, PluginManifest, PluginStatus } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import type { TapTiming } from '../../hooks/tap-timing.ts';
import { createKernel } from '../../kernel.ts';
import type { Kernel } from '../../kernel-types.ts';
import type { InlinePlugin, PluginFolder } from '../../plugins/discover.ts';
import { findEntry } from '../../plugins/entry.ts';
import { type Reloads, reloadPlugin } from './reload-plugin.ts';
import type { DevMode, Snapshots } from './snapshots.ts';

export interface DevPlatformParts {
  /** Without the plugin. */
  readonly config: KernelConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly reloads: Reloads;
  readonly snapshots: Snapshots;
  readonly mode: DevMode;
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
  /** The plugin's settings. */
  readonly settings: unknown;
}

/** A platform with the plugin that is being written. */
export class DevPlatform {
  readonly #parts: DevPlatformParts;
  readonly #kernel: Kernel;
  readonly #password: string | null;
  #state: number;

  private constructor(parts: DevPlatformParts, kernel: Kernel, state: number, password: () => string | null) {
    this.#parts = parts;
    this.#kernel = kernel;
    this.#state = state;
    this.#password = password();
  }

  /** Starts it with a state of the plugin. A plugin that fails does not keep the platform from running. */
  static async start(parts: DevPlatformParts, state: number): Promise<DevPlatform> {
    let password: string | null = null;
    let platform: DevPlatform | null = null;
    parts.snapshots.use(state);
    const kernel = await createKernel({
      ...{ config: parts.config, env: parts.env, log: parts.log, http: 'always' },
      extraPlugins: [reloadPlugin(parts.reloads), ownPlugin(parts, () => platform?.state ?? state)],
      onAdministratorPassword: (generated) => {
        password = generated;
      },
    });
    try {
      await kernel.start();
      // A run that was ended in the middle of a restart left it switched off.
      if (statusOf(kernel, parts.manifest.id).state === 'disabled') await kernel.enable(parts.manifest.id);
    } catch (error) {
      await kernel.stop();
      throw error;
    }
    platform = new DevPlatform(parts, kernel, state, () => password);
    return platform;
  }

  /** The state that runs. */
  get state(): number {
    return this.#state;
  }

  get address(): string | null {
    return this.#kernel.address;
  }

  /** The administrator's, where it was made just now. */
  get password(): string | null {
    return this.#password;
  }

  status(): PluginStatus {
    return statusOf(this.#kernel, this.#parts.manifest.id);
  }

  taps(): readonly TapTiming[] {
    return this.#kernel.hookTimings().filter(({ plugin }) => plugin === this.#parts.manifest.id);
  }

  /** What the plugin contributes, by extension point. */
  contributions(): readonly { readonly point: string; readonly key: string }[] {
    return this.#kernel.details.of(this.#parts.manifest.id)?.contributions ?? [];
  }

  /** Takes an error that nobody caught. Answers whether it was put down to a plugin. */
  blame(error: unknown): boolean {
    return this.#kernel.blame(error) !== null;
  }

  /** Stops the plugin alone and starts it in another state. */
  async restart(state: number): Promise<PluginStatus> {
    const { id } = this.#parts.manifest;
    await this.#kernel.disable(id);
    this.#state = state;
    this.#parts.snapshots.use(state);
    return await this.#kernel.enable(id);
  }

  stop(): Promise<void> {
    return this.#kernel.stop();
  }
}

function statusOf(kernel: Kernel, id: string): PluginStatus {
  const status = kernel.plugins().find((plugin) => plugin.id === id);
  if (status === undefined) throw new TypeError(`the platform does not know the plugin ${id}`);
  return status;
}

/** The plugin as the platform takes it: by its folder, or as a module that is imported anew from each state's own place. */
function ownPlugin(
  { snapshots, mode, manifest, version, settings }: DevPlatformParts,
  state: () => number,
): InlinePlugin | PluginFolder {
  if (mode === 'child') return { directory: snapshots.current, config: settings, isolation: 'child' };
  return {
    manifest,
    version,
    directory: snapshots.current,
    config: settings,
    ...(manifest.config === undefined
      ? {}
      : {
          configSchema: JSON.parse(
            readFileSync(join(snapshots.current, manifest.config), 'utf8'),
          ) as JsonSchema,
        }),
    plugin: () => {
      const entry = findEntry(snapshots.pathOf(state()));
      if (entry === null) throw new Error('its package.json names no module under "exports" that is there');
      return import(pathToFileURL(entry).href) as Promise<unknown>;
    },
  };
}
