import { pathToFileURL } from 'node:url';
import type { JsonSchema, Plugin, PluginManifest, PluginPackage } from '@datawave/plugin-sdk';
import { DataWaveError, nearestKey } from '@datawave/plugin-sdk';
import type { ConfiguredPlugin } from '../config/kernel-config.ts';
import type { PluginIsolation, PluginTrust } from '../isolation/walls/index.ts';
import { SESSION_TOPIC } from '../live/kernel-topics.ts';
import { StrangersSchemas } from '../validation/strangers/strangers-schema.ts';
import { findEntry, findPackage, kernelDirectory } from './entry.ts';
import { parsePackage, type ReadPackage, readPackage } from './manifest.ts';
import type { PluginProblem } from './plugin-problem.ts';

/** A plugin as it was found, before any of its code ran. */
export interface DiscoveredPlugin extends ReadPackage {
  /** npm name, as the configuration writes it. */
  readonly name: string;
  readonly configured: ConfiguredPlugin;
  /** `first-party`: it came with the kernel, or the operator has put it where the configuration finds it. */
  readonly trust: PluginTrust;
  /** Imports its module. */
  load(): Promise<unknown>;
  /** Of one that was installed: looks at every file once more, right before it is loaded. Rejects when it is not what was installed. */
  verify?(): Promise<void>;
}

/** A plugin that was installed on the platform: it lies in the store of packages. */
export interface InstalledFolder {
  /** npm name. */
  readonly name: string;
  readonly directory: string;
  readonly trust: PluginTrust;
  readonly config: Readonly<Record<string, unknown>>;
  /** Why it cannot be used, such as files that were changed; null when it can. */
  readonly problem: PluginProblem | null;
  /** Looks at every file once more. Rejects when it is not what was installed. */
  verify(): Promise<void>;
}

/** A plugin handed in as an object instead of being found by name: what tests do. */
export interface InlinePlugin {
  readonly manifest: PluginManifest;
  readonly plugin: Plugin | (() => Promise<unknown>);
  readonly version?: string;
  readonly configSchema?: JsonSchema;
  readonly config?: unknown;
  readonly isCritical?: boolean;
  readonly isEnabled?: boolean;
  /** Folder of its files; the working folder unless given. */
  readonly directory?: string;
}

/** A plugin in a folder, not found by name. */
export interface PluginFolder {
  readonly directory: string;
  /** Where its code runs; in process unless given. */
  readonly isolation?: PluginIsolation;
  readonly config?: unknown;
  readonly isCritical?: boolean;
  readonly isEnabled?: boolean;
}

/** Finds every configured plugin and reads its manifest. Nothing is imported; problems come back with the plugin. */
export function discoverPlugins(options: {
  readonly projectDirectory: string;
  readonly configured: Readonly<Record<string, ConfiguredPlugin>>;
  readonly extra: readonly (InlinePlugin | PluginFolder)[];
  /** Those that were installed on the platform. Where the configuration brings a package of the same name, that one is taken. */
  readonly installed?: readonly InstalledFolder[];
}): readonly DiscoveredPlugin[] {
  const from = [options.projectDirectory, kernelDirectory()];
  const installed = new Map((options.installed ?? []).map((folder) => [folder.name, folder]));
  const named = Object.entries(options.configured).map(([name, configured]): DiscoveredPlugin => {
    const directory = findPackage(name, from);
    const folder = installed.get(name);
    installed.delete(name);
    if (directory === null && folder !== undefined) return discoverInstalled(folder, configured);
    if (directory === null) {
      const problem = notInstalled(name, configured, Object.keys(options.configured));
      return {
        name,
        configured,
        package: null,
        id: name,
        problems: [problem],
        trust: 'first-party',
        load: () => Promise.resolve(undefined),
      };
    }
    const read = readPackage(directory, name);
    return { name, configured, trust: 'first-party', ...read, load: () => importEntry(directory) };
  });
  const besides = [...installed.values()].map((folder) => discoverInstalled(folder, null));
  return rejectDuplicates([...named, ...options.extra.map(discoverExtra), ...besides]);
}

/** Names of installed plugins in whose place the configuration brings its own. */
export function replacedByConfiguration(
  found: readonly DiscoveredPlugin[],
  installed: readonly InstalledFolder[],
): readonly string[] {
  const used = new Set(found.filter(({ trust }) => trust !== 'first-party').map(({ name }) => name));
  return installed.map(({ name }) => name).filter((name) => !used.has(name));
}

/** The configuration's settings stand in place of those that were given with the installation, name by name. */
function discoverInstalled(folder: InstalledFolder, configured: ConfiguredPlugin | null): DiscoveredPlugin {
  const { name, directory, trust, config, problem } = folder;
  const own = configured ?? withoutPlace({ config });
  const settings = { ...own, config: { ...config, ...own.config } };
  const verify = (): Promise<void> => folder.verify();
  const load = async (): Promise<unknown> => {
    // Between looking and importing somebody may have been at the files.
    await verify();
    return importEntry(directory);
  };
  if (problem !== null)
    return { name, configured: settings, trust, package: null, id: name, problems: [problem], load };
  const read = withBoundedSchema(readPackage(directory, name), trust);
  return { name, configured: settings, trust, ...read, load, verify };
}

/** The settings' schema of a stranger: no value of it may keep the platform busy. */
function withBoundedSchema(read: ReadPackage, trust: PluginTrust): ReadPackage {
  const schema = read.package?.configSchema;
  if (read.package === null || schema === undefined || trust === 'first-party') return read;
  try {
    const configSchema = new StrangersSchemas(read.id).take(schema, 'the settings');
    return { ...read, package: { ...read.package, configSchema } };
  } catch (error) {
    if (!DataWaveError.is(error)) throw error;
    const where = `${read.package.directory}/${read.package.manifest.config ?? 'package.json'}`;
    const { code, message, hint = '' } = error;
    return { package: null, id: read.id, problems: [...read.problems, { code, message, hint, where }] };
  }
}

