import { DataWaveError, type ScanState, type Source } from '@datawave/plugin-sdk';
import type { Holder } from './run.ts';

/** Which states may follow which. A state that nothing follows is an end. */
const FOLLOWING: Readonly<Record<ScanState, readonly ScanState[]>> = {
  queued: ['initializing', 'running', 'paused', 'cancelling', 'cancelled', 'failed'],
  initializing: ['running', 'paused', 'cancelling', 'cancelled', 'failed'],
  running: ['classifying', 'paused', 'cancelling', 'cancelled', 'failed'],
  classifying: ['validating', 'cancelling', 'cancelled', 'failed'],
  validating: ['cataloging', 'cancelling', 'cancelled', 'failed'],
  cataloging: ['completed', 'completed-with-errors', 'cancelled', 'failed'],
  // What paused by itself becomes a person's pause.
  paused: ['paused', 'queued', 'cancelling', 'cancelled', 'failed'],
  cancelling: ['cancelled', 'failed'],
  completed: [],
  'completed-with-errors': [],
  cancelled: [],
  failed: [],
};

export const SCAN_STATES = Object.keys(FOLLOWING) as readonly ScanState[];

export const END_STATES = SCAN_STATES.filter((state) => FOLLOWING[state].length === 0);

export const ACTIVE_STATES = SCAN_STATES.filter((state) => FOLLOWING[state].length > 0);

/** States of runs that saw their source to its end. */
export const COMPLETED_STATES: readonly ScanState[] = ['completed', 'completed-with-errors'];

/** Whether nothing more will happen in this state. */
export const isEnded = (state: ScanState): boolean => FOLLOWING[state].length === 0;

/** States that take one of the places of runs at once. */
export const BUSY_STATES: readonly ScanState[] = [
  'initializing',
  'running',
  'classifying',
  'validating',
  'cataloging',
];

/** States in which tasks may be taken up. */
export const WORKING_STATES: readonly ScanState[] = ['initializing', 'running'];

export const canFollow = (from: ScanState, to: ScanState): boolean => FOLLOWING[from].includes(to);

/** @param heldBy - who has paused it: one that paused by itself may be kept from going on by itself */
export const canPause = (state: ScanState, heldBy: Holder | null): boolean =>
  canFollow(state, 'paused') && (state !== 'paused' || (heldBy !== null && heldBy !== 'person'));

export const canResume = (state: ScanState): boolean => state === 'paused';
export const canCancel = (state: ScanState): boolean =>
  state !== 'cancelling' && canFollow(state, 'cancelling');

/** Whether what failed or was not reached can be scanned once more. */
export const canRetry = (state: ScanState): boolean => isEnded(state) && state !== 'completed';

/** What a request in the wrong state is told. */
export const wrongState = (verb: string, state: ScanState): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_STATE',
    message: `A scan that is ${state} cannot be ${verb}.`,
    hint: canRetry(state)
      ? 'Retry it, which scans what is missing, or start a new scan of the source.'
      : isEnded(state)
        ? 'Start a new scan of the source.'
        : 'Read the scan again and act on its present state.',
    status: 409,
  });

/** What a request to scan assets once more is told that were all done. */
export const nothingToRetry = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_NOTHING_TO_RETRY',
    message: 'None of these assets failed or was left out by the scan.',
    hint: 'Choose tasks in state failed or cancelled that are about an asset, or start a new scan.',
    status: 409,
  });

/** What a request to scan a source is told that is to be left alone. */
export const notScannable = (source: Source): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_SOURCE_STATE',
    message: `The source "${source.title}" is in state ${source.state} and is not scanned.`,
    hint: 'Set its state to active first.',
    status: 409,
  });
