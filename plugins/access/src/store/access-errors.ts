import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

const unknown = (code: string, what: string, list: string): DataWaveError =>
  new DataWaveError({
    code,
    message: `There is no such ${what}.`,
    hint: `List them with GET /api/v1/${list}.`,
    status: 404,
  });

export const unknownRole = (): DataWaveError => unknown('DW_ROLE_UNKNOWN', 'role', 'roles');
export const unknownAssignment = (): DataWaveError =>
  unknown('DW_ROLE_ASSIGNMENT_UNKNOWN', 'role assignment', 'role-assignments');
export const unknownPolicy = (): DataWaveError =>
  unknown('DW_ACCESS_POLICY_UNKNOWN', 'access policy', 'access-policies');
export const unknownElevation = (): DataWaveError =>
  unknown('DW_ELEVATION_UNKNOWN', 'elevation', 'elevations');

/** A body names something that is not there. */
export const namesUnknownRole = (pointer: string, name: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ROLE_UNKNOWN',
    message: `There is no role "${name}".`,
    hint: 'Take a key of GET /api/v1/roles.',
    status: 400,
    errors: [{ pointer, message: 'is no role' }],
  });

export const invalid = (errors: readonly FieldError[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_INVALID',
    message: errors.length === 1 ? 'A value cannot be used.' : `${errors.length} values cannot be used.`,
    hint: 'Correct the places that are named.',
    status: 400,
    errors,
  });

export const changedMeanwhile = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_CHANGED',
    message: `The ${what} has been changed in the meantime.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const keyTaken = (pointer: string, what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_TAKEN',
    message: `There is such a ${what} already.`,
    hint: 'Choose another name, or change the one that there is.',
    status: 409,
    errors: [{ pointer, message: 'is taken' }],
  });

export const builtIn = (key: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ROLE_BUILT_IN',
    message: `The role "${key}" comes with the platform and stays as it is.`,
    hint: 'Add a role that inherits from it.',
    status: 409,
  });

export const cycle = (way: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_ROLE_CYCLE',
    message: `The role would inherit from itself: ${way.join(' > ')}.`,
    hint: 'Take one of them out.',
    status: 400,
    errors: [{ pointer: '/inherits', message: 'leads back to the role itself' }],
  });

export const referenced = (key: string, by: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_ROLE_REFERENCED',
    message: `The role "${key}" is still in use: ${by.join('; ')}.`,
    hint: 'Take it out of what is named, then remove it.',
    status: 409,
    errors: by.map((message) => ({ pointer: '', message })),
  });

export const lastAdministrator = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_LAST_ADMINISTRATOR',
    message: 'This is the last assignment by which somebody is administrator for good.',
    hint: 'Make somebody else administrator first, without an end.',
    status: 409,
  });

export const escalation = (permissions: readonly string[], isEverywhere: boolean): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_ESCALATION',
    message: `You cannot hand on what you do not hold${isEverywhere ? ' in every workspace' : ''}: ${permissions.slice(0, 5).join(', ')}${permissions.length > 5 ? ` and ${permissions.length - 5} more` : ''}.`,
    hint: 'Ask somebody who holds it through a role of their own that does not end by itself.',
    status: 403,
  });

export const limitReached = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_LIMIT',
    message: `The workspace would have more than ${what}.`,
    hint: 'Remove what is not needed any more.',
    status: 409,
  });

export const elevationState = (state: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ELEVATION_STATE',
    message: `This cannot be done with an elevation that is ${state}.`,
    hint: 'Read it again.',
    status: 409,
  });

export const ownElevation = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ELEVATION_OWN',
    message: 'Nobody decides upon a request of their own.',
    hint: 'Ask somebody else who holds elevations:approve.',
    status: 403,
  });
