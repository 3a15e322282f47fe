import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import type { PluginAction } from './action.ts';
import { inspectPlugins, PLATFORM_OPTIONS, stateWord } from './inspect-plugins.ts';

const usage = `Usage: datawave plugin list [--config FILE] [--data DIR] [--json]

Reads manifests and settings only; no code of a plugin runs.`;

/** `datawave plugin list`. */
export const listAction: PluginAction = {
  name: 'list',
  summary: 'List the plugins of this platform',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, PLATFORM_OPTIONS, usage);
    if (positionals.length > 0) throw new UsageError('"list" takes no id.', usage);
    const { statuses } = await inspectPlugins(values, io);
    if (values.json) {
      io.stdout.write(`${JSON.stringify(statuses, null, 2)}\n`);
      return 0;
    }
    const rows = statuses.map(({ id, version, state, title, reason, revoked }) => [
      id,
      version,
      stateWord(state),
      revoked === null
        ? (reason ?? title)
        : `Revoked by the registry ${revoked.registry} (${revoked.severity}): ${revoked.reason}`,
    ]);
    io.stdout.write(formatTable(['ID', 'VERSION', 'STATE', ''], rows));
    return 0;
  },
};
