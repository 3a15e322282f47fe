import {
  baseStyles,
  columnSensitivity,
  count,
  DataWaveElement,
  formatNumber,
  isSensitive,
  layoutStyles,
  type PageLocation,
  Resource,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AssetColumn, AssetDetail } from './api.ts';

const CRUMBS = [{ title: 'Assets', href: '/assets' }];
const isFlagged = (column: AssetColumn): boolean => {
  const sensitivity = columnSensitivity(column.classifications);
  return sensitivity !== null && isSensitive(sensitivity);
};

/** One asset: its columns with what they hold, why, and what they look like; what other plugins know stands in `asset.sections`. */
export class CatalogAssetPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #asset = new Resource(
    this,
    () => this.page.params['urn'] ?? null,
    (urn, signal) => this.shell.api.get<AssetDetail>(`/assets/${encodeURIComponent(urn)}`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .switch { display: inline-flex; gap: 2px; padding: 2px; border-radius: var(--dw-radius); background: var(--dw-surface-2); }
      .switch a { padding: 0.1875rem 0.625rem; border-radius: 5px; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 500; }
      .switch a:hover { text-decoration: none; color: var(--dw-text); }
      .switch a[aria-current] { background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow); }
    `,
  ];

  /** What stands in `column.sections` says so when it has changed a verdict. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this, 'dw-changed', () => void this.#asset.reload());
  }

  override render(): unknown {
    return this.#asset.view({
      ready: (asset) => html`
      <dw-page-header heading=${asset.name} .crumbs=${CRUMBS}>
        <p slot="sub" class="row">
          ${asset.sensitivity === null ? nothing : html`<dw-sensitivity .level=${asset.sensitivity}></dw-sensitivity>`}
          <span>${asset.type} in <a href="/sources/${encodeURIComponent(asset.source.id)}">${asset.source.title}</a></span>
          <span>scanned <a href="/scans/${encodeURIComponent(asset.scanId)}"><dw-time at=${asset.lastScannedAt}></dw-time></a></span>
        </p>
      </dw-page-header>
      <div class="stack loose">
        ${asset.retiredAt === null ? nothing : html`<dw-callout tone="warning" heading="No longer there">The last scan of its source did not see it any more (<dw-time at=${asset.retiredAt}></dw-time>).</dw-callout>`}
        ${asset.warnings.map((warning) => html`<dw-callout tone="warning">${warning}</dw-callout>`)}
        ${this.#facts(asset)}
        <catalog-stewardship-card .urn=${asset.urn}></catalog-stewardship-card>
        ${this.#columns(asset)}
        <dw-slot name="asset.sections" .context=${{ asset }}></dw-slot>
      </div>`,
    });
  }

  #facts(asset: AssetDetail): unknown {
    const fact = (title: string, value: unknown): unknown =>
      html`<div><dt>${title}</dt><dd>${value}</dd></div>`;
    return html`<dw-card><dl class="facts">
      ${fact('Rows', asset.rowCount === null ? 'unknown' : formatNumber(asset.rowCount))}
      ${fact('Looked at', count(asset.sampledRows, 'row'))}
      ${fact('Columns', formatNumber(asset.columns.length))}
      ${fact('Sensitive', formatNumber(asset.sensitiveColumns))}
      ${asset.primaryKey.length === 0 ? nothing : fact('Primary key', asset.primaryKey.join(', '))}
      ${asset.foreignKeys.length === 0 ? nothing : fact('Refers to', [...new Set(asset.foreignKeys.map((key) => key.referencedPath.at(-1) ?? ''))].join(', '))}
      ${asset.comment === null || asset.comment === '' ? nothing : fact('Comment', asset.comment)}
    </dl></dw-card>`;
  }

  #columns(asset: AssetDetail): unknown {
    const flagged = asset.columns.filter(isFlagged);
    const view =
      this.page.query.get('columns') ??
      (flagged.length > 0 && asset.columns.length > 12 ? 'sensitive' : 'all');
    const shown = view === 'sensitive' ? flagged : asset.columns;
    const link = (value: string, title: string): unknown =>
      html`<a href="?columns=${value}" aria-current=${view === value ? 'true' : nothing}>${title}</a>`;
    return html`<dw-card heading="Columns" flush>
      ${flagged.length === 0 ? nothing : html`<div slot="actions" class="switch" role="group" aria-label="Which columns">${link('all', `All ${asset.columns.length}`)}${link('sensitive', `Sensitive ${flagged.length}`)}</div>`}
      ${repeat(
        shown,
        (column) => column.name,
        (column) =>
          html`<catalog-column .asset=${asset.urn} .column=${column} .isKey=${asset.primaryKey.includes(column.name)} .sampledRows=${asset.sampledRows}></catalog-column>`,
      )}
    </dw-card>`;
  }
}
