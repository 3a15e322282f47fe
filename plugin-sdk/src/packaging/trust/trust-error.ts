import { DataWaveError } from '../../errors.ts';

/** Makes an error of trust. `file` is the metadata file or target that it is about. */
export function trustError(
  code: `DW_TRUST_${string}`,
  file: string,
  message: string,
  hint: string,
  cause?: unknown,
): DataWaveError {
  return new DataWaveError({
    code,
    message,
    hint,
    where: file,
    // A registry that does not hold is a bad gateway; a file that somebody brings is their own.
    status: code === 'DW_TRUST_BUNDLE' ? 422 : 502,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** What to do where bytes are not what was signed. */
export const TAMPERED_HINT =
  'Do not install anything from this registry. Fetch again over another network; if it stays so, ask the operator of the registry.';
