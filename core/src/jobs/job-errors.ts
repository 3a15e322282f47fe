import { DataWaveError } from '@datawave/plugin-sdk';

/** Another claim has taken over; the handler's transaction must roll back. */
export function leaseLost(name: string, id: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_LEASE_LOST',
    message: `Job ${id} (${name}) is no longer held by this attempt.`,
    hint: 'Roll the transaction back. Another attempt has taken over, or the job was cancelled or timed out.',
    status: 409,
  });
}

export function jobCancelled(name: string, id: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_CANCELLED',
    message: `Job ${id} (${name}) was cancelled.`,
    status: 409,
  });
}

export function jobTimedOut(name: string, id: string, timeoutMs: number): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_TIMEOUT',
    message: `An attempt of job ${id} (${name}) ran longer than ${timeoutMs} ms.`,
    hint: 'Cut the work into smaller jobs, or raise timeoutMs of the definition.',
    status: 504,
  });
}

export function workerStopping(name: string, id: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_WORKER_STOPPING',
    message: `The worker stops; job ${id} (${name}) is put back.`,
    status: 503,
  });
}

/** What a row keeps of a failure. Messages of unknown errors may quote data, so only their kind is kept. */
export function recordedError(error: unknown): { readonly code: string; readonly message: string } {
  if (DataWaveError.is(error)) return { code: error.code, message: error.message.slice(0, 2_000) };
  const kind = error instanceof Error ? error.name : typeof error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const detail = code !== null && /^[A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : '';
  return {
    code: 'DW_JOB_HANDLER_FAILED',
    message: `The handler threw ${kind.slice(0, 80)}${detail}; the log has the rest.`,
  };
}

/** Whether a handler says that trying again cannot help. */
export function isUnretryable(error: unknown): boolean {
  return DataWaveError.is(error) && error.code === 'DW_JOB_UNRETRYABLE';
}
