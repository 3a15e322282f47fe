import type { ScanRun } from '@datawave/plugin-sdk';

/** A run as the API answers it, as far as it is told here. */
export interface ScanView extends ScanRun {
  readonly source: { readonly id: string; readonly key: string; readonly title: string };
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly held: { readonly by: 'person' | 'maintenance' | 'source'; readonly until: string | null } | null;
  readonly sensitiveColumns: number;
}

/** Whether nothing more happens to a run. */
export const hasEnded = ({ state }: ScanView): boolean =>
  ['completed', 'completed-with-errors', 'cancelled', 'failed'].includes(state);

/** How many assets and findings a run found different from the one before it. */
export interface ChangesView {
  readonly appeared: number;
  readonly changed: number;
  readonly gone: number;
  readonly findings: { readonly added: number; readonly removed: number };
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isAmountOrNull = (value: unknown): boolean => value === null || isAmount(value);

const has = (value: unknown, names: readonly string[], is: (part: unknown) => boolean): value is Fields =>
  isObject(value) && names.every((name) => is(value[name]));

/** Whether an answer is a run: what comes from elsewhere is looked at before it is trusted, down to each field that is shown. */
export function isScanView(value: unknown): value is ScanView {
  if (!has(value, ['id', 'state', 'createdAt'], isText)) return false;
  const { tasks, progress, source, error, held, priority, sensitiveColumns } = value;
  return (
    isAmount(priority) &&
    isAmount(sensitiveColumns) &&
    has(tasks, ['total', 'done', 'failed', 'skipped'], isAmount) &&
    has(progress, ['fraction', 'rows', 'bytes'], isAmount) &&
    has(progress, ['assetsPerSecond', 'bytesPerSecond'], isAmountOrNull) &&
    (progress['remainingSeconds'] === null ||
      has(progress['remainingSeconds'], ['likely', 'low', 'high'], isAmount)) &&
    has(source, ['id', 'key', 'title'], isText) &&
    (error === null ||
      (has(error, ['code', 'message'], isText) && (error['hint'] === null || isText(error['hint'])))) &&
    (held === null || (has(held, ['by'], isText) && (held['until'] === null || isText(held['until']))))
  );
}

/** The changes of a comparison as the API answers it; null where nothing was compared. */
export function changesOf(comparison: unknown): ChangesView | null {
  const changes = isObject(comparison) ? comparison['changes'] : null;
  return isChangesView(changes) ? changes : null;
}

const isChangesView = (value: unknown): value is ChangesView & Fields =>
  has(value, ['appeared', 'changed', 'gone'], isAmount) &&
  has(value['findings'], ['added', 'removed'], isAmount);
