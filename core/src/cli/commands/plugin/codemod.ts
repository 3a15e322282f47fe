import { resolve } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import { nearestKey } from '@datawave/plugin-sdk';
import { type ChangedFile, CODEMODS, type Codemod, runCodemods } from '@datawave/plugin-sdk/codemods';
import { parseOptions, UsageError } from '../../cli-command.ts';
import { formatTable } from '../../format-table.ts';
import type { PluginAction } from './action.ts';
import { changedLines } from './changed-lines.ts';

const usage = `Usage: datawave plugin codemod [DIR] [--dry] [--only ID,ID] [--list] [--json]

Brings the sources of a plugin, in DIR or here, up to the present SDK: what was renamed or moved is renamed and moved,
and what a person has to decide is named by file and line. Commit before, look at the difference after.

--dry    changes nothing and shows what would be
--only   these codemods instead of all
--list   the codemods there are`;

function chosen(only: string | undefined): readonly Codemod[] {
  if (only === undefined) return CODEMODS;
  return only.split(',').map((id) => {
    const codemod = CODEMODS.find((one) => one.id === id.trim());
    if (codemod !== undefined) return codemod;
    const nearest = nearestKey(
      id,
      CODEMODS.map((one) => one.id),
    );
    throw new UsageError(
      `There is no codemod "${id}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
      usage,
    );
  });
}

function report(files: readonly ChangedFile[], isDry: boolean, io: CommandIo): void {
  for (const { path, codemods, before, after, notes } of files) {
    io.stdout.write(`${path}: ${codemods.join(', ')}\n`);
    if (isDry) for (const line of changedLines(before, after)) io.stdout.write(`  ${line}\n`);
    for (const { line, message } of notes) io.stdout.write(`  line ${line}: ${message}\n`);
  }
  const count = files.filter(({ before, after }) => before !== after).length;
  const left = files.reduce((sum, { notes }) => sum + notes.length, 0);
  const said = `${count} ${count === 1 ? 'file' : 'files'} ${isDry ? 'would change' : 'changed'}`;
  io.stdout.write(
    `${said}${left === 0 ? '' : `, ${left} ${left === 1 ? 'place is' : 'places are'} left to you`}.\n`,
  );
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions(
    args,
    {
      dry: { type: 'boolean' },
      only: { type: 'string' },
      list: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    usage,
  );
  if (positionals.length > 1) throw new UsageError('Name one folder at most.', usage);
  const codemods = chosen(values.only);
  if (values.list === true) {
    const rows = codemods.map(({ id, since, title }) => [id, since, title]);
    io.stdout.write(formatTable(['ID', 'SINCE', ''], rows));
    return 0;
  }
  const isDry = values.dry === true;
  const files = await runCodemods({ directory: resolve(io.cwd, positionals[0] ?? '.'), codemods, isDry });
  if (values.json === true) {
    const told = files.map(({ path, codemods: ids, notes, before, after }) => ({
      path,
      codemods: ids,
      isChanged: before !== after,
      notes,
    }));
    io.stdout.write(`${JSON.stringify({ version: 1, isDry, files: told }, undefined, 2)}\n`);
  } else report(files, isDry, io);
  return 0;
}

/** `datawave plugin codemod`. */
export const codemodAction: PluginAction = {
  name: 'codemod',
  summary: 'Bring the sources of a plugin up to the present SDK.',
  usage,
  run,
};
