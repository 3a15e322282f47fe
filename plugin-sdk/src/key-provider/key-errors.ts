import { DataWaveError } from '../errors.ts';

/** Says why a key service does not do what it is needed for, and what to do: DW_VAULT_PROVIDER. Neither may hold a key or a token. @public */
export type KeyServiceFailure = (why: string, hint: string) => DataWaveError;

/**
 * Makes the errors of a key service.
 * @param service - what people call it, as in "The keys in AWS KMS cannot be used"
 * @public
 */
export const keyServiceFailure =
  (service: string): KeyServiceFailure =>
  (why, hint) =>
    new DataWaveError({
      code: 'DW_VAULT_PROVIDER',
      status: 503,
      message: `The keys in ${service} cannot be used: ${why}.`,
      hint,
    });

/** That bytes or context are not those with which a data key was wrapped: DW_VAULT_TAMPERED. @public */
export const dataKeyTampered = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_TAMPERED',
    message: 'The data key was wrapped for another secret, or was changed.',
    hint: 'Enter the secret again, and find out who can write to the database.',
  });
