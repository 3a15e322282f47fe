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

/** Whether an answer is a run: what comes from elsewhere is looked at before it is trusted. */
export function isScanView(value: unknown): value is ScanView {
  if (typeof value !== 'object' || value === null) return false;
  const [id, state, tasks, progress, source] = ['id', 'state', 'tasks', 'progress', 'source'].map(
    (name): unknown => Reflect.get(value, name),
  );
  return (
    typeof id === 'string' &&
    typeof state === 'string' &&
    [tasks, progress, source].every((part) => typeof part === 'object' && part !== null)
  );
}
