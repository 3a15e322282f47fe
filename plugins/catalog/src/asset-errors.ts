import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/** The same for one that there is not and for one that the caller may not see. */
export const unknownAsset = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ASSET_UNKNOWN',
    message: 'There is no such asset.',
    hint: 'It may be gone, or not be for you to see. What there is stands under Assets, in the API under GET /api/v1/assets?q=.',
    status: 404,
  });

export const changedMeanwhile = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ASSET_CHANGED',
    message: 'Owner, domain or tags of the asset have been changed in the meantime.',
    hint: 'Read them again and repeat the change.',
    status: 412,
  });

export const notYoursToSteward = (isAsItWas: boolean): DataWaveError =>
  new DataWaveError({
    code: 'DW_ASSET_STEWARDSHIP_DENIED',
    message: isAsItWas
      ? 'You may see this asset, but not say whose it is.'
      : 'With this owner, domain and tags the asset would not be yours to see or to change any more.',
    hint: isAsItWas
      ? 'Ask somebody who holds "catalog:write" for it.'
      : 'Ask somebody who may both before and after.',
    status: 403,
  });

export const invalidStewardship = (errors: readonly FieldError[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_ASSET_STEWARDSHIP_INVALID',
    message: errors.length === 1 ? 'A value cannot be used.' : `${errors.length} values cannot be used.`,
    hint: 'Correct the places that are named.',
    status: 400,
    errors,
  });

export const unknownVersion = (version: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_ASSET_VERSION_UNKNOWN',
    message: `Version ${version} of the asset is not kept.`,
    hint: 'The versions that are kept stand under GET /api/v1/assets/{urn}/history.',
    status: 404,
  });
