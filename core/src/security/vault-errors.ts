import { DataWaveError } from '@datawave/plugin-sdk';
import type { SecretAddress } from './vault-cipher.ts';

export const secretMissing = (plugin: string, name: string, version?: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECRET_MISSING',
    status: 404,
    message: `Plugin ${plugin} has no secret named ${name}${version === undefined ? '' : ` of version ${version}`} in this workspace.`,
    hint:
      version === undefined
        ? 'Enter it again where it belongs, for instance the source’s password.'
        : 'It was replaced, and the time for which its former value stays readable is up. Read the current one.',
  });

/** Says nothing of the bytes, and nothing of what the cipher says, which is of no use to anyone. */
export const secretTampered = ({ plugin, name }: SecretAddress): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_TAMPERED',
    message: `The secret ${name} of plugin ${plugin} was changed in the database, or moved there from another place.`,
    hint: 'Enter it again, and find out who can write to the database.',
  });

export const keyError = (what: string, keyFile: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_KEY',
    message: `A secret ${what}.`,
    hint: `Put the key back into ${keyFile} or DATAWAVE_MASTER_KEY, from the backup. If it is lost for good, delete the stored secrets and enter them again.`,
    where: keyFile,
  });

export const providerMissing = (provider: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_PROVIDER',
    status: 503,
    message: `The key provider "${provider}" is not there, so secrets whose keys lie with it can be neither read nor stored.`,
    hint: `Enable the plugin "${provider}", or correct secrets.provider in the configuration.`,
  });

export const rotationIncomplete = (
  failures: readonly { readonly address: SecretAddress; readonly error: unknown }[],
): DataWaveError => {
  const names = failures.slice(0, 5).map(({ address }) => `${address.name} of plugin ${address.plugin}`);
  const [first] = failures;
  const code = DataWaveError.is(first?.error) ? first.error.code : 'DW_VAULT_TAMPERED';
  return new DataWaveError({
    code,
    message: `${failures.length === 1 ? 'One secret' : `${failures.length} secrets`} could not be wrapped anew: ${names.join(', ')}${failures.length > names.length ? ', ...' : ''}. The former key is still needed and stays.`,
    hint:
      code === 'DW_VAULT_TAMPERED'
        ? 'Each was changed in the database. Delete it and enter it again, then rotate once more.'
        : 'Restore the key or the key provider that they were stored with, then rotate once more.',
    cause: first?.error,
  });
};

const MAX_VALUE_BYTES = 64 * 1024;
const MAX_NAME = 500;

/** @throws DataWaveError DW_SECRET_INVALID */
export function checkSecret(name: string, value: string): void {
  if (name === '' || name.length > MAX_NAME || name.includes('\0'))
    throw new DataWaveError({
      code: 'DW_SECRET_INVALID',
      status: 400,
      message: `A secret's name must have 1 to ${MAX_NAME} characters.`,
      hint: 'Shorten it.',
    });
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new DataWaveError({
      code: 'DW_SECRET_INVALID',
      status: 400,
      message: `A secret may have at most ${MAX_VALUE_BYTES / 1024} KiB.`,
      hint: 'Store the document elsewhere and its password here.',
    });
}
