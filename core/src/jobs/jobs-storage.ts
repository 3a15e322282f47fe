import type { Storage } from '../storage/storage.ts';

/** What the jobs need of the kernel's storage. */
export type JobsStorage = Pick<
  Storage,
  'execute' | 'executeIn' | 'kernelTransaction' | 'afterCommit' | 'listen' | 'service'
>;

/** SQL text with `$1`-style placeholders. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}
