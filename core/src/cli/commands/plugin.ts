import { type CommandIo, DataWaveError, nearestKey, type PluginStatus } from '@datawave/plugin-sdk';
import { loadConfig } from '../../config/load-config.ts';
import { createKernel } from '../../kernel.ts';
import type { Kernel } from '../../kernel-types.ts';
import { writeOverride } from '../../plugins/plugin-overrides.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { isObject } from '../../validation/is-object.ts';
import { type CliCommand, parseOptions, UsageError } from '../cli-command.ts';
import { findConfig } from '../find-config.ts';
import { formatTable } from '../format-table.ts';
import { storedSwitches } from '../stored-by-name.ts';

const usage = `Usage: datawave plugin list [--config FILE] [--data DIR] [--json]
       datawave plugin info ID [--config FILE] [--data DIR] [--json]
       datawave plugin enable ID [--config FILE] [--data DIR]
       datawave plugin disable ID [--config FILE] [--data DIR]

list and info read manifests and settings only; no code of a plugin runs.
enable and disable are remembered in the data folder and take effect, for every replica, at the next start;
on a running platform use the page Plugins, or POST /api/v1/plugins/ID/enable.`;

const STATE_WORDS: Readonly<Partial<Record<PluginStatus['state'], string>>> = { resolved: 'ready' };

/** A plugin by id. @throws DataWaveError DW_PLUGIN_UNKNOWN */
function find(statuses: readonly PluginStatus[], id: string): PluginStatus {
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

function list(statuses: readonly PluginStatus[], io: CommandIo): void {
  const rows = statuses.map(({ id, version, state, title, reason }) => [
    id,
    version,
    STATE_WORDS[state] ?? state,
    reason ?? title,
  ]);
  io.stdout.write(formatTable(['ID', 'VERSION', 'STATE', ''], rows));
}

function info(kernel: Kernel, status: PluginStatus, io: CommandIo): void {
  const read = kernel.manifests().get(status.id);
  const { manifest } = read ?? {};
  const detail = kernel.details.of(status.id);
  const settings = read?.configSchema?.['properties'];
  const needs = Object.entries(manifest?.needs ?? {}).map(
    ([what, how]) => `${what}: ${Array.isArray(how) ? how.join(', ') : String(how)}`,
  );
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', status.id],
    ['package', `${status.name}@${status.version}`],
    ['folder', read?.directory],
    [
      'state',
      `${STATE_WORDS[status.state] ?? status.state}${status.reason === null ? '' : ` (${status.reason})`}`,
    ],
    ['critical', status.critical ? 'yes' : 'no'],
    ['title', status.title],
    ['description', manifest?.description],
    [
      'requires',
      Object.entries(manifest?.requires ?? {})
        .map(([id, range]) => `${id} ${range}`)
        .join(', '),
    ],
    [
      'optional',
      Object.entries(manifest?.optional ?? {})
        .map(([id, range]) => `${id} ${range}`)
        .join(', '),
    ],
    ['stops with it', detail?.stopsWithIt.join(', ')],
    ['settings', isObject(settings) ? Object.keys(settings).join(', ') : undefined],
    ['resources', manifest?.resources?.map((name) => `/api/v1/${name}`).join(', ')],
    [
      'needs',
      needs.length === 0
        ? undefined
        : `${needs.join('; ')} (disclosed by the plugin, not enforced: it runs in process)`,
    ],
    ['permissions', manifest?.permissions?.map(({ id }) => id).join(', ')],
    ['pages', manifest?.contributes?.pages?.map(({ path }) => path).join(', ')],
    ['slots', manifest?.contributes?.slots?.map(({ slot }) => slot).join(', ')],
    ['commands', manifest?.contributes?.commands?.map(({ name }) => `datawave ${name}`).join(', ')],
  ];
  const rows = facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
  io.stdout.write(formatTable(null, rows));
}

/** `datawave plugin list|info|enable|disable`. */
export const pluginCommand: CliCommand = {
  name: 'plugin',
  summary: 'List, show, enable and disable plugins.',
  usage,
  async run(args, io) {
    const options = {
      config: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    const [action, id, ...rest] = positionals;
    if (action === undefined || !['list', 'info', 'enable', 'disable'].includes(action) || rest.length > 0) {
      throw new UsageError('Say "list", "info ID", "enable ID" or "disable ID".', usage);
    }
    if ((action === 'list') !== (id === undefined))
      throw new UsageError(
        action === 'list' ? '"list" takes no id.' : `"${action}" takes the id of a plugin.`,
        usage,
      );
    const config = await loadConfig(findConfig(values.config, io.cwd, io.env), {
      env: io.env,
      overrides: values.data === undefined ? {} : { data: values.data },
    });
    const log = createTextLogger({ level: 'silent', destination: io.stderr });
    const switched = await storedSwitches(config, io);
    const kernel = await createKernel({ config, http: 'never', switched, log, env: io.env });
    const statuses = await kernel.inspect();
    if (id === undefined) {
      if (values.json) io.stdout.write(`${JSON.stringify(statuses, null, 2)}\n`);
      else list(statuses, io);
      return 0;
    }
    const status = find(statuses, id);
    if (action === 'info') {
      if (values.json)
        io.stdout.write(
          `${JSON.stringify({ ...status, manifest: kernel.manifests().get(status.id)?.manifest ?? null }, null, 2)}\n`,
        );
      else info(kernel, status, io);
      return 0;
    }
    await writeOverride(config.storage.data, status.id, action === 'enable');
    io.stdout.write(`"${status.id}" will be ${action}d at the next start.\n`);
    return 0;
  },
};
