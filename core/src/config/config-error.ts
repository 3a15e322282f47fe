import { relative } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';

/** A place in a configuration file; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One fault in a configuration. */
export interface ConfigProblem {
  /** JSON pointer into the merged configuration; empty for the whole file. */
  readonly pointer: string;
  readonly location: SourceLocation | null;
  readonly message: string;
  readonly hint?: string;
}

/** `config/standard.yaml:12:3`, relative to the working folder where that is shorter. */
export function formatLocation(location: SourceLocation): string {
  const near = relative(process.cwd(), location.file);
  return `${near.startsWith('..') || near === '' ? location.file : near}:${location.line}:${location.column}`;
}

/** All faults of a configuration at once. */
export class ConfigError extends DataWaveError {
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map((problem) => {
      const where = problem.location === null ? file : formatLocation(problem.location);
      const path = problem.pointer === '' ? '' : ` ${problem.pointer}`;
      return `  ${where}${path}\n    ${problem.message}${problem.hint === undefined ? '' : ` ${problem.hint}`}`;
    });
    const count = problems.length === 1 ? 'one error' : `${problems.length} errors`;
    super({
      code: 'DW_CONFIG_INVALID',
      message: `The configuration has ${count}:\n${lines.join('\n')}`,
      hint: 'Correct the places named above; "datawave config check" shows the rest without starting anything.',
      where: file,
      status: 400,
      errors: problems.map(({ pointer, message }) => ({ pointer, message })),
    });
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
