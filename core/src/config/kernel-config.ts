import type { PluginIsolation } from '../isolation/walls/index.ts';
import type { KernelSettings } from './config.generated.ts';
import type { SourceLocation } from './source-location.ts';

/** A plugin as the configuration names it. */
export interface ConfiguredPlugin {
  readonly enabled: boolean;
  readonly critical: boolean;
  /** Not yet checked against the plugin's schema; may hold `secret://NAME`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Where its code is to run, in place of what the policy says; null for that. */
  readonly isolation: PluginIsolation | null;
  /** Where it is named. */
  readonly location: SourceLocation | null;
  /** Place of a value below `config`, by JSON pointer. */
  locate(pointer: string): SourceLocation | null;
  /** Environment variables that a value below `config`, or what is in it, was taken from. */
  environmentOf(pointer: string): readonly string[];
}

/** A whole, valid configuration. */
export interface KernelConfig extends Omit<KernelSettings, 'plugins' | 'extends'> {
  /** Absolute path of the file it came from. */
  readonly file: string;
  /** Folder with the nearest package.json above the file: relative paths and plugins are found from here. */
  readonly projectDirectory: string;
  readonly plugins: Readonly<Record<string, ConfiguredPlugin>>;
}
