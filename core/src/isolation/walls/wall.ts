import type { ChildProcess } from 'node:child_process';
import type { PluginNeeds } from '@datawave/plugin-sdk';

/** Where a plugin's code runs, from the weakest wall to the strongest. */
export const ISOLATION_LEVELS = ['in-process', 'child', 'confined'] as const;

/** `in-process`: no wall. `child`: a process of its own under Node's permission model. `confined`: that, without network and privileges. */
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** What a wall is to be put around. All paths are absolute. */
export interface WallRequest {
  /** Id of the plugin. */
  readonly plugin: string;
  /** Folder of its package; read only. */
  readonly directory: string;
  /** The one folder it may write besides its temporary one. It is made if there is none. */
  readonly dataDirectory: string;
  /** Files and folders that it may read besides: what runs it. The plugin SDK is added. */
  readonly readable: readonly string[];
  /** Megabytes of the JavaScript heap; memory outside of it is bounded by the same again, where the host can. */
  readonly memoryMb: number;
  /** What the manifest asks for. A wall opens nothing for it: the network is reached through the channel only. */
  readonly needs: PluginNeeds;
  /** The whole environment besides what the wall sets; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
}

/** A wall that a plugin's process can be started behind. */
export interface Wall {
  readonly level: IsolationLevel;
  /** What holds against the plugin's code, as sentences for the operator. */
  readonly enforced: readonly string[];
  /** What does not, as sentences for the operator. */
  readonly notEnforced: readonly string[];
  /**
   * Starts Node on a file, with a channel of structured clones, its output piped and no input. Ask it to end through the channel;
   * `SIGKILL` ends it and whatever it started, other signals may not reach it.
   * @throws DataWaveError DW_ISOLATION_IN_PROCESS, DW_ISOLATION_FOLDER
   */
  spawn(entry: string, args: readonly string[]): ChildProcess;
}

/** Whether one level holds at least what another does. */
export const isAtLeast = (level: IsolationLevel, other: IsolationLevel): boolean =>
  ISOLATION_LEVELS.indexOf(level) >= ISOLATION_LEVELS.indexOf(other);
