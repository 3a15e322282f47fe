import { adoptLock } from '../../../packages/lock/adopt-lock.ts';
import { readNewestLock } from '../../../packages/lock/lock-rows.ts';
import { sealAnew } from '../../../packages/lock/seal-anew.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { withStorage } from '../../with-storage.ts';
import type { PluginAction } from './action.ts';
import { installerParts, isAgreed, registriesOf } from './change-plugins.ts';

const usage = `Usage: datawave plugin confirm-lock [--none] [--yes --accept-permissions] [--config FILE] [--data DIR]

Which plugins are installed is sealed with a key of the vault, and what is not sealed is not loaded. After the master key was lost, a backup
of the database was restored, or somebody changed the database, this shows what would run, asks, and seals it anew. Look at every line:
whoever can write the database may have put it there. Settings are kept; a registry vouches for a package now, or nobody does.

  --none                 begin anew without any installed plugin; their data stays
  --yes                  seal without asking; with --accept-permissions
  --config FILE, --data DIR`;

/** `datawave plugin confirm-lock`. */
export const confirmLockAction: PluginAction = {
  name: 'confirm-lock',
  summary: 'Look at installed plugins that are not believed, and seal them anew',
  usage,
  run(args, io) {
    const options = {
      config: { type: 'string' },
      data: { type: 'string' },
      none: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'accept-permissions': { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    if (positionals.length > 0) throw new UsageError('"confirm-lock" takes no name.', usage);
    return withStorage({ config: values.config, data: values.data }, io, async (work) => {
      const { storage, scope, config } = work;
      const parts = installerParts(work, io, registriesOf(work, io));
      const lock = await sealAnew(parts, scope, {
        none: values.none,
        agree: (text) => {
          io.stdout.write(text);
          return isAgreed(!values.none, values, io);
        },
      });
      if (lock === null) {
        io.stdout.write('Nothing was changed.\n');
        return 1;
      }
      const { store, seal } = parts;
      await adoptLock(
        { storage, store, seal, dataDirectory: config.storage.data },
        await readNewestLock(storage),
      );
      io.stdout.write(
        `State ${lock.number} is sealed. A running platform follows it; else it takes effect at the next start.\n`,
      );
      return 0;
    });
  },
};
