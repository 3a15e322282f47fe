import { baseStyles, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { SourceDetail } from './api.ts';

/** The third step of adding a source: what of it is scanned, when, and the first scan. */
export class SourcesNewScan extends DataWaveElement {
  static override properties = { source: { attribute: false }, etag: { attribute: false } };
  declare source: SourceDetail;
  declare etag: string | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`.ready { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-3) var(--dw-space-4); }
      .ready .mark { display: grid; place-items: center; inline-size: 2.75rem; block-size: 2.75rem; border-radius: 50%; background: var(--dw-success-soft); color: var(--dw-success-text); font-size: 1.25rem; }
      .ready div { flex: 1 1 16rem; }`,
  ];

  override render(): unknown {
    const { source } = this;
    return html`<div class="stack loose">
      <dw-card><div class="ready"><span class="mark"><dw-icon name="check"></dw-icon></span>
        <div><h2>${t('{title} is connected', { title: source.title })}</h2><p class="muted">${t('Scan it now to see which of its columns hold personal data. Its values are looked at in memory and never stored.')}</p></div>
        <span class="row"><dw-slot name="source.actions" layout="row" .context=${{ source }}></dw-slot>
        <dw-button href="/sources/${encodeURIComponent(source.id)}">${t('See the source')}</dw-button></span></div></dw-card>
      <sources-scope-card .source=${source} .etag=${this.etag}></sources-scope-card>
      <dw-slot name="source.schedule" .context=${{ source }}></dw-slot>
    </div>`;
  }
}
