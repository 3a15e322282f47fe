import { fileURLToPath } from 'node:url';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { PluginPhase } from './lifecycle.ts';
import { describeError } from './plugin-problem.ts';

/** What a plugin's code threw, with the plugin's id, the phase, the place where it does not read as code, and the way to mend it. */
export function pluginFailure(cause: unknown, plugin: string, phase: PluginPhase): DataWaveError {
  if (DataWaveError.is(cause)) return cause;
  const place = brokenPlace(cause);
  return new DataWaveError({
    code: 'DW_PLUGIN_FAILED',
    message: `Plugin "${plugin}" failed in ${phase}: ${wordsOf(cause, place)}`,
    hint: hintOf(cause, plugin, place),
    where: place ?? `plugin ${plugin}, ${phase}`,
    // With the place nothing is left to be told of it.
    ...(place === null ? { cause } : {}),
  });
}

/** Why a plugin failed, for its state, beside which its name stands already. */
export function reasonOf(error: DataWaveError, plugin: string, phase: PluginPhase): string {
  const said = `Plugin "${plugin}" failed in ${phase}: `;
  const reason = describeError(error);
  return `Failed in ${phase}: ${reason.startsWith(said) ? reason.slice(said.length) : reason}`;
}

/** File and line of a module that cannot be read as code, which Node says before the stack and nowhere else; null of every other error. */
function brokenPlace(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'SyntaxError' || error.stack === undefined) return null;
  const [, file, line] =
    /^((?:\/|[A-Za-z]:[\\/]|file:\/\/\/)[^\n]{1,1000}?):(\d{1,9})(?:\n|$)/.exec(error.stack) ?? [];
  if (file === undefined) return null;
  return `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}`;
}

function hintOf(cause: unknown, plugin: string, place: string | null): string {
  if (place !== null) return `Mend that line of "${plugin}", or disable it.`;
  // Of some mistakes Node keeps the place to itself; the types say it.
  if (cause instanceof Error && cause.name === 'SyntaxError' && isThrownByNode(cause))
    return `"npx tsc --noEmit" in its folder says where. Mend "${plugin}", or disable it.`;
  return `Look at the cause in the log and mend "${plugin}", or disable it.`;
}

const isThrownByNode = ({ stack = '' }: Error): boolean =>
  /^\s+at [^\n]*\(?node:internal\/modules\//.test(stack.slice(stack.indexOf('\n    at ') + 1));

function wordsOf(cause: unknown, place: string | null): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return place === null ? message : `${message} (${place})`;
}
