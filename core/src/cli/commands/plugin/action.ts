import type { CommandIo } from '@datawave/plugin-sdk';

/** One action of `datawave plugin`. */
export interface PluginAction {
  readonly name: string;
  /** What it does, in a few words, for the list of actions. */
  readonly summary: string;
  /** Its lines of usage, then what else is worth knowing. */
  readonly usage: string;
  /** Does it with the arguments after its name; answers the exit code. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}
