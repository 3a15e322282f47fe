import { formatNumber, formatShare, remainingWords, t, tableOf } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { isEnded, type ListedScan, scanHref } from './api.ts';
import { scansTable } from './scans-table.ts';
import { momentWords } from './words.ts';

export const queueStyles = css`
  .active { border-bottom: 1px solid var(--dw-border); }
  .meter { display: grid; gap: 0.1875rem; min-width: 9rem; }
`;

/** Runs in the order of their turns: those at work, then those that are paused, then the queue by priority and age. */
export function inTurn(runs: readonly ListedScan[]): readonly ListedScan[] {
  const rank = ({ state }: ListedScan): number => (state === 'queued' ? 2 : state === 'paused' ? 1 : 0);
  return runs.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      other.priority - one.priority ||
      Date.parse(one.createdAt) - Date.parse(other.createdAt),
  );
}

/** Runs that have not ended as a small table, each a link to its page. */
function queueTable(runs: readonly ListedScan[], options: { readonly withSource: boolean }): unknown {
  const requested = ({ createdAt }: ListedScan): unknown => html`<dw-time at=${createdAt}></dw-time>`;
  return tableOf<ListedScan>({
    label: t('Scans at work and in the queue'),
    rows: inTurn(runs),
    key: ({ id }) => id,
    href: ({ id }) => scanHref(id),
    columns: [
      options.withSource
        ? { key: 'source', title: t('Source'), cell: (run) => run.source.title }
        : { key: 'requested', title: t('Requested'), cell: requested },
      {
        key: 'state',
        title: '',
        cell: (run) => html`<scans-state-badge .state=${run.state}></scans-state-badge>`,
      },
      { key: 'progress', title: t('Progress'), grows: true, cell: progressCell },
      ...(options.withSource
        ? [{ key: 'since', title: t('Requested'), align: 'end' as const, wide: true, cell: requested }]
        : []),
    ],
  });
}

/** Runs that have not ended with their bars, the others below. */
export function runsTables(
  runs: readonly ListedScan[],
  options: { readonly withSource: boolean; readonly label: string },
): unknown {
  const active = runs.filter(({ state }) => !isEnded(state));
  const ended = runs.filter(({ state }) => isEnded(state));
  return html`${active.length === 0 ? nothing : html`<div class=${ended.length === 0 ? '' : 'active'}>${queueTable(active, options)}</div>`}${ended.length === 0 ? nothing : scansTable(ended, options)}`;
}

/** How far a run is, as a bar and in words. */
export function progressCell(run: ListedScan): unknown {
  if (run.state === 'queued') return html`<span class="muted small">${t('Waits for its turn')}</span>`;
  return html`<div class="meter">${progressMeter(run)}<span class="muted small number">${progressWords(run)}</span></div>`;
}

/** A bar of how far a run is. */
const progressMeter = (run: ListedScan): unknown =>
  html`<dw-progress label=${t('Progress of the scan of {source}', { source: run.source.title })} .value=${run.tasks.total === 0 || run.state === 'initializing' ? null : run.progress.fraction} .tone=${run.state === 'paused' ? 'warning' : ''}></dw-progress>`;

function progressWords(run: ListedScan): string {
  const { total, done } = run.tasks;
  if (run.state === 'initializing')
    return total === 0
      ? t('Looking through the source')
      : t('{n} assets found so far', { n: formatNumber(total) });
  const share = t('{share}, {n} of {total}', {
    share: formatShare(run.progress.fraction),
    n: formatNumber(done),
    total: formatNumber(total),
  });
  if (run.state === 'paused')
    return run.held?.until
      ? t('{share}, goes on {when}', { share, when: momentWords(run.held.until) })
      : share;
  const left = run.progress.remainingSeconds;
  return left === null ? share : `${share}, ${remainingWords(left)}`;
}
