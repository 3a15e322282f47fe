import { DataWaveError } from '@datawave/plugin-sdk';

/**
 * MikroORM wraps what our session throws; the caller gets our error, not the wrapping with its statement text. Everything
 * else is the work's own and stays as it is: a file that is missing or another server that is away is not the database's fault.
 */
export function plain(error: unknown): unknown {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof DataWaveError) return at;
  }
  return rewrap(error);
}

/** Its DriverException copies our fields onto itself instead of keeping us as its cause. */
function rewrap(error: unknown): unknown {
  if (!DataWaveError.is(error)) return error;
  const hint: unknown = Reflect.get(error, 'hint');
  const status: unknown = Reflect.get(error, 'status');
  return new DataWaveError({
    code: error.code,
    message: error.message,
    cause: error.cause,
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof status === 'number' ? { status } : {}),
  });
}
