import { DataWaveError } from '@datawave/plugin-sdk';

/**
 * Why an answer of a provider proves nothing. The text is for the log of who runs the platform, and holds nothing that the answer
 * said; the caller is told no more than {@link signInFailed}.
 */
export class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer';
}

/** Refuses unless it is so. */
export function insist(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new RefusedAnswer(otherwise);
}

/** What the caller is told, whatever was wrong. */
export const signInFailed = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUTH_FAILED',
    message: 'The identity provider’s answer proves nothing.',
    hint: 'Try again; whoever runs the platform finds the reason in its log.',
    status: 401,
  });

/** Of what an operator has configured. */
export const configInvalid = (key: string, why: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_SAML_CONFIG',
    message: `The SAML provider "${key}" cannot be used: ${why}.`,
    hint: 'Correct its part of the configuration of identity-saml.',
    where: `plugin identity-saml, provider ${key}`,
    ...(cause === undefined ? {} : { cause }),
  });

/** Of a provider that cannot say who it is. */
export const metadataUnavailable = (key: string, why: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_SAML_METADATA',
    message: `The metadata of the SAML provider "${key}" cannot be had: ${why}.`,
    hint: 'Sign in another way, or try again later; the address stands in the configuration as metadataUrl.',
    status: 503,
    ...(cause === undefined ? {} : { cause }),
  });
