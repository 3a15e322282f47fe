import { formatDuration, formatNumber, t, tableOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { elapsed, type ListedScan, scanHref } from './api.ts';
import { scanProgress } from './words.ts';

/** Runs as a table, each a link to its page. */
export function scansTable(
  runs: readonly ListedScan[],
  options: { readonly withSource: boolean; readonly label: string },
): unknown {
  return tableOf<ListedScan>({
    label: options.label,
    rows: runs,
    key: (run) => run.id,
    href: (run) => scanHref(run.id),
    columns: [
      options.withSource
        ? { key: 'source', title: t('Source'), cell: (run) => run.source.title }
        : {
            key: 'started',
            title: t('Started'),
            cell: (run) => html`<dw-time at=${run.startedAt ?? run.createdAt}></dw-time>`,
          },
      {
        key: 'state',
        title: '',
        cell: (run) => html`<scans-state-badge .state=${run.state}></scans-state-badge>`,
      },
      { key: 'assets', title: t('Assets'), align: 'end', cell: scanProgress },
      {
        key: 'problems',
        title: t('Problems'),
        align: 'end',
        cell: (run) => (run.tasks.failed === 0 ? nothing : formatNumber(run.tasks.failed)),
      },
      {
        key: 'sensitive',
        title: t('Sensitive columns'),
        align: 'end',
        cell: (run) => formatNumber(run.sensitiveColumns),
      },
      {
        key: 'took',
        title: t('Took'),
        align: 'end',
        wide: true,
        cell: (run) => {
          const time = elapsed(run);
          return time === null ? nothing : formatDuration(time).replaceAll(' ', '\u00a0');
        },
      },
      ...(options.withSource
        ? [
            {
              key: 'started',
              title: t('Started'),
              align: 'end' as const,
              cell: (run: ListedScan) => html`<dw-time at=${run.startedAt ?? run.createdAt}></dw-time>`,
            },
          ]
        : []),
    ],
  });
}
