import type { SourceFile } from 'ts-morph';

/** A place in a file that a codemod could not change by itself. @public */
export interface CodemodNote {
  /** Counted from 1. */
  readonly line: number;
  /** What a person has to do there, as an instruction. */
  readonly message: string;
}

/** Follows one breaking change of the SDK in the sources of a plugin. @public */
export interface Codemod {
  /** Lower case with hyphens, never used for another: `said-text`. */
  readonly id: string;
  /** Version of the SDK that the change came with. */
  readonly since: string;
  /** What was changed, in a sentence: `reasonText is saidText`. */
  readonly title: string;
  /** Changes the file in memory, which imports the SDK; a second time it changes nothing. Answers what is left to people. */
  apply(file: SourceFile): readonly CodemodNote[];
}
