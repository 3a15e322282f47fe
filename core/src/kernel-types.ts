import type {
  Authenticate,
  ExecutionScope,
  ExtensionCollection,
  ExtensionPointRef,
  Logger,
  PluginPackage,
  PluginStatus,
  ServiceRef,
} from '@datawave/plugin-sdk';
import type { KernelConfig } from './config/kernel-config.ts';
import type { TapTiming } from './hooks/tap-timing.ts';
import type { InstalledPlugins } from './packages/installed-plugins.ts';
import type { InlinePlugin, PluginFolder } from './plugins/discover.ts';
import type { PluginDetails } from './plugins/plugin-detail.ts';
import type { PluginSettings } from './plugins/settings/plugin-settings.ts';
import type { TimingNode } from './plugins/time-tree.ts';
import type { UiManifest } from './plugins/ui-manifest.ts';
import type { Administrator } from './security/administrator.ts';

/** Which part of the platform this process is: everything, HTTP only, or jobs only. */
export type KernelRole = 'all' | 'api' | 'worker';

/** How to make a kernel. */
export interface KernelOptions {
  readonly config: KernelConfig;
  /** `all` unless given. */
  readonly role?: KernelRole;
  /** Plugins whose jobs a worker takes; all unless given. */
  readonly queues?: readonly string[];
  /** Boots without any plugin and writes nothing: to look at what is wrong. */
  readonly isSafeMode?: boolean;
  /**
   * Whether to listen: always (`start`), never (a one-shot command), or when some plugin depends on core.http,
   * which is the case unless given.
   */
  readonly http?: 'always' | 'never' | 'auto';
  /**
   * Whether to pass over what operators have enabled and disabled in the data folder: a one-shot command is no part of
   * the platform that keeps its data there.
   */
  readonly ignoresOverrides?: boolean;
  /** What is known to have been switched, by plugin id, of a kernel that opens no database; the file of the data folder wins. */
  readonly switched?: ReadonlyMap<string, boolean>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Made from the configuration unless given. */
  readonly log?: Logger;
  /** Plugins beyond those of the configuration: objects, or folders. */
  readonly extraPlugins?: readonly (InlinePlugin | PluginFolder)[];
  /** Milliseconds that an asynchronous tap of a hook may take; 30,000 unless given. */
  readonly hookTapBudgetMs?: number;
  /** Who sends a request; the administrator's sign-in unless given. */
  readonly authenticate?: Authenticate;
  /**
   * Told that this process should end and start anew, because other plugins are installed by now: see RESTART_CODE. Without it the
   * kernel only says that it is not ready, and does not watch over what was installed.
   */
  readonly onRestartWanted?: (reason: string) => void;
  /** Told whether installed plugins are being watched that have not proved themselves: whoever ends meanwhile should start anew. */
  readonly onWatched?: (isWatched: boolean) => void;
  /** Told what the administrator's generated password is, once, when there was none yet. */
  readonly onAdministratorPassword?: (password: string) => void;
}

/** What the kernel answers when asked whether it can take traffic. */
export interface Readiness {
  readonly isReady: boolean;
  /** A sentence; null when ready. */
  readonly reason: string | null;
}

/** The running platform. */
export interface Kernel {
  /**
   * Boots. Plugins that fail are marked and the rest runs.
   * @throws DataWaveError DW_PLUGIN_CRITICAL when one that the operator called critical does not run
   */
  start(): Promise<void>;
  /**
   * Instead of starting: checks manifests, ranges, graph and settings without running any plugin's code.
   * Plugins that would come up are then `resolved`.
   */
  inspect(): Promise<readonly PluginStatus[]>;
  /** Instead of starting: brings the database up to date. Plugins that failed say why. Stop the kernel afterwards. */
  migrate(): Promise<readonly PluginStatus[]>;
  /** Drains, stops the plugins in reverse order and closes everything. Calling it again waits for the same end. */
  stop(): Promise<void>;
  /**
   * Starts a plugin and those that were blocked by it, and remembers the decision. Look at the state it answers.
   * @throws DataWaveError DW_PLUGIN_UNKNOWN, DW_KERNEL_SAFE_MODE
   */
  enable(id: string): Promise<PluginStatus>;
  /**
   * Stops a plugin and those that cannot run without it, and remembers the decision.
   * @throws DataWaveError DW_PLUGIN_UNKNOWN, DW_KERNEL_SAFE_MODE, DW_PLUGIN_KEPT when a critical one would stop
   */
  disable(id: string): Promise<PluginStatus>;
  /** What people set of plugins on the running platform. */
  readonly settings: PluginSettings;
  /** In the order of the graph. */
  plugins(): readonly PluginStatus[];
  /** What is known of plugins beyond their states. */
  readonly details: PluginDetails;
  /** What follows the lock of installed plugins. */
  readonly installed: InstalledPlugins;
  /** Manifests by plugin id, of those that have a valid one. */
  manifests(): ReadonlyMap<string, PluginPackage>;
  /** @throws DataWaveError DW_SERVICE_MISSING */
  service<T>(ref: ServiceRef<T>): T;
  /** What plugins have contributed to an extension point; live. */
  extensions<T>(ref: ExtensionPointRef<T>): ExtensionCollection<T>;
  /** Where the time of the boot went; see renderTiming. */
  timing(): TimingNode;
  /** What taps cost, by hook and plugin. */
  hookTimings(): readonly TapTiming[];
  uiManifest(): UiManifest;
  /** The administrator, to reset the password. Opens the database. */
  administrator(): Promise<Administrator>;
  readiness(): Readiness;
  /** Whether the plugin to which the first segment of a path belongs is on its way: what it will serve is not yet there. */
  isAwaited(resource: string): boolean;
  /**
   * Takes an error that nobody caught, such as the process is told of: marks the plugin that it comes from.
   * @returns the plugin's id, or null when the error comes from none
   */
  blame(error: unknown): string | null;
  /** Base URL, once it listens. */
  readonly address: string | null;
  /** Base URL of the metrics, once it listens. */
  readonly metricsAddress: string | null;
  readonly isSafeMode: boolean;
  /** A scope in which the kernel acts for itself, in the default workspace, unless something else is given. */
  scope(overrides?: Partial<ExecutionScope>): ExecutionScope;
}