const withoutPlace = (source: {
  readonly isEnabled?: boolean;
  readonly isCritical?: boolean;
  readonly config?: unknown;
  readonly isolation?: PluginIsolation;
}): ConfiguredPlugin => ({
  enabled: source.isEnabled ?? true,
  critical: source.isCritical ?? false,
  // Settings of the wrong type are reported by the plugin's schema like any other.
  config: (source.config ?? {}) as ConfiguredPlugin['config'],
  isolation: source.isolation ?? null,
  location: null,
  locate: () => null,
  environmentOf: () => [],
});

function discoverExtra(source: InlinePlugin | PluginFolder): DiscoveredPlugin {
  const configured = withoutPlace(source);
  if (!('manifest' in source)) {
    const read = readPackage(source.directory, source.directory);
    return {
      name: read.package?.name ?? source.directory,
      configured,
      trust: 'first-party',
      ...read,
      load: () => importEntry(source.directory),
    };
  }
  const { manifest, plugin } = source;
  const name = `inline:${manifest.id}`;
  const read = parsePackage({
    name,
    version: source.version ?? '1.0.0',
    directory: source.directory ?? process.cwd(),
    manifest,
    ...(source.configSchema === undefined ? {} : { configSchema: source.configSchema }),
  });
  const load = typeof plugin === 'function' ? plugin : () => Promise.resolve({ default: plugin });
  return { name, configured, trust: 'first-party', ...read, load };
}

async function importEntry(directory: string): Promise<unknown> {
  const entry = findEntry(directory);
  if (entry === null)
    throw new Error(
      `${directory} has no module to import: neither "exports" nor "main" of its package.json names a file that is there`,
    );
  return import(pathToFileURL(entry).href) as Promise<unknown>;
}

function notInstalled(name: string, configured: ConfiguredPlugin, names: readonly string[]): PluginProblem {
  const nearest = nearestKey(
    name,
    names.filter((other) => other !== name),
  );
  const { location } = configured;
  return {
    code: 'DW_PLUGIN_NOT_INSTALLED',
    message: `The plugin "${name}" is not installed.`,
    hint: `Install it (npm install ${name}), or correct the name${nearest === undefined ? '' : `; "${nearest}" is configured, too`}.`,
    where: location === null ? 'the configuration' : `${location.file}:${location.line}:${location.column}`,
  };
}

/** Two packages with one id, or two claims to one resource, would fight over routes and tables: the later one is refused. */
function rejectDuplicates(plugins: readonly DiscoveredPlugin[]): readonly DiscoveredPlugin[] {
  const ids = new Map<string, string>();
  const resources = new Map<string, string>();
  const topics = new Map<string, string>();
  return plugins.map((plugin) => {
    if (plugin.package === null) return plugin;
    const { id, resources: claimed = [] } = plugin.package.manifest;
    const where = `${plugin.package.directory}/package.json#/datawave`;
    const problems: PluginProblem[] = [];
    const other = ids.get(id);
    if (other !== undefined) {
      problems.push({
        code: 'DW_PLUGIN_DUPLICATE_ID',
        message: `The packages "${other}" and "${plugin.name}" both have the id "${id}".`,
        hint: 'Remove one of them from the configuration.',
        where: `${where}/id`,
      });
    }
    for (const resource of claimed) {
      const owner =
        resources.get(resource) ?? (KERNEL_RESOURCES.includes(resource) ? 'the kernel' : undefined);
      if (owner === undefined || !plugin.configured.enabled) continue;
      problems.push({
        code: 'DW_PLUGIN_RESOURCE_TAKEN',
        message: `The plugin "${id}" claims /api/v1/${resource}, which belongs to ${owner}.`,
        hint: `Disable one of them, or give the resource of "${id}" another name.`,
        where: `${where}/resources`,
      });
    }
    const live = topicsOf(plugin.package);
    for (const topic of plugin.configured.enabled ? live : []) {
      const owner = topics.get(topic);
      if (owner === undefined) continue;
      problems.push({
        code: 'DW_PLUGIN_TOPIC_TAKEN',
        message: `The plugin "${id}" claims the topic "${topic}", which belongs to the plugin "${owner}".`,
        hint: `Disable one of them, or give the topic of "${id}" another name.`,
        where: `${where}/contributes/live`,
      });
    }
    if (problems.length > 0)
      return { ...plugin, id: other === undefined ? id : plugin.name, package: null, problems };
    ids.set(id, plugin.name);
    if (plugin.configured.enabled) for (const resource of claimed) resources.set(resource, `plugin "${id}"`);
    if (plugin.configured.enabled) for (const topic of live) topics.set(topic, id);
    return plugin;
  });
}

/** Topics of which nobody else may tell. Any plugin adds to that of the rights. */
const topicsOf = ({ manifest }: PluginPackage): readonly string[] =>
  (manifest.contributes?.live ?? []).map(({ topic }) => topic).filter((topic) => topic !== SESSION_TOPIC);

/** Paths below /api/v1 that the kernel itself answers, apart from those of the sign-in, which it yields to a plugin. */
export const KERNEL_RESOURCES: readonly string[] = [
  'plugins',
  'plugin-changes',
  'plugin-listings',
  'plugin-locks',
  'ui',
  'jobs',
  'egress-rules',
];
