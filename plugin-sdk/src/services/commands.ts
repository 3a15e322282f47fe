import { extensionPointRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/** Where a command reads and writes. @public */
export interface CommandIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder from which relative paths on the command line count. */
  readonly cwd: string;
  /** Whether standard error is a terminal: whether progress may redraw its line. */
  readonly isInteractive: boolean;
}

/** A subcommand of `datawave` that a plugin brings: `datawave NAME ...` boots `config/NAME.yaml` and calls it. @public */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  /** Answers the exit code: 0 fine, 1 could not be done, 2 wrong usage, others as documented. */
  run(args: readonly string[], io: CommandIo, scope: ExecutionScope): Promise<number>;
}

/** Key: the command's name, as in the manifest. @public */
export const commandPoint = extensionPointRef<Command>('core.commands');

/** A section of what `datawave start` prints once it is ready. @public */
export interface StartupReport {
  /** Resolves with the lines when they are known; may take as long as a first scan. Empty when there is nothing to say. */
  lines(scope: ExecutionScope): Promise<readonly string[]>;
}

/** Key: any; printed in order. @public */
export const startupReportPoint = extensionPointRef<StartupReport>('core.startup-reports');
