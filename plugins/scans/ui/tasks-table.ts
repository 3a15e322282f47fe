import { formatDuration, formatNumber, type Tone, tableOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ScanTask } from './api.ts';

const TONES: Readonly<Record<ScanTask['state'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  completed: 'success',
  failed: 'danger',
  cancelled: 'neutral',
};
const RANK: Readonly<Record<ScanTask['state'], number>> = {
  failed: 0,
  running: 1,
  completed: 2,
  waiting: 3,
  cancelled: 4,
};

/** The assets of a run with their outcome: what needs a look first, then by sensitivity and name. */
export function tasksTable(tasks: readonly ScanTask[]): unknown {
  const rows = tasks.toSorted(
    (one, other) =>
      RANK[one.state] - RANK[other.state] ||
      other.sensitiveColumns - one.sensitiveColumns ||
      one.name.localeCompare(other.name),
  );
  return tableOf<ScanTask>({
    label: 'Assets of this scan',
    rows,
    key: (task) => task.id,
    columns: [
      {
        key: 'name',
        title: 'Asset',
        cell: (task) =>
          task.state === 'completed'
            ? html`<a href="/assets/${encodeURIComponent(task.urn)}">${task.name}</a>`
            : task.name,
      },
      {
        key: 'state',
        title: '',
        cell: (task) =>
          html`<dw-badge tone=${TONES[task.state]} dot ?live=${task.state === 'running'}>${task.state}</dw-badge>`,
      },
      {
        key: 'rows',
        title: 'Rows',
        align: 'end',
        cell: (task) => (task.rows === null ? nothing : formatNumber(task.rows)),
      },
      {
        key: 'columns',
        title: 'Columns',
        align: 'end',
        cell: (task) => (task.state === 'completed' ? formatNumber(task.columns) : nothing),
      },
      {
        key: 'sensitive',
        title: 'Sensitive',
        align: 'end',
        cell: (task) => (task.state === 'completed' ? formatNumber(task.sensitiveColumns) : nothing),
      },
      {
        key: 'took',
        title: 'Took',
        align: 'end',
        wide: true,
        cell: (task) => (task.durationMs === null ? nothing : formatDuration(task.durationMs)),
      },
    ],
  });
}
