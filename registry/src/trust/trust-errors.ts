import { DataWaveError } from '@datawave/plugin-sdk';

export const noRoot = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_NO_ROOT',
    message: 'This registry has no root yet, so nothing in it is signed.',
    hint: 'Hold the ceremony of its keys: "datawave registry keys" says how.',
    status: 404,
  });

export const unknownTrustFile = (file: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_TRUST_UNKNOWN',
    message: `There is no ${file} in the signed index.`,
    hint: 'Begin with timestamp.json; it leads to the others.',
    status: 404,
  });

/** A root that cannot be installed. */
export const unfitRoot = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_REGISTRY_ROOT_UNFIT', message, hint, status: 409 });

export const noOnlineKeys = (role: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_NO_KEYS',
    message: `This registry has no key for ${role}.`,
    hint: 'Make its keys with "datawave registry keys online", and a root that names them.',
    status: 409,
  });

export const usage = (message: string): DataWaveError =>
  new DataWaveError({ code: 'DW_USAGE', message, hint: 'See datawave registry --help.' });
