import { DataWaveError } from '@datawave/plugin-sdk';

/** Code of {@link notProven}. */
export const REFUSED = 'DW_OIDC_REFUSED';

/** What came back proves nothing. Who tries is told no more; the reason stands in the log. */
export const notProven = (): DataWaveError =>
  new DataWaveError({
    code: REFUSED,
    message: 'The provider has not vouched for you.',
    hint: 'Begin again from the sign-in page; if it happens again, ask an administrator to look into the log.',
    status: 401,
  });

/** The provider does not do what it is needed for; other ways to sign in are not touched by it. */
export const providerDown = (title: string, why: string, hint: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_OIDC_UNAVAILABLE',
    message: `Nobody can sign in with ${title} now: ${why}.`,
    hint,
    status: 503,
  });

/** The plugin's own settings cannot be used. */
export const badSettings = (pointer: string, message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_OIDC_CONFIG', message, hint, where: pointer });
