import { DataWaveError } from '@datawave/plugin-sdk';

export const unknownVerdict = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_REVIEW_UNKNOWN',
    message: 'There is no such verdict.',
    hint: 'List them with GET /api/v1/classifications.',
    status: 404,
  });

export const unknownColumn = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_REVIEW_COLUMN_UNKNOWN',
    message: 'There is no such column, or it was not scanned since reviewing was switched on.',
    hint: 'Scan its source; GET /api/v1/assets/{urn} lists the columns that are known.',
    status: 404,
  });

/** The verdict is not what the caller saw. */
export const changedMeanwhile = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_REVIEW_CHANGED',
    message: 'The verdict has changed since it was read: a scan or somebody else was here.',
    hint: 'Read it again and decide on what it says now.',
    status: 412,
  });

export const unknownInfoType = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REVIEW_INFO_TYPE_UNKNOWN',
    message: `There is no info type "${id.slice(0, 100)}".`,
    hint: 'GET /api/v1/info-types lists them.',
    status: 400,
    errors: [{ pointer: '/infoType', message: 'is not a known info type' }],
  });
