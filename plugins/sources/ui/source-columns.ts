import { baseStyles, formatNumber, t } from '@datawave/plugin-sdk/ui';
import type { GridColumn } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import type { SourceRow } from './sources-page.ts';
import { healthStateWords, healthWords, stateTone, stateWords } from './words.ts';

export const sourceListStyles = css`
  ${baseStyles}
  dw-slot { min-inline-size: 0; }
`;

const figure = (
  row: SourceRow,
  term: 'sensitivity' | 'violations',
  names: readonly string[],
): number | null => {
  const figures = row.risk?.terms[term]?.figures;
  return figures === undefined ? null : names.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
};
const sensitive = (row: SourceRow): number | null =>
  figure(row, 'sensitivity', ['restricted', 'confidential']);
const violations = (row: SourceRow): number | null =>
  figure(row, 'violations', ['critical', 'high', 'medium', 'low']);
const counted = (value: number | null): unknown => (value === null ? nothing : formatNumber(value));

/**
 * Columns of the list of sources.
 * @param options - `isPaged`: the server orders and narrows, by what it knows; `hasSchedule`: somebody tells when each is scanned next
 */
export function sourceColumns(options: {
  readonly isPaged: boolean;
  readonly hasSchedule: boolean;
}): readonly GridColumn<SourceRow>[] {
  const states = ['discovered', 'validated', 'registered', 'active', 'maintenance', 'retired'] as const;
  const healths = ['healthy', 'degraded', 'unreachable', 'unknown'] as const;
  return [
    {
      ...{ key: 'title', title: t('Source'), grows: true, width: 170, sortable: true },
      // Where it is left alone, that leads to everything else that is said of it.
      cell: ({ title, state }) =>
        state === 'maintenance' || state === 'retired'
          ? html`${title} <dw-badge tone=${stateTone(state)}>${stateWords(state)}</dw-badge>`
          : title,
      filter: { kind: 'text' },
    },
    {
      ...{ key: 'connectorTitle', title: t('Kind'), width: 115 },
      value: ({ connectorTitle }) => t(connectorTitle),
      cell: ({ connectorTitle }) => html`<span class="muted">${t(connectorTitle)}</span>`,
      ...(options.isPaged ? {} : { filter: { kind: 'text' } as const }),
    },
    {
      ...{ key: 'owner', title: t('Owner'), width: 125 },
      ...(options.isPaged ? {} : { filter: { kind: 'text' } as const }),
    },
    {
      ...{ key: 'health', title: t('Health'), width: 145 },
      value: ({ health }) => health.state,
      text: ({ health }) => healthWords(health),
      cell: ({ health }) => html`<sources-health-badge .health=${health}></sources-health-badge>`,
      filter: {
        kind: 'choice',
        options: healths.map((value) => [value, healthStateWords(value)] as const),
      },
    },
    {
      ...{ key: 'latencies', title: t('Answers'), width: 115, sortable: false, wide: true, hidden: true },
      value: ({ latencies }) => latencies.at(-1) ?? null,
      cell: ({ latencies }) =>
        latencies.length < 2
          ? nothing
          : html`<sources-latency-line .values=${latencies}></sources-latency-line>`,
    },
    {
      ...{ key: 'scan', title: t('Last scan'), width: 262 },
      value: ({ risk }) => risk?.terms.staleness?.figures['days'] ?? null,
      cell: (source) => html`<dw-slot name="source.row" layout="row" .context=${{ source }}></dw-slot>`,
    },
    ...(options.hasSchedule
      ? [
          {
            ...{ key: 'schedule', title: t('Next scan'), width: 140, sortable: false },
            value: () => null,
            cell: (source: SourceRow) =>
              html`<dw-slot name="source.row.schedule" layout="row" .context=${{ source }}></dw-slot>`,
          },
        ]
      : []),
    {
      ...{ key: 'check', title: t('Next check'), width: 120, hidden: true },
      value: ({ health }) => health.nextCheckAt,
      cell: ({ health }) =>
        health.nextCheckAt === null
          ? nothing
          : html`<dw-time class="small" at=${health.nextCheckAt}></dw-time>`,
    },
    {
      ...{ key: 'sensitive', title: t('Sensitive'), width: 90, align: 'end', hidden: true },
      value: sensitive,
      cell: (row) => counted(sensitive(row)),
    },
    {
      ...{ key: 'violations', title: t('Violations'), width: 90, align: 'end', hidden: true },
      value: violations,
      cell: (row) => counted(violations(row)),
    },
    {
      ...{ key: 'risk', title: t('Risk'), width: 64, align: 'end' },
      value: ({ risk }) => risk?.score ?? null,
      cell: ({ risk }) => counted(risk?.score ?? null),
    },
    {
      ...{ key: 'state', title: t('State'), width: 100, wide: true, hidden: true },
      text: ({ state }) => stateWords(state),
      cell: ({ state }) => html`<dw-badge tone=${stateTone(state)}>${stateWords(state)}</dw-badge>`,
      filter: { kind: 'choice', options: states.map((value) => [value, stateWords(value)] as const) },
    },
  ];
}
