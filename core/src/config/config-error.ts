import { DataWaveError } from '@datawave/plugin-sdk';
import type { KernelConfig } from './kernel-config.ts';
import { formatLocation, type SourceLocation } from './source-location.ts';

/** One fault in a configuration. */
export interface ConfigProblem {
  /** JSON pointer into the merged configuration; empty for the whole file. */
  readonly pointer: string;
  readonly location: SourceLocation | null;
  readonly message: string;
  readonly hint?: string;
}

/** All faults of a configuration at once. */
export class ConfigError extends DataWaveError {
  readonly problems: readonly ConfigProblem[];
  /** What is left without the faulty parts, to look for faults further on; null when nothing is. Not to be run. */
  readonly salvaged: KernelConfig | null;

  constructor(file: string, problems: readonly ConfigProblem[], salvaged: KernelConfig | null = null) {
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
    this.salvaged = salvaged;
  }
}
