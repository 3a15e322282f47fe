import type { CommandIo, PluginManifest, PluginStatus } from '@datawave/plugin-sdk';
import type { PluginIsolationDetail } from '../../../isolation/walls/index.ts';
import type { Kernel } from '../../../kernel-types.ts';
import { isObject } from '../../../validation/is-object.ts';
import { formatTable } from '../../format-table.ts';
import type { PluginAction } from './action.ts';
import { findPlugin, inspectPlugins, parsePluginId, stateWord } from './inspect-plugins.ts';

const usage = `Usage: datawave plugin info ID [--config FILE] [--data DIR] [--json]

Reads manifests and settings only; no code of a plugin runs.`;

const ranges = (by: PluginManifest['requires']): string =>
  Object.entries(by ?? {})
    .map(([id, range]) => `${id} ${range}`)
    .join(', ');

/** Where it would run here, what that holds back and what it does not. */
function isolationFacts(
  isolation: PluginIsolationDetail,
): readonly (readonly [string, string | undefined])[] {
  const { trust, level, due, weakenedBy, reason, enforced, notEnforced } = isolation;
  const why = {
    host: `; ${due} is due, which this host does not allow: ${reason}`,
    operator: `; ${due} is due, the operator accepted less`,
  };
  return [
    ['trust', trust],
    [
      'isolation',
      level === null ? `refused: ${reason}` : `${level}${weakenedBy === null ? '' : why[weakenedBy]}`,
    ],
    ['enforced', enforced.join(' ')],
    ['not enforced', notEnforced.join(' ')],
  ];
}

function print(kernel: Kernel, status: PluginStatus, isolation: PluginIsolationDetail, io: CommandIo): void {
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
    ['state', `${stateWord(status.state)}${status.reason === null ? '' : ` (${status.reason})`}`],
    [
      'revoked',
      status.revoked === null
        ? undefined
        : `by the registry ${status.revoked.registry} (${status.revoked.severity}, ${status.revoked.action}): ${status.revoked.reason}`,
    ],
    ['critical', status.critical ? 'yes' : 'no'],
    ['title', status.title],
    ['description', manifest?.description],
    ['requires', ranges(manifest?.requires)],
    ['optional', ranges(manifest?.optional)],
    ['stops with it', detail?.stopsWithIt.join(', ')],
    ['settings', isObject(settings) ? Object.keys(settings).join(', ') : undefined],
    ['resources', manifest?.resources?.map((name) => `/api/v1/${name}`).join(', ')],
    [
      'needs',
      needs.length === 0
        ? undefined
        : `${needs.join('; ')} (disclosed by the plugin; what is enforced is said under isolation)`,
    ],
    ...isolationFacts(isolation),
    ['permissions', manifest?.permissions?.map(({ id }) => id).join(', ')],
    ['pages', manifest?.contributes?.pages?.map(({ path }) => path).join(', ')],
    ['slots', manifest?.contributes?.slots?.map(({ slot }) => slot).join(', ')],
    ['commands', manifest?.contributes?.commands?.map(({ name }) => `datawave ${name}`).join(', ')],
  ];
  const rows = facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
  io.stdout.write(formatTable(null, rows));
}

/** `datawave plugin info`. */
export const infoAction: PluginAction = {
  name: 'info',
  summary: 'Show what a plugin of this platform is, needs and brings',
  usage,
  async run(args, io) {
    const { id, values } = parsePluginId('info', args, usage);
    const { kernel, statuses } = await inspectPlugins(values, io);
    const status = findPlugin(statuses, id);
    const isolation = await kernel.details.isolationOf(status.id);
    if (values.json)
      io.stdout.write(
        `${JSON.stringify({ ...status, manifest: kernel.manifests().get(status.id)?.manifest ?? null, isolation }, null, 2)}\n`,
      );
    else if (isolation !== null) print(kernel, status, isolation, io);
    return 0;
  },
};
