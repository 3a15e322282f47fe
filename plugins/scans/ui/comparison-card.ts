import { count, formatNumber } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Comparison, type ListedScan, scanHref } from './api.ts';

export const comparisonStyles = css`
  .compared { display: flex; flex-wrap: wrap; gap: var(--dw-space-3) var(--dw-space-6); }
  .compared dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .compared dd { font-weight: 600; font-variant-numeric: tabular-nums; }
  .compared .change { font-weight: 450; color: var(--dw-text-muted); }
`;

const change = (now: number, before: number): string =>
  now === before ? 'as before' : `${now > before ? '+' : '−'}${formatNumber(Math.abs(now - before))}`;

/** A run beside the one before it of the same source. Columns are compared only where both read every asset. */
export function comparisonCard(
  run: ListedScan,
  { previous, found, appeared, gone, changes }: Comparison,
): unknown {
  if (previous === null) return nothing;
  const areWhole = run.mode === 'full' && previous.mode === 'full';
  const figure = (title: string, now: number, before: number): unknown =>
    html`<div><dt>${title}</dt><dd>${formatNumber(now)} <span class="change">${change(now, before)}</span></dd></div>`;
  return html`<dw-card heading="Since the scan before"><div class="stack">
    <p class="muted"><a href=${scanHref(previous.id)}>The scan before</a> ended <dw-time at=${previous.finishedAt ?? previous.createdAt}></dw-time>.</p>
    <dl class="compared">
      ${found === null ? nothing : figure('Assets in the source', found.now, found.before)}
      ${areWhole ? html`${figure('Columns', run.columns, previous.columns)}${figure('Sensitive columns', run.sensitiveColumns, previous.sensitiveColumns)}` : nothing}
      ${changes ? html`<div><dt>New findings</dt><dd>${formatNumber(changes.findings.added)}</dd></div><div><dt>Gone findings</dt><dd>${formatNumber(changes.findings.removed)}</dd></div><div><dt>Changed assets</dt><dd>${formatNumber(changes.changed)}</dd></div>` : nothing}
    </dl>
    ${changes ? nothing : html`${named('New', appeared)}${named('Gone', gone)}`}
    ${areWhole ? nothing : html`<p class="muted small">Columns are compared between scans that read everything.</p>`}
  </div></dw-card>`;
}

function named(title: string, { count: total, names }: Comparison['gone']): unknown {
  if (total === 0) return nothing;
  const more = total - names.length;
  return html`<p><strong>${title}:</strong> ${names.join(', ')}${more > 0 ? ` and ${count(more, 'more asset')}` : nothing}</p>`;
}
