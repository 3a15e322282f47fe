import { baseStyles, formatDuration, formatNumber, t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { elapsed, isEnded, type ListedScan } from './api.ts';
import { progressCell } from './queue-table.ts';
import { actorWords, modeWords, scanProgress } from './words.ts';

type RunColumn = GridColumn<ListedScan>;

export const runCellStyles = css`
  ${baseStyles}
  .meter { display: grid; gap: 0.1875rem; min-inline-size: 9rem; }
`;

const sourceColumn = (): RunColumn => ({
  ...{ key: 'source', title: t('Source'), grows: true, width: 180 },
  value: ({ source }) => source.title,
});

const stateColumn = (): RunColumn => ({
  ...{ key: 'state', title: t('State'), width: 215 },
  value: ({ state }) => state,
  cell: ({ state }) => html`<scans-state-badge .state=${state}></scans-state-badge>`,
});

/** What few want to see of a run. */
const rarely = (): readonly RunColumn[] => [
  {
    ...{ key: 'mode', title: t('Mode'), width: 190, hidden: true },
    value: ({ mode }) => modeWords(mode),
  },
  {
    ...{ key: 'rule', title: t('Rule'), width: 170, hidden: true },
    value: ({ rule }) => rule?.title ?? null,
  },
  {
    ...{ key: 'by', title: t('Requested by'), width: 140, hidden: true },
    value: ({ createdBy }) => actorWords(createdBy),
  },
];

const priority = ({ priority: level }: ListedScan): string =>
  level > 0 ? `+${level}` : `${level}`.replace('-', '−');

/**
 * Columns of runs that are at work or wait for their turn.
 * @param next - id of the run whose turn is next, as far as that is known
 */
export function queueColumns(next: string | undefined): readonly RunColumn[] {
  return [
    sourceColumn(),
    {
      ...stateColumn(),
      cell: ({ id, state }) =>
        html`<scans-state-badge .state=${state}></scans-state-badge>${id === next ? html` <span class="muted small">${t('next', {}, 'in turn')}</span>` : nothing}`,
    },
    {
      ...{ key: 'progress', title: t('Progress'), width: 330 },
      value: ({ progress }) => progress.fraction,
      cell: progressCell,
    },
    { key: 'priority', title: t('Priority'), width: 90, align: 'end', wide: true, cell: priority },
    {
      ...{ key: 'requested', title: t('Requested'), width: 140, align: 'end', wide: true },
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>`,
    },
    ...rarely(),
  ];
}

/** Columns of runs that have ended. What sorts and narrows is what the server can. */
export function historyColumns(): readonly RunColumn[] {
  const ends = [
    ['completed', t('Completed', {}, 'scan')],
    ['completed-with-errors', t('Ended with problems')],
    ['failed', t('Failed', {}, 'scan')],
    ['cancelled', t('Cancelled', {}, 'scan')],
  ] as const;
  return [
    { ...sourceColumn(), sortable: true, filter: { kind: 'text' } },
    { ...stateColumn(), filter: { kind: 'choice', options: ends } },
    {
      ...{ key: 'requested', title: t('Started'), width: 140, sortable: true },
      value: (run) => run.startedAt ?? run.createdAt,
      cell: (run) => html`<dw-time at=${run.startedAt ?? run.createdAt}></dw-time>`,
    },
    {
      ...{ key: 'assets', title: t('Assets'), width: 90, align: 'end' },
      value: ({ tasks }) => tasks.total,
      cell: scanProgress,
    },
    {
      ...{ key: 'problems', title: t('Problems'), width: 95, align: 'end' },
      value: ({ tasks }) => tasks.failed,
      cell: ({ tasks }) => (tasks.failed === 0 ? nothing : formatNumber(tasks.failed)),
    },
    { key: 'sensitiveColumns', title: t('Sensitive columns'), width: 150, align: 'end' },
    {
      ...{ key: 'took', title: t('Took'), width: 105, align: 'end', wide: true, sortable: true },
      value: (run) => elapsed(run),
      cell: (run) => {
        const time = isEnded(run.state) ? elapsed(run) : null;
        return time === null ? nothing : formatDuration(time).replaceAll(' ', '\u00a0');
      },
    },
    { key: 'priority', title: t('Priority'), width: 90, align: 'end', hidden: true, cell: priority },
    ...rarely(),
  ];
}
