import {
  afterwards,
  askForMissing,
  CREATE_OPTIONS,
  CREATE_USAGE,
  createPlugin,
} from '@datawave/plugin-sdk/create';
import { packageSource } from '../../../authoring/package-source.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';

const usage = `Usage: datawave plugin create ${CREATE_USAGE}`;

/** `datawave plugin create KIND NAME`. */
export const createAction: PluginAction = {
  name: 'create',
  summary: 'Begin a new plugin: code, tests, sample configuration, release',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, CREATE_OPTIONS, usage);
    if (positionals.length > 2) throw new UsageError('"create" takes a kind and a name.', usage);
    const asked = await askForMissing(
      { kind: positionals[0], name: positionals[1] },
      io.isInteractive ? { input: process.stdin, output: io.stderr } : null,
    );
    if (asked === null) throw new UsageError('Say which kind of plugin, and its name.', usage);
    const created = await createPlugin({
      ...asked,
      directory: values.dir,
      license: values.license,
      cwd: io.cwd,
      source: () =>
        packageSource(io.env, () => io.stderr.write('Packing the SDK and the platform of this checkout …\n')),
    });
    io.stdout.write(afterwards(created, io.cwd, io.env));
    return 0;
  },
};
