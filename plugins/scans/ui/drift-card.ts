import { t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Drift } from './api.ts';

/** Names of columns shown of one change; more are counted. */
const MOST_NAMES = 12;

export const driftStyles = css`
  .drifts { display: grid; gap: var(--dw-space-4); }
  .drifts dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-3); margin-top: var(--dw-space-1); }
  .drifts dt { color: var(--dw-text-muted); }
  .drifts dd { overflow-wrap: anywhere; }
`;

/** How shapes of assets had changed since they were read before. */
export function driftCard(drifts: readonly Drift[], hasMore: boolean): unknown {
  if (drifts.length === 0) return nothing;
  return html`<dw-card heading=${t('Schema changes')} note=${hasMore ? t('The first {n, number} assets since the scan before', { n: drifts.length }) : t('{n, plural, one {# asset} other {# assets}} since the scan before', { n: drifts.length })}><ul class="drifts" role="list">${drifts.map(
    (drift) => html`<li><a href="/assets/${encodeURIComponent(drift.urn)}">${drift.name}</a><dl class="small">
      ${line(t('Added', {}, 'columns'), drift.added)}${line(t('Removed', {}, 'columns'), drift.removed)}${line(
        t('Retyped', {}, 'columns'),
        drift.changed.map(({ column, from, to }) => `${column} (${from} → ${to})`),
      )}</dl></li>`,
  )}</ul></dw-card>`;
}

function line(title: string, names: readonly string[]): unknown {
  if (names.length === 0) return nothing;
  const more = names.length - MOST_NAMES;
  return html`<dt>${title}</dt><dd>${more > 0 ? t('{names} and {n, plural, one {# more} other {# more}}', { names: names.slice(0, MOST_NAMES).join(', '), n: more }) : names.join(', ')}</dd>`;
}
