import { parseOptions, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';
import { CHANGE_OPTIONS, CHANGE_USAGE, changePlugins } from './change-plugins.ts';

const usage = `Usage: datawave plugin remove NAME... [OPTION...]

Takes installed plugins off the platform. Their data stays unless it is to go as well.

  --purge                delete their data, settings and secrets for good, once the platform runs without them
${CHANGE_USAGE}`;

/** `datawave plugin remove`. */
export const removeAction: PluginAction = {
  name: 'remove',
  summary: 'Take installed plugins off the platform',
  usage,
  run(args, io) {
    const options = { ...CHANGE_OPTIONS, purge: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length === 0) throw new UsageError('Say what to remove.', usage);
    return changePlugins(values, io, () => ({ remove: positionals, purge: values.purge }));
  },
};
