import { DataWaveError } from '@datawave/plugin-sdk';

/** An error as it is stored with a run or task: without stack and without values of the source. */
export interface StoredError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** What errors are called; anything else may be a text that somebody put there. */
const KIND = /^(?:[A-Z][A-Za-z]{0,40})?(?:Error|Exception)$/;

/** What may be stored and shown of an error. A message that is not ours may quote a value, so it is not kept. */
export function toStoredError(error: unknown): StoredError {
  if (DataWaveError.is(error)) return { code: error.code, message: error.message, hint: error.hint ?? null };
  return {
    code: 'DW_SCAN_UNEXPECTED',
    message: `An unexpected ${error instanceof Error && KIND.test(error.name) ? error.name : 'error'} ended it.`,
    hint: 'The log of the process that ran it has the details.',
  };
}

/** Why a task is not tried any more that ended its process each time. */
export const SET_ASIDE: StoredError = {
  code: 'DW_SCAN_TASK_SET_ASIDE',
  message: 'It ended the process that worked on it, several times over, and was set aside.',
  hint: 'The log of the worker says how; scan the source again once it is mended.',
};

/** Why a task was not done whose job somebody has cancelled, and not its run. */
export const JOB_CANCELLED: StoredError = {
  code: 'DW_SCAN_TASK_CANCELLED',
  message: 'Somebody cancelled the job that was to scan it.',
  hint: 'Retry the scan, which scans what is missing.',
};

/** Faults that pass by themselves: worth another attempt. All other faults of a source stay until someone mends them. */
const PASSING = new Set([
  'DW_SOURCE_UNREACHABLE',
  'DW_EGRESS_UNREACHABLE',
  'DW_EGRESS_TIMEOUT',
  'DW_STORAGE_UNAVAILABLE',
  'DW_SERVICE_REVOKED',
  'DW_PLUGIN_DISABLED',
]);

/** Whether trying again may help. */
export const mayPass = (error: unknown): boolean =>
  !DataWaveError.is(error) ||
  PASSING.has(error.code) ||
  error.code.startsWith('DW_STORAGE_') ||
  error.code.startsWith('DW_JOB_');

/** Whether it lies with the source or the way to it, not with us. */
export const isSourceFault = (error: unknown): boolean =>
  DataWaveError.is(error) && /^DW_(SOURCE|EGRESS|CONNECTOR)_/.test(error.code);

/** Faults of reaching a source, whatever asset was asked for: they count against its health. */
const UNREACHED = new Set([
  'DW_SOURCE_UNREACHABLE',
  'DW_SOURCE_AUTHENTICATION',
  'DW_SOURCE_TLS',
  'DW_EGRESS_UNREACHABLE',
  'DW_EGRESS_TIMEOUT',
]);

/** The code and message of a fault of reaching the source; null for any other. */
export const unreached = (error: unknown): { readonly code: string; readonly message: string } | null =>
  DataWaveError.is(error) && UNREACHED.has(error.code) ? { code: error.code, message: error.message } : null;
