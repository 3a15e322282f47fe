import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/** Everything that is wrong with a rule. Faults of patterns alone have a code of their own. */
export function invalidRule(errors: readonly FieldError[]): DataWaveError {
  const isOfPatterns = errors.length > 0 && errors.every(({ pointer }) => pointer.endsWith('/pattern'));
  return isOfPatterns
    ? new DataWaveError({
        code: 'DW_RULE_PATTERN',
        message: `A pattern cannot be used: ${errors[0]?.message ?? ''}.`,
        hint: 'Patterns are in the syntax of RE2, whose time is linear: without look-around and back-references.',
        status: 400,
        errors,
      })
    : new DataWaveError({
        code: 'DW_RULE_INVALID',
        message: `The rule has ${errors.length === 1 ? 'a fault' : `${errors.length} faults`}.`,
        hint: 'Correct the places that are named.',
        status: 400,
        errors,
      });
}

export const unknownRule = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_UNKNOWN',
    message: `There is no rule ${id}.`,
    hint: 'List the rules with GET /api/v1/classification-rules.',
    status: 404,
  });

export const unknownVersion = (id: string, version: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_VERSION_UNKNOWN',
    message: `The rule ${id} has no version ${version} that is kept.`,
    hint: 'List them with GET /api/v1/classification-rules/{id}/versions.',
    status: 404,
  });

export const keyTaken = (key: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_KEY_TAKEN',
    message: `There is a rule "${key}" already.`,
    hint: 'Choose another key, or change that rule.',
    status: 409,
    errors: [{ pointer: '/key', message: 'is taken' }],
  });

export const staleRule = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_STALE',
    message: `The rule ${id} has been changed in the meantime.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const typeTaken = (id: string, other: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_TYPE_CONFLICT',
    message: `The rule "${other}" defines the info type ${id} in another way.`,
    hint: 'Define it alike in both, or give it another id.',
    status: 409,
    errors: [{ pointer: '/infoType', message: `is defined otherwise by the rule "${other}"` }],
  });

export const tooMuch = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_LIMIT',
    message: `The workspace would have more than ${what}.`,
    hint: 'Remove rules that are not needed, or shorten their dictionaries.',
    status: 409,
  });
