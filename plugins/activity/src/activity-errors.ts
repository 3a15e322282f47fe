import { DataWaveError } from '@datawave/plugin-sdk';

export const trailBroken = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACTIVITY_TRAIL_BROKEN',
    status: 409,
    message: `The audit trail was tampered with: ${what}`,
    hint: 'Verify the trail (datawave audit verify), keep the database as it is for whoever looks into it, and compare with an export or a backup.',
  });

export const keyMissing = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACTIVITY_KEY_MISSING',
    status: 409,
    message: 'The key with which the audit trail is sealed is gone, although something was sealed with it.',
    hint: 'Put the database and the key file of the vault back from the same backup. Nothing is sealed anew meanwhile.',
  });

export const unknownEvent = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACTIVITY_UNKNOWN',
    status: 404,
    message: 'There is no such entry in the audit trail.',
    hint: 'GET /api/v1/audit-events lists them; what is older than the policy says has been removed.',
  });

export const unsettled = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACTIVITY_UNSETTLED',
    status: 503,
    message:
      'A transaction that writes to the audit trail has been open for so long that the trail cannot be read yet.',
    hint: 'Try again in a moment; if it stays so, look for long transactions in pg_stat_activity.',
  });
