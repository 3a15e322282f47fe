import { DataWaveError, type FieldError } from '@datawave/plugin-sdk';

/**
 * An error of a connection as a client is told it: faults of settings with pointers into a body that holds them as
 * `config`, all others with status 422, because the request was understood and what is missing (404) or forbidden (403)
 * is so in the source. Errors of any other kind come back as they are.
 */
export function connectionError(error: unknown): unknown {
  if (!DataWaveError.is(error)) return error;
  const { code, message, hint, where } = error;
  const told = { code, message, ...(hint === undefined ? {} : { hint }), cause: error };
  if (code === 'DW_SOURCE_CONFIG') return new DataWaveError({ ...told, status: 400, errors: faults(error) });
  const isOfConnection = /^DW_(SOURCE|EGRESS)_/.test(code) && code !== 'DW_SOURCE_UNKNOWN';
  if (!isOfConnection) return error;
  return new DataWaveError({ ...told, status: 422, ...(where === undefined ? {} : { where }) });
}

/** A connector names the one setting that it cannot use as the place of its error. */
function faults({ errors, where, message }: DataWaveError): readonly FieldError[] {
  if (errors.length > 0) return errors.map((fault) => ({ ...fault, pointer: `/config${fault.pointer}` }));
  return where?.startsWith('/') === true ? [{ pointer: `/config${where}`, message }] : [];
}
