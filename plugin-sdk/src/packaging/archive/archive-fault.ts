import { DataWaveError } from '../../errors.ts';
import { printable } from '../../printable.ts';

const HINT =
  'Do not use this file. Get it again from its publisher, or pack it anew with "datawave plugin pack".';

/** Codes under which an archive is refused. */
export type ArchiveFaultCode =
  | 'DW_PACKAGE_NOT_GZIP'
  | 'DW_PACKAGE_TRUNCATED'
  | 'DW_PACKAGE_DAMAGED'
  | 'DW_PACKAGE_TRAILING'
  | 'DW_PACKAGE_TOO_LARGE'
  | 'DW_PACKAGE_ENTRY'
  | 'DW_PACKAGE_PATH'
  | 'DW_PACKAGE_DUPLICATE';

/** Why an archive is refused: 413 when it is too large, 422 for the rest. */
export function archiveFault(code: ArchiveFaultCode, message: string, cause?: unknown): DataWaveError {
  return new DataWaveError({
    code,
    // It may quote what a stranger wrote, and is shown on terminals.
    message: printable(message),
    hint: HINT,
    status: code === 'DW_PACKAGE_TOO_LARGE' ? 413 : 422,
    ...(cause === undefined ? {} : { cause }),
  });
}
