import { resolve } from 'node:path';
import { parseOptions, parsePort, UsageError } from '../../cli-command.ts';
import type { PluginAction } from './action.ts';

const usage = `Usage: datawave plugin dev [DIR] [OPTION...]

Starts a platform on this machine with the plugin that you write in DIR, the working folder unless given. What is saved is taken over:
the plugin alone is started anew, its web components are built and pages loaded again. What is wrong stays on the screen until it is
mended, and what ran before goes on running. Shows the plugin's log, how long it took to start, and calls of its hooks.

  --config FILE   the configuration; DIR/datawave.yaml unless given
  --port N        port to listen on; 0 takes a free one
  --data DIR      folder of the embedded database, keys and files
  --in-process    run the plugin in the process of the platform; one that keeps data of its own always does`;

/** `datawave plugin dev`. */
export const devAction: PluginAction = {
  name: 'dev',
  summary: 'Run a platform with a plugin that you write, and take over what you save',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      {
        config: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        'in-process': { type: 'boolean', default: false },
      },
      usage,
    );
    if (positionals.length > 1) throw new UsageError('"dev" takes one folder.', usage);
    const directory = resolve(io.cwd, positionals[0] ?? '.');
    const { devPlugin } = await import('../../../authoring/dev/dev-plugin.ts');
    const ended = new AbortController();
    const end = (): void => ended.abort();
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    try {
      await devPlugin(
        {
          directory,
          config:
            values.config === undefined
              ? resolve(directory, 'datawave.yaml')
              : resolve(io.cwd, values.config),
          port: parsePort(values.port, 'port', usage),
          data: values.data === undefined ? undefined : resolve(io.cwd, values.data),
          mode: values['in-process'] ? 'in-process' : undefined,
          signal: ended.signal,
        },
        io,
      );
    } finally {
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    }
    return 0;
  },
};
