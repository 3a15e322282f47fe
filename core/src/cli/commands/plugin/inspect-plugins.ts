import { type CommandIo, DataWaveError, nearestKey, type PluginStatus } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../../config/kernel-config.ts';
import { loadConfig } from '../../../config/load-config.ts';
import { createKernel } from '../../../kernel.ts';
import type { Kernel } from '../../../kernel-types.ts';
import { createTextLogger } from '../../../telemetry/text-logger.ts';
import { type OptionKinds, parseOptions, UsageError } from '../../cli-command.ts';
import { findConfig } from '../../find-config.ts';
import { storedStanding } from '../../stored-by-name.ts';

/** Which platform is meant: options of every action that looks at one. */
export const PLATFORM_OPTIONS = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const satisfies OptionKinds;

/** What every plugin of a configuration is and could be, read without running any of their code. */
export interface InspectedPlugins {
  readonly config: KernelConfig;
  readonly kernel: Kernel;
  readonly statuses: readonly PluginStatus[];
}

/** Options of an action that takes the id of one plugin. @throws UsageError */
export function parsePluginId(
  action: string,
  args: readonly string[],
  usage: string,
): { readonly id: string; readonly values: InspectOptions & { readonly json: boolean } } {
  const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS, usage);
  const [id, ...rest] = positionals;
  if (id === undefined || rest.length > 0)
    throw new UsageError(`"${action}" takes the id of a plugin.`, usage);
  return { id, values };
}

/** Values of {@link PLATFORM_OPTIONS} that choose the platform. */
export interface InspectOptions {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
}

/** Reads manifests and settings; nothing is started. */
export async function inspectPlugins(options: InspectOptions, io: CommandIo): Promise<InspectedPlugins> {
  const config = await loadConfig(findConfig(options.config, io.cwd, io.env), {
    env: io.env,
    overrides: options.data === undefined ? {} : { data: options.data },
  });
  const log = createTextLogger({ level: 'silent', destination: io.stderr });
  const { switched, revoked } = await storedStanding(config, io);
  const kernel = await createKernel({ config, http: 'never', switched, log, env: io.env });
  const statuses = await Promise.all(
    (await kernel.inspect()).map(async (status) => {
      const found = revoked.find(({ name, version }) => name === status.name && version === status.version);
      if (found === undefined) return status;
      // What the configuration brings is another package, if of the same name.
      if ((await kernel.details.isolationOf(status.id))?.trust === 'first-party') return status;
      const { name: _name, version: _version, ...against } = found;
      return { ...status, revoked: against };
    }),
  );
  return { config, kernel, statuses };
}

/** A plugin by id or npm name. @throws DataWaveError DW_PLUGIN_UNKNOWN */
export function findPlugin(statuses: readonly PluginStatus[], id: string): PluginStatus {
  const status = statuses.find((plugin) => plugin.id === id || plugin.name === id);
  if (status !== undefined) return status;
  const nearest = nearestKey(
    id,
    statuses.map((plugin) => plugin.id),
  );
  throw new DataWaveError({
    code: 'DW_PLUGIN_UNKNOWN',
    message: `There is no plugin "${id}" in this configuration.`,
    hint: nearest === undefined ? 'See "datawave plugin list".' : `Did you mean "${nearest}"?`,
    status: 404,
  });
}

const STATE_WORDS: Readonly<Partial<Record<PluginStatus['state'], string>>> = { resolved: 'ready' };

/** A state as people read it before anything runs. */
export const stateWord = (state: PluginStatus['state']): string => STATE_WORDS[state] ?? state;
