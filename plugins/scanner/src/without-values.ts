import { DataWaveError } from '@datawave/plugin-sdk';

/**
 * An error of a driver as it may be logged. Drivers quote the value that they fell over in their messages, so of a
 * foreign error, or a foreign cause, only its name, its code and where it happened are kept.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DOMException) return error;
  if (!DataWaveError.is(error)) return bare(error);
  if (error.cause === undefined) return error;
  // Changed in place: whoever waits for the same session gets the same error.
  const cause = withoutValues(error.cause);
  error.cause = cause instanceof Error ? cause : undefined;
  return error;
}

/** What errors are called; anything else may be a text that somebody put there. */
const KIND = /^(?:[A-Z][A-Za-z]{0,40})?(?:Error|Exception)$/;

function bare(error: Error): Error {
  const code: unknown = Reflect.get(error, 'code');
  const isCode = typeof code === 'string' && /^(?:[A-Z][A-Z\d_]{1,39}|[A-Z\d]{5})$/.test(code);
  const bared = new Error(`The source or its driver failed${isCode ? ` with ${code}` : ''}.`);
  bared.name = KIND.test(error.name) ? error.name : 'Error';
  const at = error.stack?.indexOf(error.message) ?? -1;
  const frames = at < 0 ? [] : (error.stack ?? '').slice(at + error.message.length).split('\n');
  bared.stack = [`${bared.name}: ${bared.message}`, ...frames.filter((line) => /^\s+at /.test(line))].join(
    '\n',
  );
  return isCode ? Object.assign(bared, { code }) : bared;
}
