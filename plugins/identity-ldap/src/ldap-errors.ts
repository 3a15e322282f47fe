import { DataWaveError } from '@datawave/plugin-sdk';
import { ResultCodeError } from 'ldapts';

/** The directory does not do what it is needed for; other ways to sign in are not touched by it. */
export const directoryDown = (title: string, why: string, hint: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_LDAP_UNAVAILABLE',
    message: `${title} cannot be asked: ${why}.`,
    hint,
    status: 503,
  });

/** The plugin's own settings cannot be used. */
export const badSettings = (pointer: string, message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_LDAP_CONFIG', message, hint, where: pointer });

/** More people are gone than is likely. */
export const tooManyGone = (title: string, why: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_LDAP_TOO_MANY_GONE',
    message: `No account of ${title} was deactivated: ${why}.`,
    hint: 'Check users.base, users.filter and what the service account may see; if so many have left, raise sync.mostPercent.',
  });

/** What went wrong, in words that hold nothing of what was asked: a server's own say names people. */
export function reasonOf(error: unknown): string {
  if (DataWaveError.is(error)) return error.message.replace(/\.$/, '');
  if (error instanceof ResultCodeError) return `it answers with result ${error.code} (${error.name})`;
  if (!(error instanceof Error)) return 'something failed';
  if (/timed out|timeout/i.test(error.message)) return 'it does not answer in time';
  const code = Reflect.get(error, 'code');
  return typeof code === 'string' ? `the connection failed (${code})` : 'the connection was closed';
}
