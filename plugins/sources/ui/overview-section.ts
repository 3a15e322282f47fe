import { baseStyles, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ShownHealth, SourceDetail } from './api.ts';
import { healthHindrance } from './health-card.ts';
import { latencyWords } from './words.ts';

/** A source at a glance: how it fares, its last scan, and what keeps it from being asked. Fires `dw-health`. */
export class SourcesOverviewSection extends DataWaveElement {
  static override properties = { source: { attribute: false } };
  declare source: SourceDetail;
  #health = new Resource(
    this,
    () => this.source.id,
    async (id, signal) => {
      const health = await this.shell.api.get<ShownHealth>(`/sources/${encodeURIComponent(id)}/health`, {
        signal,
      });
      this.dispatchEvent(new CustomEvent('dw-health', { detail: health }));
      return health;
    },
    { follows: ['sources'] },
  );

  static override styles = [baseStyles, layoutStyles, css`.facts .wide { grid-column: span 2; }`];

  override render(): unknown {
    const { source } = this;
    const link = (tab: string, text: unknown): unknown => html`<a href="?tab=${tab}">${text}</a>`;
    return html`<dw-card heading=${t('At a glance')}><div class="stack">
      <dl class="facts">
        ${this.#health.view({
          loading: () => html`<div><dt>${t('Health')}</dt><dd><dw-loading lines="1"></dw-loading></dd></div>`,
          ready: (
            health,
          ) => html`<div><dt>${t('Health')}</dt><dd>${link('health', html`<sources-health-badge .health=${health}></sources-health-badge>`)}</dd></div>
            <div><dt>${t('Answers within')}</dt><dd>${latencyWords(health.history.latency.p95)}</dd></div>`,
        })}
        ${this.shell.slots('source.row').length === 0 ? nothing : html`<div class="wide"><dt>${t('Last scan')}</dt><dd><dw-slot name="source.row" layout="row" .context=${{ source }}></dw-slot></dd></div>`}
        <div><dt>${t('Kind')}</dt><dd>${t(source.connectorTitle)}</dd></div>
        ${source.owner === null ? nothing : html`<div><dt>${t('Owner')}</dt><dd>${source.owner}</dd></div>`}
        <div><dt>${t('Added')}</dt><dd><dw-time at=${source.createdAt}></dw-time></dd></div>
      </dl>
      ${this.#health.view({ loading: () => nothing, failed: () => nothing, ready: (health) => healthHindrance(health) })}
    </div></dw-card>`;
  }
}
