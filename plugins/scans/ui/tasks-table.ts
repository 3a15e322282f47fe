import { formatBytes, formatDuration, formatNumber, type Tone, tableOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ScanTask } from './api.ts';

const TONES: Readonly<Record<ScanTask['state'], Tone>> = {
  waiting: 'neutral',
  queued: 'neutral',
  running: 'info',
  completed: 'success',
  failed: 'danger',
  cancelled: 'neutral',
  skipped: 'neutral',
};

/** The assets of a run with their outcome, in the order given. */
export function tasksTable(tasks: readonly ScanTask[]): unknown {
  const hasBytes = tasks.some(({ bytes }) => bytes !== null);
  const whenDone = (task: ScanTask, value: number): unknown =>
    task.state === 'completed' ? formatNumber(value) : nothing;
  return tableOf<ScanTask>({
    label: 'Assets of this scan',
    rows: tasks,
    key: (task) => task.id,
    columns: [
      { key: 'name', title: 'Asset', grows: true, cell: nameCell },
      {
        key: 'state',
        title: '',
        cell: ({ state, attempt }) =>
          html`<dw-badge tone=${TONES[state]} dot ?live=${state === 'running'}>${state}</dw-badge>${attempt > 1 ? html` <span class="muted small">attempt ${attempt}</span>` : nothing}`,
      },
      {
        key: 'rows',
        title: 'Rows',
        align: 'end',
        cell: ({ rows }) => (rows === null ? nothing : formatNumber(rows)),
      },
      ...(hasBytes
        ? [
            {
              key: 'bytes',
              title: 'Read',
              align: 'end' as const,
              wide: true,
              cell: ({ bytes }: ScanTask) => (bytes === null ? nothing : formatBytes(bytes)),
            },
          ]
        : []),
      { key: 'columns', title: 'Columns', align: 'end', cell: (task) => whenDone(task, task.columns) },
      {
        key: 'sensitive',
        title: 'Sensitive',
        align: 'end',
        cell: (task) => whenDone(task, task.sensitiveColumns),
      },
      {
        key: 'took',
        title: 'Took',
        align: 'end',
        wide: true,
        cell: ({ durationMs }) =>
          durationMs === null || durationMs === 0 ? nothing : formatDuration(durationMs),
      },
    ],
  });
}

function nameCell({ urn, name, state, slice, reason, error }: ScanTask): unknown {
  const isKnown = urn !== null && (state === 'completed' || state === 'skipped');
  const part = slice === null ? null : `Part ${slice.index + 1} of ${slice.count}: ${slice.title}`;
  const remark = [part, error?.message ?? reason].filter(
    (text) => text !== null && text !== undefined && text !== '',
  );
  return html`${isKnown ? html`<a href="/assets/${encodeURIComponent(urn)}">${name}</a>` : name}${
    remark.length === 0 ? nothing : html`<div class="muted small">${remark.join(' · ')}</div>`
  }`;
}
