import { formatCompact, formatDateTime, formatNumber, saidText, t } from '@datawave/plugin-sdk/ui';
import { chartOf } from '@datawave/plugin-sdk/ui/chart';
import { css, html, nothing } from 'lit';
import type { Behaviour } from './api.ts';
import { times } from './words.ts';

export const behaviourStyles = css`
  .behaviour p { margin-block: 0 var(--dw-space-3); }
  .origins { margin-block: var(--dw-space-4) 0; padding: 0; list-style: none; }
  .origins li { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--dw-space-1) var(--dw-space-3); padding-block: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); }
  .origins .where { flex: 1 1 12rem; min-width: 0; overflow-wrap: anywhere; }
  .origins strong { font-weight: 600; }
`;

/** When and from where it came, and by what it is measured. */
export function behaviourCard(behaviour: Behaviour, measure: string): unknown {
  const { pace, origins, names, records } = behaviour;
  if (pace.length === 0) return nothing;
  const isOfRecords = records > 0;
  return html`<dw-card heading=${t('Who and from where')}><div class="behaviour">
    <p>${t(
      '{n, plural, one {# observation} other {# observations}} from {addresses, plural, =0 {no known address} one {# address} other {# addresses}}{names, plural, =0 {} one {, of # name} other {, of # names}}{records, plural, =0 {} one {, # record} other {, # records}}.',
      {
        n: pace.reduce((sum, { count }) => sum + count, 0),
        addresses: origins.length,
        ...{ names, records },
      },
    )}</p>
    ${measure === '' ? nothing : html`<p class="muted small">${t('It becomes an incident by this measure: {measure}', { measure: saidText(measure) })}</p>`}
    ${chartOf({
      kind: 'bar',
      label: isOfRecords ? t('Records taken out over time') : t('Observations over time'),
      labelTitle: t('Time'),
      labels: pace.map(({ at }) => formatDateTime(at)),
      series: [
        {
          label: isOfRecords ? t('Records') : t('Observations'),
          values: pace.map((stretch) => (isOfRecords ? stretch.records : stretch.count)),
          tone: 'danger',
        },
      ],
      format: isOfRecords ? formatCompact : formatNumber,
      height: 160,
    })}
    ${
      origins.length === 0
        ? nothing
        : html`<ul class="origins" role="list" aria-label=${t('Addresses')}>${origins.map(
            ({ address, place, count, lastAt }) =>
              html`<li><span class="where"><strong><bdi>${address}</bdi></strong>${place === null ? nothing : html` <span class="muted"><bdi>${place}</bdi></span>`}</span>
                <span>${times(count)}</span> <span class="muted small"><dw-time at=${lastAt}></dw-time></span></li>`,
          )}</ul>`
    }</div></dw-card>`;
}
