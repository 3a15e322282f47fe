import type { DataWaveError } from '@datawave/plugin-sdk';

/** Why a plugin cannot run, found out before any of its code ran. */
export interface PluginProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** File with a JSON pointer, or a file with its line. */
  readonly where: string;
}

/** Problems as one sentence each, for a plugin's reason. */
export const describeProblems = (problems: readonly PluginProblem[]): string =>
  problems.map((problem) => `${problem.message} ${problem.hint} (${problem.where})`).join(' ');

/** What went wrong and how to mend it, as sentences. */
export function describeError(error: DataWaveError): string {
  const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  return error.hint === undefined ? message : `${message} ${error.hint}`;
}
