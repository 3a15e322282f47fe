import {
  formatBytes,
  formatDuration,
  formatNumber,
  saidText,
  type Tone,
  t,
  tableOf,
} from '@datawave/plugin-sdk/ui';
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

/** The state of an asset of a run in a word. */
export const taskStateWords = (state: ScanTask['state']): string =>
  ({
    waiting: t('waiting', {}, 'asset'),
    queued: t('queued', {}, 'asset'),
    running: t('running', {}, 'asset'),
    completed: t('completed', {}, 'asset'),
    failed: t('failed', {}, 'asset'),
    cancelled: t('cancelled', {}, 'asset'),
    skipped: t('skipped', {}, 'asset'),
  })[state];

/** The same to choose from. */
export const taskStateTitle = (state: ScanTask['state']): string => {
  const words = taskStateWords(state);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/**
 * The assets of a run with their outcome, in the order given.
 * @param retry - scans one of those once more that were not done; null where nobody may
 */
export function tasksTable(
  tasks: readonly ScanTask[],
  retry: ((task: ScanTask) => void) | null = null,
): unknown {
  const hasBytes = tasks.some(({ bytes }) => bytes !== null);
  const whenDone = (task: ScanTask, value: number): unknown =>
    task.state === 'completed' ? formatNumber(value) : nothing;
  return tableOf<ScanTask>({
    label: t('Assets of this scan'),
    rows: tasks,
    key: (task) => task.id,
    columns: [
      { key: 'name', title: t('Asset'), grows: true, cell: nameCell },
      {
        key: 'state',
        title: '',
        cell: ({ state, attempt }) =>
          html`<dw-badge tone=${TONES[state]} dot ?live=${state === 'running'}>${taskStateWords(state)}</dw-badge>${attempt > 1 ? html` <span class="muted small">${t('attempt {n, number}', { n: attempt })}</span>` : nothing}`,
      },
      {
        key: 'rows',
        title: t('Rows'),
        align: 'end',
        cell: ({ rows }) => (rows === null ? nothing : formatNumber(rows)),
      },
      ...(hasBytes
        ? [
            {
              key: 'bytes',
              title: t('Read', {}, 'amount'),
              align: 'end' as const,
              wide: true,
              cell: ({ bytes }: ScanTask) => (bytes === null ? nothing : formatBytes(bytes)),
            },
          ]
        : []),
      { key: 'columns', title: t('Columns'), align: 'end', cell: (task) => whenDone(task, task.columns) },
      {
        key: 'sensitive',
        title: t('Sensitive'),
        align: 'end',
        cell: (task) => whenDone(task, task.sensitiveColumns),
      },
      {
        key: 'took',
        title: t('Took'),
        align: 'end',
        wide: true,
        cell: ({ durationMs }) =>
          durationMs === null || durationMs === 0 ? nothing : formatDuration(durationMs),
      },
      ...(retry !== null && tasks.some(canRetry)
        ? [
            {
              key: 'retry',
              title: '',
              align: 'end' as const,
              cell: (task: ScanTask) =>
                canRetry(task)
                  ? html`<dw-button size="small" icon="refresh" label=${t('Retry {asset}', { asset: task.name })} @click=${() => retry(task)}></dw-button>`
                  : nothing,
            },
          ]
        : []),
    ],
  });
}

/** Whether it was not done and is about an asset. */
const canRetry = ({ urn, state }: ScanTask): boolean =>
  urn !== null && (state === 'failed' || state === 'cancelled');

function nameCell({ urn, name, state, slice, reason, error }: ScanTask): unknown {
  const isKnown = urn !== null && (state === 'completed' || state === 'skipped');
  const part =
    slice === null
      ? null
      : t('Part {n, number} of {count, number}: {title}', {
          n: slice.index + 1,
          count: slice.count,
          title: slice.title,
        });
  const why = error?.message ?? reason;
  const remark = [part, ...[why, error?.hint].map((text) => saidText(text ?? ''))].filter(
    (text) => text !== null && text !== undefined && text !== '',
  );
  return html`${isKnown ? html`<a href="/assets/${encodeURIComponent(urn)}">${name}</a>` : name}${
    remark.length === 0 ? nothing : html`<div class="muted small">${remark.join(' · ')}</div>`
  }`;
}
