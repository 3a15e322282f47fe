import { resolve } from 'node:path';
import { makeBundle } from '../../../packages/registries/make-bundle.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { withStorage } from '../../with-storage.ts';
import type { PluginAction } from './action.ts';
import { configuredPlugins, registriesOf } from './change-plugins.ts';
import { BUNDLE, parseWish } from './install.ts';
import { replaceFile } from './replace-file.ts';

const usage = `Usage: datawave plugin bundle NAME[@RANGE]... --out FILE.dwbundle [OPTION...]

Puts plugins, what they require and this configuration does not bring, what the registry vouches for and the publishers' keys into one file, for a machine without a network:
there "datawave plugin install FILE.dwbundle" verifies it by the registry's root that is pinned in its configuration.

  --out FILE.dwbundle    where it is written
  --registry NAME        ask this registry of the configuration
  --json                 print what is in it as JSON
  --config FILE, --data DIR`;

const options = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  registry: { type: 'string' },
} as const;

/** `datawave plugin bundle`. */
export const bundleAction: PluginAction = {
  name: 'bundle',
  summary: 'Put plugins of a registry into one file for a machine without a network',
  usage,
  run(args, io) {
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length === 0) throw new UsageError('Say what to put into the bundle.', usage);
    const { out, registry = null, json } = values;
    if (out === undefined || !BUNDLE.test(out))
      throw new UsageError('Say with --out FILE.dwbundle where it is written.', usage);
    const wishes = positionals.map(parseWish);
    return withStorage({ config: values.config, data: values.data }, io, async (work) => {
      const made = await makeBundle(
        work.config,
        registriesOf(work, io)(),
        wishes,
        registry,
        configuredPlugins(work.config),
      );
      const file = resolve(io.cwd, out);
      await replaceFile(file, made.bytes);
      const { plugins } = made;
      if (json)
        io.stdout.write(
          `${JSON.stringify({ file, bytes: made.bytes.length, registry: made.registry, plugins }, null, 2)}\n`,
        );
      else {
        for (const { name, version, why } of plugins)
          io.stdout.write(`${name}@${version}${why === 'asked' ? '' : ` (required by ${why})`}\n`);
        io.stdout.write(`${made.bytes.length} bytes were written to ${file}.\n`);
      }
      return 0;
    });
  },
};
