import { DataWaveError } from '@datawave/plugin-sdk';

/** A lock that this platform did not make, as far as it can tell. Nothing is loaded by it. */
export const lockUnproven = (where: string, why: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_LOCK_UNPROVEN',
    message: `The lock of plugins in ${where} is not believed: ${why.replace(/[.]$/, '')}.`,
    hint: 'If a master key was changed or left behind, put it back. If not, find out who can write the database; then look at what is installed with "datawave plugin confirm-lock", which seals it anew or begins without plugins.',
    where,
    status: 503,
    ...(cause === undefined ? {} : { cause }),
  });

/** An old lock in the place of a newer one. */
export const lockOlder = (number: number, highest: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_PACKAGES_LOCK_OLDER',
    message: `State ${number} of the installed plugins counts in the database, and state ${highest} has run here already.`,
    hint: 'After a backup of the database was restored, look at what is installed with "datawave plugin confirm-lock". If none was, find out who can write the database.',
    status: 503,
  });
