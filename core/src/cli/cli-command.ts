import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { CommandIo } from '@datawave/plugin-sdk';
import { nearestKey } from '@datawave/plugin-sdk';

/** A subcommand that the kernel itself brings. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** What `--help` says beside these arguments; the usage unless given. */
  describe?(args: readonly string[]): Promise<string>;
  /** Answers the exit code. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** The command line was not understood: exit code 2. */
export class UsageError extends Error {
  readonly usage: string;

  constructor(message: string, usage: string) {
    super(message);
    this.name = 'UsageError';
    this.usage = usage;
  }
}

export type OptionKinds = NonNullable<ParseArgsConfig['options']>;

/** Options and positional arguments; one that is not known is answered with the nearest that is. */
export function parseOptions<Options extends OptionKinds>(
  args: readonly string[],
  options: Options,
  usage: string,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; strict: true; args: string[] }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /Unknown option '(-+)([^'=]+)/.exec(error instanceof Error ? error.message : '');
    if (unknown?.[2] !== undefined) {
      const nearest = nearestKey(unknown[2], Object.keys(options));
      throw new UsageError(
        `The option ${unknown[1]}${unknown[2]} is not known.${nearest === undefined ? '' : ` Did you mean --${nearest}?`}`,
        usage,
      );
    }
    const message = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${message}.`, usage);
  }
}

/** A port number from the command line. */
export function parsePort(text: string | undefined, option: string, usage: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535 && text.trim() !== '') return port;
  throw new UsageError(`--${option} takes a number from 0 to 65535, not "${text}".`, usage);
}
