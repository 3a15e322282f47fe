import { countWords, DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/** Wrong name, wrong password, locked or unknown: the caller is not told which. */
export const signInFailed = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_FAILED',
    message: 'The user name or the password is wrong, or the account cannot sign in.',
    hint: 'Try again; an administrator can set a new password.',
    status: 401,
  });

/** Nobody vouches for the password, but somebody who might could not be asked. Said of every name, so that it tells none from another. */
export const directoryDown = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_DIRECTORY_DOWN',
    message:
      'The user name and the password could not be checked everywhere: a directory cannot be asked now.',
    hint: 'Check both and try again in a minute; accounts that have their password here are not affected.',
    status: 503,
    headers: { 'retry-after': '30' },
  });

/** The password was right; said to nobody who has not proved that. */
export const secondFactorNeeded = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_SECOND_FACTOR',
    message: 'This account asks for a code beside the password.',
    hint: 'Send the code of the authenticator app, or a recovery code, as "code".',
    status: 401,
  });

export const tokenInvalid = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_TOKEN_INVALID',
    message: 'The token is unknown, was used, has expired or was revoked.',
    hint: 'Sign in again, or ask for another.',
    status: 401,
  });

export const refreshReused = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_REFRESH_REUSED',
    message: 'This refresh token was used before; its session has been ended.',
    hint: 'Sign in again.',
    status: 401,
  });

export const busy = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_BUSY',
    message: 'Too many people are signing in at this moment.',
    hint: 'Try again in a few seconds.',
    status: 503,
    headers: { 'retry-after': '2' },
  });

export const throttled = (seconds: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_THROTTLED',
    message: 'Too many wrong passwords or codes came from here.',
    hint: `Wait ${countWords(seconds, 'second')} and try again.`,
    status: 429,
    headers: { 'retry-after': String(seconds) },
  });

export const unknownUser = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_USER_UNKNOWN',
    message: 'There is no such account.',
    hint: 'GET /api/v1/users lists them.',
    status: 404,
  });

/** Something of the caller's, or of an account, that is not there. */
export const unknownThing = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_UNKNOWN',
    message: `There is no such ${what}.`,
    hint: 'Look at the list; it may have been removed meanwhile.',
    status: 404,
  });

export const lastAdministrator = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_LAST_ADMINISTRATOR',
    message: 'This would leave the platform without an administrator.',
    hint: 'Make somebody else an administrator first.',
    status: 409,
  });

export const firstAdministrator = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_FIRST_ADMINISTRATOR',
    message: 'The first administrator is the way back in when all else fails, and cannot be deleted.',
    hint: 'Deactivate the account instead.',
    status: 409,
  });

export const nameTaken = (what: string, pointer: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_NAME_TAKEN',
    message: `There is ${what} of this name already.`,
    hint: 'Names are compared without case; choose another.',
    status: 409,
    errors: [{ pointer, message: 'is taken' }],
  });

export const invalidInput = (errors: readonly FieldError[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_INVALID',
    message: errors.map(({ pointer, message }) => `${pointer.split('/').at(-1)} ${message}`).join('; '),
    hint: 'Correct what is named.',
    status: 422,
    errors,
  });

export const staleAccount = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_STALE',
    message: 'Somebody else has changed it meanwhile.',
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const noMail = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_NO_MAIL',
    message: 'No mail is sent here.',
    hint: 'Ask an administrator for a link. For mail, configure the plugin mail and server.publicUrl.',
    status: 503,
  });
