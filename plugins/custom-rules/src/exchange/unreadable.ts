import { DataWaveError } from '@datawave/plugin-sdk';

/** What is wrong with a file of rules as a whole. */
export const unreadable = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_BUNDLE',
    message: `The file of rules ${what}.`,
    hint: 'Take one as GET /api/v1/classification-rules/export writes it.',
    status: 400,
  });
