import type { CommandIo } from '@datawave/plugin-sdk';
import { nearestKey } from '@datawave/plugin-sdk';
import { type CliCommand, UsageError } from './cli-command.ts';
import { findConfig, findFeatureSet } from './find-config.ts';
import { reportError } from './report-error.ts';

/** The kernel's own commands, each imported only when it is called. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; load(): Promise<CliCommand> }>> = {
  start: {
    summary: 'Start the platform',
    load: async () => (await import('./commands/start.ts')).startCommand,
  },
  plugin: {
    summary: 'Look after plugins: those of this platform, and those that you write',
    load: async () => (await import('./commands/plugin/index.ts')).pluginCommand,
  },
  config: {
    summary: 'Check a configuration, or show what it amounts to',
    load: async () => (await import('./commands/config.ts')).configCommand,
  },
  migrate: {
    summary: 'Bring the database up to date without starting the platform',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  secrets: {
    summary: 'Store the secrets that a configuration names, and rotate their key',
    load: async () => (await import('./commands/secrets.ts')).secretsCommand,
  },
  user: {
    summary: 'Set a new password for somebody who cannot sign in',
    load: async () => (await import('./commands/user.ts')).userCommand,
  },
  doctor: {
    summary: 'Look for what keeps the platform from running well',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
};

/** Commands that plugins bring, as feature sets of the same name. Listed here for the help text, and to say who lacks one. */
const CONTRIBUTED = {
  audit: 'Verify the audit trail: find any edit, removal, insertion or reordering',
  policy: 'Ask a running platform whether somebody may do something, and why',
  registry: 'Make, sign and rotate the keys of a registry of plugins',
  scan: 'Scan files, folders and databases once; no server, no database, nothing stored',
  scans: 'List, start, watch and steer the scans of a running platform',
};

function helpText(): string {
  const lines = Object.entries({
    ...Object.fromEntries(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary])),
    ...CONTRIBUTED,
  })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, summary]) => `  ${name.padEnd(10)}${summary}`);
  return `Usage: datawave COMMAND [OPTION...]\n\n${lines.join('\n')}\n\n"datawave COMMAND --help" says more of one.\n`;
}

/** Runs a command line. Answers the exit code and never throws. */
export async function runCommandLine(args: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      io.stdout.write(helpText());
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === '-v' || name === 'version') {
      const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
      io.stdout.write(`${manifest.version}\n`);
      return 0;
    }
    const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (known !== undefined) {
      const command = await known.load();
      if (rest.includes('--help') || rest.includes('-h')) {
        const usage = (await command.describe?.(rest)) ?? command.usage;
        io.stdout.write(`${command.summary}\n\n${usage}\n`);
        return 0;
      }
      return await command.run(rest, io);
    }
    const { value: config, others: afterConfig } = takeOption(rest, 'config', 'Name a file: --config FILE');
    const { value: data, others } = takeOption(afterConfig, 'data', 'Name a folder: --data DIR');
    const featureSet =
      config === undefined ? findFeatureSet(name, io.cwd) : findConfig(config, io.cwd, io.env);
    if (featureSet !== null) {
      const { runContributed } = await import('./commands/contributed.ts');
      const code = await runContributed(name, others, { config: featureSet, data }, io);
      if (code !== null) return code;
    }
    if (Object.hasOwn(CONTRIBUTED, name))
      throw new UsageError(
        `No plugin of ${featureSet ?? 'a configuration that was found here'} brings the command "${name}".`,
        `Name a configuration with a plugin that does: datawave ${name} … --config FILE`,
      );
    const nearest = nearestKey(name, [...Object.keys(COMMANDS), ...Object.keys(CONTRIBUTED)]);
    throw new UsageError(
      `The command "${name}" is not known.${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
      helpText(),
    );
  } catch (error) {
    return reportError(error, io);
  }
}

/** Takes an option out of those of a contributed command: which plugins run, and on what data, is decided before it does. */
function takeOption(
  args: readonly string[],
  name: string,
  hint: string,
): { readonly value: string | undefined; readonly others: readonly string[] } {
  const end = args.indexOf('--');
  const index = args.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  const option = args[index];
  if (option === undefined || (end !== -1 && end < index)) return { value: undefined, others: args };
  const isApart = option === `--${name}`;
  const value = isApart ? args[index + 1] : option.slice(`--${name}=`.length);
  if (value === undefined || value === '' || (isApart && value.startsWith('-')))
    throw new UsageError(`--${name} needs a value.`, hint);
  return { value, others: args.toSpliced(index, isApart ? 2 : 1) };
}
