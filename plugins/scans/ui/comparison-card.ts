import { formatNumber, rich, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Comparison, compareHref, type ListedScan, scanHref } from './api.ts';

export const comparisonStyles = css`
  .compared { display: flex; flex-wrap: wrap; gap: var(--dw-space-3) var(--dw-space-6); }
  .compared dt { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .compared dd { font-weight: 600; font-variant-numeric: tabular-nums; }
  .compared .change { font-weight: 450; color: var(--dw-text-muted); }
`;

const change = (now: number, before: number): string =>
  now === before ? t('as before') : `${now > before ? '+' : '−'}${formatNumber(Math.abs(now - before))}`;

/** A run beside the one before it of the same source. Columns are compared only where both read every asset. */
export function comparisonCard(
  run: ListedScan,
  { previous, found, appeared, gone, changes }: Comparison,
): unknown {
  if (previous === null) return nothing;
  const areWhole = run.mode === 'full' && previous.mode === 'full';
  const figure = (title: string, now: number, before: number): unknown =>
    html`<div><dt>${title}</dt><dd>${formatNumber(now)} <span class="change">${change(now, before)}</span></dd></div>`;
  return html`<dw-card heading=${t('Since the scan before')}><dw-button slot="actions" size="small" icon="compare" href=${compareHref(previous.id, run.id)}>${t('Compare')}</dw-button><div class="stack">
    <p class="muted">${rich('<a>The scan before</a> ended {when}.', { a: (parts: readonly unknown[]) => html`<a href=${scanHref(previous.id)}>${parts}</a>`, when: html`<dw-time at=${previous.finishedAt ?? previous.createdAt}></dw-time>` })}</p>
    <dl class="compared">
      ${found === null ? nothing : figure(t('Assets in the source'), found.now, found.before)}
      ${areWhole ? html`${figure(t('Columns'), run.columns, previous.columns)}${figure(t('Sensitive columns'), run.sensitiveColumns, previous.sensitiveColumns)}` : nothing}
      ${changes ? html`<div><dt>${t('New findings')}</dt><dd>${formatNumber(changes.findings.added)}</dd></div><div><dt>${t('Gone findings')}</dt><dd>${formatNumber(changes.findings.removed)}</dd></div><div><dt>${t('Changed assets')}</dt><dd>${formatNumber(changes.changed)}</dd></div>` : nothing}
    </dl>
    ${changes ? nothing : html`${named(t('New', {}, 'assets'), appeared)}${named(t('Gone', {}, 'assets'), gone)}`}
    ${areWhole ? nothing : html`<p class="muted small">${t('Columns are compared between scans that read everything.')}</p>`}
  </div></dw-card>`;
}

function named(title: string, { count: total, names }: Comparison['gone']): unknown {
  if (total === 0) return nothing;
  const more = total - names.length;
  return html`<p><strong>${title}:</strong> ${more > 0 ? t('{names} and {n, plural, one {# more asset} other {# more assets}}', { names: names.join(', '), n: more }) : names.join(', ')}</p>`;
}
