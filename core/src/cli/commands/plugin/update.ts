import { readNewestLock } from '../../../packages/lock/lock-rows.ts';
import { parseOptions } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';
import { CHANGE_OPTIONS, CHANGE_USAGE, changePlugins } from './change-plugins.ts';

const usage = `Usage: datawave plugin update [NAME...] [OPTION...]

Brings installed plugins, all unless some are named, to the newest versions that fit, from where they came.
Shows what they ask for now that they did not before.

${CHANGE_USAGE}`;

/** `datawave plugin update`. */
export const updateAction: PluginAction = {
  name: 'update',
  summary: 'Bring installed plugins to their newest versions',
  usage,
  run(args, io) {
    const { values, positionals } = parseOptions(args, CHANGE_OPTIONS, usage);
    return changePlugins(values, io, async ({ storage }) => {
      if (positionals.length > 0) return { update: positionals };
      const plugins = (await readNewestLock(storage))?.lock.plugins ?? {};
      // What came from a file has no newer version anywhere.
      return { update: Object.keys(plugins).filter((name) => plugins[name]?.registry !== null) };
    });
  },
};
