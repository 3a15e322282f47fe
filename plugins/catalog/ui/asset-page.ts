import {
  baseStyles,
  type ContributedSlot,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  rich,
  saidText,
  t,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { AssetDetail } from './api.ts';
import { marked } from './marked.ts';
import { typeWord } from './words.ts';

/** One asset: what it is, in tabs. Other plugins bring tabs of their own (`asset.tabs`, `asset.sections`) and stand in its header. */
export class CatalogAssetPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #asset = new Resource(
    this,
    () => this.page.params['urn'] ?? null,
    (urn, signal) => this.shell.api.get<AssetDetail>(`/assets/${encodeURIComponent(urn)}`, { signal }),
    { follows: ['assets'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .about { gap: var(--dw-space-1) var(--dw-space-3); }
      .about > * { min-width: 0; overflow-wrap: anywhere; }
      .callouts { margin-bottom: var(--dw-space-5); }
    `,
  ];

  /** What stands in a tab says so when it has changed the asset. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this, 'dw-changed', () => void this.#asset.reload());
    this.onDisconnect(this.shell.onPluginsChange(() => this.requestUpdate()));
  }

  override render(): unknown {
    return this.#asset.view({
      ready: (asset) => html`
      <dw-page-header heading=${asset.name} .crumbs=${[{ title: t('Assets'), href: '/assets' }]}>
        <div slot="sub" class="row about">
          ${asset.sensitivity === null ? nothing : html`<dw-sensitivity .level=${asset.sensitivity}></dw-sensitivity>`}
          <span>${rich('{type} in <a>{source}</a>', { type: typeWord(asset.type), source: asset.source.title, a: (parts) => html`<a href="/sources/${encodeURIComponent(asset.source.id)}"><bdi>${parts}</bdi></a>` })}</span>
          ${asset.owner === null ? nothing : html`<span class="row"><dw-icon name="user"></dw-icon><span class="visually-hidden">${t('Owner')}</span>${marked(asset.ownerName ?? asset.owner)}</span>`}
          <span>${rich('scanned <a>{when}</a>', { when: html`<dw-time at=${asset.lastScannedAt}></dw-time>`, a: (parts) => html`<a href="/scans/${encodeURIComponent(asset.scanId)}">${parts}</a>` })}</span>
        </div>
        <dw-slot slot="actions" name="asset.header" layout="row" .context=${{ asset }}></dw-slot>
      </dw-page-header>
      ${this.#callouts(asset)}
      ${this.#tabs(asset)}`,
    });
  }

  #callouts(asset: AssetDetail): unknown {
    if (asset.retiredAt === null && asset.warnings.length === 0) return nothing;
    return html`<div class="stack callouts">
      ${asset.retiredAt === null ? nothing : html`<dw-callout tone="warning" heading=${t('No longer there')}>${rich('The last scan of its source did not see it any more ({when}).', { when: html`<dw-time at=${asset.retiredAt}></dw-time>` })}</dw-callout>`}
      ${asset.warnings.map((warning) => html`<dw-callout tone="warning">${saidText(warning)}</dw-callout>`)}</div>`;
  }

  #tabs(asset: AssetDetail): unknown {
    const brought = [...this.shell.slots('asset.tabs'), ...this.shell.slots('asset.sections')].sort(
      (a, b) => (a.order ?? 0) - (b.order ?? 0),
    );
    const own = [
      { key: 'overview', title: t('Overview') },
      { key: 'columns', title: t('Columns'), count: asset.columns.length },
      { key: 'history', title: t('History') },
      { key: 'relationships', title: t('Relationships') },
    ];
    const asked = this.page.query.get('tab') ?? 'overview';
    const contribution = brought.find((entry) => entry.element === asked);
    const selected = contribution !== undefined || own.some(({ key }) => key === asked) ? asked : 'overview';
    return tabsOf({
      label: t('About this asset'),
      tabs: [
        ...own,
        ...brought.map((entry) => ({ key: entry.element, title: t(entry.title ?? entry.plugin) })),
      ],
      selected,
      choose: (key, how) => {
        // Other tabs' choices stay behind: an address leads to one view.
        const at = `/assets/${encodeURIComponent(asset.urn)}`;
        this.shell.navigate(key === 'overview' ? at : `${at}?tab=${encodeURIComponent(key)}`, how);
      },
      panel: contribution === undefined ? this.#own(selected, asset) : this.#brought(contribution, asset),
    });
  }

  #own(tab: string, asset: AssetDetail): unknown {
    if (tab === 'columns')
      return html`<catalog-columns-tab .asset=${asset} .page=${this.page}></catalog-columns-tab>`;
    if (tab === 'history')
      return html`<catalog-history-tab .urn=${asset.urn} .page=${this.page}></catalog-history-tab>`;
    if (tab === 'relationships')
      return html`<catalog-relationships-tab .asset=${asset}></catalog-relationships-tab>`;
    return html`<catalog-overview-tab .asset=${asset}></catalog-overview-tab>`;
  }

  #brought({ plugin, element }: ContributedSlot, asset: AssetDetail): unknown {
    return html`<dw-boundary .plugin=${plugin} .element=${element} .values=${{ context: { asset } }}><dw-loading slot="loading" lines="3"></dw-loading></dw-boundary>`;
  }
}
