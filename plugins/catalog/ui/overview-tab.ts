import {
  baseStyles,
  columnSensitivity,
  count,
  DataWaveElement,
  formatNumber,
  isSensitive,
  layoutStyles,
  SENSITIVITIES,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type AssetColumn, type AssetDetail, assetHref } from './api.ts';
import { marked } from './marked.ts';
import { sensitivityPartsOf } from './overview-cards.ts';

/** Columns that are named here; the others stand in their tab. */
const MOST_NAMED = 8;

const rankOf = (column: AssetColumn): number => {
  const level = columnSensitivity(column.classifications);
  return level === null ? -1 : SENSITIVITIES.indexOf(level);
};

/** What an asset is at a glance: how large, whose, and what of it is sensitive. */
export class CatalogOverviewTab extends DataWaveElement {
  static override properties = { asset: { attribute: false } };
  declare asset: AssetDetail;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: var(--dw-space-5); align-items: start; }
      li { border-bottom: 1px solid var(--dw-border); }
      li:last-child { border-bottom: 0; }
      li a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--dw-space-1) var(--dw-space-3); align-items: center; padding: var(--dw-space-2) var(--dw-space-5); color: inherit; }
      li a:hover { background: var(--dw-surface-2); text-decoration: none; }
      li strong { font-weight: 550; overflow-wrap: anywhere; }
      .comment { margin-top: var(--dw-space-4); max-width: 60rem; white-space: pre-wrap; overflow-wrap: anywhere; max-block-size: 12rem; overflow: auto; }
    `,
  ];

  override render(): unknown {
    const { asset } = this;
    const sensitive = asset.columns
      .filter((column) => {
        const level = columnSensitivity(column.classifications);
        return level !== null && isSensitive(level);
      })
      .sort((a, b) => rankOf(b) - rankOf(a) || a.ordinal - b.ordinal);
    return html`<div class="stack loose">${this.#facts()}
      <div class="halves">
        <dw-card heading=${t('Columns by sensitivity')}>${asset.columns.length === 0 ? html`<p class="muted">${t('It has no columns.')}</p>` : sensitivityPartsOf(this.#levels())}</dw-card>
        <catalog-stewardship-card .urn=${asset.urn}></catalog-stewardship-card>
      </div>
      ${sensitive.length === 0 ? nothing : this.#sensitive(sensitive)}</div>`;
  }

  #levels(): Readonly<Record<string, number>> {
    const levels: Record<string, number> = {
      restricted: 0,
      confidential: 0,
      internal: 0,
      public: 0,
      none: 0,
    };
    for (const { classifications } of this.asset.columns) {
      const level = columnSensitivity(classifications) ?? 'none';
      levels[level] = (levels[level] ?? 0) + 1;
    }
    return levels;
  }

  #facts(): unknown {
    const { asset } = this;
    const fact = (title: string, value: unknown): unknown =>
      html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
    const hasComment = asset.comment !== null && asset.comment !== '';
    return html`<dw-card><dl class="facts">
      ${fact(t('Rows'), asset.rowCount === null ? t('unknown') : formatNumber(asset.rowCount))}
      ${fact(t('Looked at'), count(asset.sampledRows, 'row'))}
      ${fact(t('Columns'), formatNumber(asset.columns.length))}
      ${fact(t('Sensitive'), formatNumber(asset.sensitiveColumns))}
      ${asset.primaryKey.length === 0 ? nothing : fact(t('Primary key'), marked(asset.primaryKey.join(', ')))}
      ${asset.folder === null || asset.folder === '' ? nothing : fact(t('Folder'), html`<a href="/assets?folder=${encodeURIComponent(asset.folder.replace(/[\\,]/g, '\\$&'))}">${marked(asset.folder)}</a>`)}
      ${fact(t('First seen'), html`<dw-time at=${asset.firstSeenAt}></dw-time>`)}
    </dl>${hasComment ? html`<div class="comment muted" role="group" aria-label=${t('Comment')} tabindex="0"><bdi>${asset.comment}</bdi></div>` : nothing}</dw-card>`;
  }

  #sensitive(columns: readonly AssetColumn[]): unknown {
    const href = (column: string): string =>
      `${assetHref(this.asset.urn)}?tab=columns&column=${encodeURIComponent(column)}`;
    return html`<dw-card heading=${t('Sensitive columns')} note=${count(columns.length, 'column')} flush>
      ${columns.length > MOST_NAMED ? html`<dw-button slot="actions" size="small" variant="quiet" href="${assetHref(this.asset.urn)}?tab=columns">${t('See all')}</dw-button>` : nothing}
      <ul role="list">${columns.slice(0, MOST_NAMED).map((column) => {
        const level = columnSensitivity(column.classifications);
        return html`<li><a href=${href(column.name)}><span><strong>${marked(column.name)}</strong> <span class="muted small">${this.infoTypeTitle(column.classifications[0]?.infoType ?? '')}</span></span>${level === null ? nothing : html`<dw-sensitivity .level=${level}></dw-sensitivity>`}</a></li>`;
      })}</ul></dw-card>`;
  }
}
