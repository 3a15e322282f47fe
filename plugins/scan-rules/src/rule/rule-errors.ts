import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/** Everything that is wrong with a rule. Faults of expressions alone have a code of their own. */
export function invalidRule(errors: readonly FieldError[]): DataWaveError {
  const isOfExpressions = errors.length > 0 && errors.every(({ pointer }) => pointer.endsWith('/where'));
  return isOfExpressions
    ? new DataWaveError({
        code: 'DW_SCAN_RULE_EXPRESSION',
        message: `An expression cannot be used: ${errors[0]?.message ?? ''}.`,
        hint: 'Expressions are in CEL and say true or false, such as asset.schema == "hr" && asset.name.matches("(?i)staff").',
        status: 400,
        errors,
      })
    : new DataWaveError({
        code: 'DW_SCAN_RULE_INVALID',
        message: `The scan rule has ${errors.length === 1 ? 'a fault' : `${errors.length} faults`}.`,
        hint: 'Correct the places that are named.',
        status: 400,
        errors,
      });
}

export const unknownRule = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_RULE_UNKNOWN',
    message: `There is no scan rule ${id}.`,
    hint: 'List the rules with GET /api/v1/scan-rules.',
    status: 404,
  });

export const unknownVersion = (id: string, version: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_RULE_VERSION_UNKNOWN',
    message: `The scan rule ${id} has no version ${version} that is kept.`,
    hint: 'List them with GET /api/v1/scan-rules/{id}/versions.',
    status: 404,
  });

export const staleRule = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_RULE_STALE',
    message: `The scan rule ${id} has been changed in the meantime.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const tooManyRules = (most: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_RULE_LIMIT',
    message: `The workspace would have more than ${most} scan rules.`,
    hint: 'Remove rules that are not needed.',
    status: 409,
  });
