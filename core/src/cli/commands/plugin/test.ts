import { resolve } from 'node:path';
import { parseOptions, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';

const usage = `Usage: datawave plugin test [DIR]

Runs the tests of a plugin that you write, the conformance kits of its kind among them, and says what was checked, what failed,
how to mend it and how long it took. Writes conformance.json beside its package.json. DIR is the working folder unless given.`;

/** `datawave plugin test`. */
export const testAction: PluginAction = {
  name: 'test',
  summary: 'Hold a plugin that you write to the conformance kit of its kind',
  usage,
  async run(args, io) {
    const { positionals } = parseOptions(args, {}, usage);
    if (positionals.length > 1) throw new UsageError('"test" takes one folder.', usage);
    const { testPlugin } = await import('../../../authoring/testing/test-plugin.ts');
    return (await testPlugin(resolve(io.cwd, positionals[0] ?? '.'), io)) ? 0 : 1;
  },
};
