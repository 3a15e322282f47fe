import { formatNumber, rich, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ReviewItem, ReviewSummary } from './api.ts';

/** How far today's work is: `12 of 58 decided today`. */
export function progressView({ waiting, decided = 0 }: ReviewSummary): unknown {
  if (decided === 0) return nothing;
  const total = waiting + decided;
  return html`<div class="progress"><p>${rich('<b>{n}</b> of {total} decided today', {
    ...{ n: formatNumber(decided), total: formatNumber(total) },
    b: (parts) => html`<strong>${parts}</strong>`,
  })}</p><dw-progress label=${t('Decided today')} .value=${decided / total} tone=${waiting === 0 ? 'success' : ''}></dw-progress></div>`;
}

/** A verdict in a line. */
export function lineView(
  item: ReviewItem,
  infoTypeTitle: (id: string) => string,
  showsSource: boolean,
): unknown {
  const title = item.infoType === '' ? t('nothing recognised') : infoTypeTitle(item.infoType);
  const place =
    item.sourceTitle === null || !showsSource
      ? item.assetName
      : t('{asset} in {source}', { asset: item.assetName, source: item.sourceTitle });
  return html`<span class="what"><strong>${item.column}</strong> <span class="muted small">${place}</span></span>
    <span class="verdict"><span>${item.question === 'contains' ? t('contains {what}', { what: title }) : title}</span>
      ${item.sensitivity === null ? nothing : html`<dw-sensitivity .level=${item.sensitivity}></dw-sensitivity>`}
      ${item.reason === 'suggested' ? nothing : html`<dw-badge tone="info">${item.reason === 'returned' ? t('came back') : t('uncertain')}</dw-badge>`}</span>
    <dw-confidence .value=${item.confidence}></dw-confidence>`;
}

/** What accepting and rejecting all that is selected would change. */
export function foreseenView(chosen: readonly ReviewItem[]): unknown {
  const named = chosen.filter(({ infoType }) => infoType !== '');
  const verdicts = named.slice(0, 200).map(({ id, version }) => ({ id, version }));
  if (verdicts.length === 0) return nothing;
  return html`<div class="foreseen"><review-foresight heading=${t('If accepted:')} .body=${{ action: 'accept', verdicts }}></review-foresight>
    <review-foresight heading=${t('If rejected:')} .body=${{ action: 'reject', verdicts }}></review-foresight></div>`;
}

/** Where nothing is left, or the filters leave nothing. */
export const emptyView = (isNarrowed: boolean): unknown =>
  isNarrowed
    ? html`<dw-empty icon="search" heading=${t('Nothing fits')}>${t('Try fewer filters.')}<dw-button slot="actions" href="/review">${t('Clear filters')}</dw-button></dw-empty>`
    : html`<dw-empty icon="success" heading=${t('Nothing waits for you')}>${t('Verdicts appear here when a scan finds something.')}<dw-button slot="actions" href="/sources">${t('See sources')}</dw-button></dw-empty>`;
