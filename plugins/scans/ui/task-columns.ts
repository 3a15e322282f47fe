import {
  baseStyles,
  formatBytes,
  formatDuration,
  formatNumber,
  saidText,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { html, nothing } from 'lit';
import { type ScanTask, TASK_STATES } from './api.ts';

export const taskCellStyles = baseStyles;

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
const stateWords = (state: ScanTask['state']): string =>
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
const stateTitle = (state: ScanTask['state']): string => {
  const words = stateWords(state);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** Whether it was not done and is about an asset. */
export const canRetry = ({ urn, state }: ScanTask): boolean =>
  urn !== null && (state === 'failed' || state === 'cancelled');

/** Where the asset is looked at, once it is known. */
export const assetHref = ({ urn, state }: ScanTask): string | undefined =>
  urn !== null && (state === 'completed' || state === 'skipped')
    ? `/assets/${encodeURIComponent(urn)}`
    : undefined;

function remark({ slice, reason, error }: ScanTask): string {
  const part =
    slice === null
      ? ''
      : t('Part {n, number} of {count, number}: {title}', {
          n: slice.index + 1,
          count: slice.count,
          title: slice.title,
        });
  const why = [error?.message ?? reason, error?.hint].map((text) => saidText(text ?? ''));
  return [part, ...why].filter((text) => text !== '').join(' · ');
}

/**
 * Columns of the assets of a run with their outcome. What sorts and narrows is what the server can.
 * @param options - `hasBytes`: it is known how much was read; `newest`: a task as it is now
 */
export function taskColumns(options: {
  readonly hasBytes: boolean;
  readonly newest: (task: ScanTask) => ScanTask;
}): readonly GridColumn<ScanTask>[] {
  const { newest, hasBytes } = options;
  const figure = (
    key: string,
    title: string,
    read: (task: ScanTask) => number | null,
    more: Partial<GridColumn<ScanTask>>,
  ): GridColumn<ScanTask> => ({
    ...{ key, title, width: 86, align: 'end' },
    value: (task) => read(newest(task)),
    cell: (task) => {
      const value = read(newest(task));
      return value === null ? nothing : formatNumber(value);
    },
    ...more,
  });
  const whenDone = (task: ScanTask, value: number): number | null =>
    task.state === 'completed' ? value : null;
  return [
    { key: 'name', title: t('Asset'), width: 190, grows: true, sortable: true, filter: { kind: 'text' } },
    {
      ...{ key: 'state', title: t('State'), width: 158 },
      value: (task) => newest(task).state,
      cell: (task) => {
        const { state, attempt } = newest(task);
        return html`<dw-badge tone=${TONES[state]} dot ?live=${state === 'running'}>${stateWords(state)}</dw-badge>${attempt > 1 ? html` <span class="muted small">${t('attempt {n, number}', { n: attempt })}</span>` : nothing}`;
      },
      filter: { kind: 'choice', options: TASK_STATES.map((state) => [state, stateTitle(state)] as const) },
    },
    {
      ...{ key: 'remark', title: t('Remark'), width: 230 },
      value: (task) => remark(newest(task)),
      cell: (task) => html`<span class="muted small">${remark(newest(task))}</span>`,
    },
    figure('rows', t('Rows'), ({ rows }) => rows, { sortable: true }),
    figure('bytes', t('Read', {}, 'amount'), ({ bytes }) => bytes, {
      ...{ wide: true, hidden: !hasBytes },
      cell: (task) => {
        const { bytes } = newest(task);
        return bytes === null ? nothing : formatBytes(bytes);
      },
    }),
    figure('columns', t('Columns'), (task) => whenDone(task, task.columns), {}),
    figure('sensitive', t('Sensitive'), (task) => whenDone(task, task.sensitiveColumns), { sortable: true }),
    figure('took', t('Took'), ({ durationMs }) => (durationMs === 0 ? null : durationMs), {
      ...{ width: 100, wide: true, sortable: true },
      cell: (task) => {
        const { durationMs } = newest(task);
        return durationMs === null || durationMs === 0 ? nothing : formatDuration(durationMs);
      },
    }),
  ];
}
