import { DataWaveError } from '@datawave/plugin-sdk';

/** The same for one that there is not and for one that the caller may not see. */
export const unknownViolation = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_VIOLATION_UNKNOWN',
    message: 'There is no such violation.',
    hint: 'It may not be for you to see. What there is stands under Compliance, in the API under GET /api/v1/violations.',
    status: 404,
  });

export const changedMeanwhile = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_VIOLATION_CHANGED',
    message: 'The violation has been changed in the meantime.',
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const notYours = (permission: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VIOLATION_DENIED',
    message:
      permission === 'compliance:waive'
        ? 'You may work on this violation, but not waive it.'
        : 'You may see this violation, but not change it.',
    hint: `Ask somebody who holds "${permission}" for its asset.`,
    status: 403,
  });

export const invalidChange = (pointer: string, message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VIOLATION_INVALID',
    message: 'The violation cannot be changed like that.',
    hint: 'Correct the place that is named.',
    status: 400,
    errors: [{ pointer, message }],
  });

export const unknownControl = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_CONTROL_UNKNOWN',
    message: 'No framework that is running has this control.',
    hint: 'The frameworks and their controls stand under Compliance, in the API under GET /api/v1/frameworks.',
    status: 404,
  });
