import { lockBefore } from '../../../packages/lock/adopt-lock.ts';
import { listLocks, readNewestLock } from '../../../packages/lock/lock-rows.ts';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import { withStorage } from '../../with-storage.ts';
import type { PluginAction } from './action.ts';
import { CHANGE_OPTIONS, CHANGE_USAGE, changePlugins } from './change-plugins.ts';

const usage = `Usage: datawave plugin rollback [NUMBER] [OPTION...]
       datawave plugin rollback --list [--json]

Goes back to a former state of the installed plugins, the one before unless a number is given; 0 is without any.
Where a plugin's schema has moved on it says which migrations forbid it, and how to go on.

  --list                 show the states there were
${CHANGE_USAGE}`;

const SHOWN = 50;

/** `datawave plugin rollback`. */
export const rollbackAction: PluginAction = {
  name: 'rollback',
  summary: 'Go back to a former state of the installed plugins',
  usage,
  run(args, io) {
    const options = { ...CHANGE_OPTIONS, list: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseOptions(args, options, usage);
    const [text, ...rest] = positionals;
    if (rest.length > 0 || (text !== undefined && !/^\d{1,9}$/.test(text)))
      throw new UsageError('"rollback" takes the number of a state.', usage);
    if (!values.list)
      return changePlugins(values, io, async ({ storage }) => {
        if (text !== undefined) return { rollback: Number(text) };
        const newest = await readNewestLock(storage);
        return { rollback: (await lockBefore(storage, newest?.number ?? 0)).number };
      });
    return withStorage({ config: values.config, data: values.data }, io, async ({ storage }) => {
      const locks = await listLocks(storage, SHOWN);
      if (values.json) io.stdout.write(`${JSON.stringify(locks, null, 2)}\n`);
      else if (locks.length === 0) io.stdout.write('Nothing was ever installed.\n');
      else
        io.stdout.write(
          formatTable(
            ['STATE', '', 'WHEN', 'BY', 'PLUGINS', 'REASON'],
            locks.map((row) => [
              ...[
                String(row.number),
                row.state === 'applied' && row.confirmedAt === null ? 'watched' : row.state,
              ],
              ...[row.createdAt, row.createdBy],
              Object.entries(row.lock.plugins)
                .map(([name, { version }]) => `${name}@${version}`)
                .join(' ') || 'none',
              row.reason ?? '',
            ]),
          ),
        );
      return 0;
    });
  },
};
