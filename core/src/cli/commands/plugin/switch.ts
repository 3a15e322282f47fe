import { stillRevoked } from '../../../packages/package-errors.ts';
import { writeOverride } from '../../../plugins/plugin-overrides.ts';
import type { PluginAction } from './action.ts';
import { findPlugin, inspectPlugins, parsePluginId } from './inspect-plugins.ts';

function switchAction(name: 'enable' | 'disable', summary: string): PluginAction {
  const usage = `Usage: datawave plugin ${name} ID [--config FILE] [--data DIR]

Remembered in the data folder; takes effect, for every replica, at the next start.
On a running platform use the page Plugins, or POST /api/v1/plugins/ID/${name}.`;
  return {
    name,
    summary,
    usage,
    async run(args, io) {
      const { id, values } = parsePluginId(name, args, usage);
      const { config, statuses } = await inspectPlugins(values, io);
      const status = findPlugin(statuses, id);
      const { revoked, version, critical } = status;
      if (name === 'enable' && revoked?.action === 'disable' && !critical)
        throw stillRevoked(status.id, version, revoked);
      await writeOverride(config.storage.data, status.id, name === 'enable');
      io.stdout.write(`"${status.id}" will be ${name}d at the next start.\n`);
      return 0;
    },
  };
}

/** `datawave plugin enable`. */
export const enableAction = switchAction('enable', 'Let a plugin run again from the next start on');

/** `datawave plugin disable`. */
export const disableAction = switchAction('disable', 'Keep a plugin from running from the next start on');
