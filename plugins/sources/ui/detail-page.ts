import {
  baseStyles,
  type ConnectorInfo,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  t,
  tabsOf,
  type Versioned,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { KnownHealth, SourceDetail } from './api.ts';
import type { SourcesHealthCard } from './health-card.ts';
import { stateTone, stateWords } from './words.ts';

/** One source in tabs, each with an address of its own: what other plugins know of it, how it fares, when it is scanned, its settings. */
export class SourcesDetailPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isLeaving: { state: true },
    health: { state: true },
  };
  declare page: PageLocation;
  /** Whether somebody is asked about its deletion. */
  declare isLeaving: boolean;
  declare health: KnownHealth | null;
  #source = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) =>
      this.shell.api.getVersioned<SourceDetail>(`/sources/${encodeURIComponent(id)}`, { signal }),
    { follows: ['sources'] },
  );
  #connector = new Resource(
    this,
    () => this.#source.value?.value.connector ?? null,
    async (kind, signal) => {
      const connectors = await this.shell.api.all<ConnectorInfo>('/connectors', { signal });
      return connectors.find((connector) => connector.kind === kind) ?? null;
    },
  );

  /** For the title, whichever tab is open. */
  #known = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    async (id, signal) => {
      this.health = await this.shell.api.get<KnownHealth>(`/sources/${encodeURIComponent(id)}/health`, {
        signal,
      });
      return this.health;
    },
    { follows: ['sources'] },
  );

  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.isLeaving = false;
    this.health = null;
  }

  #deleted(source: SourceDetail): void {
    this.isLeaving = false;
    this.shell.notify({
      tone: 'success',
      message: t('{title} is deleted. What was kept about it is being taken away.', { title: source.title }),
    });
    this.shell.navigate('/sources', { replace: true });
  }

  /** What is shown is looked up again, and what depends on it. */
  async #changed(): Promise<void> {
    await Promise.all([this.#source.reload(), this.#known.reload()]);
    await this.renderRoot.querySelector<SourcesHealthCard>('sources-health-card')?.reload();
  }

  override render(): unknown {
    return this.#source.view({
      ready: (current) => {
        const source = current.value;
        return html`<dw-page-header heading=${source.title} .crumbs=${[{ title: t('Sources'), href: '/sources' }]}>
          <p slot="sub" class="row">${t(source.connectorTitle)} <span class="mono">${source.key}</span><dw-badge tone=${stateTone(source.state)}>${stateWords(source.state)}</dw-badge>${this.health === null || this.health.state === 'unknown' ? nothing : html`<sources-health-badge .health=${this.health}></sources-health-badge>`}</p>
          <dw-slot slot="actions" name="source.actions" layout="row" .context=${{ source }}></dw-slot>
        </dw-page-header>
        ${this.#tabs(current)}
        ${
          this.isLeaving
            ? html`<sources-delete-dialog .source=${source} @dw-deleted=${() => this.#deleted(source)} @close=${() => {
                this.isLeaving = false;
              }}></sources-delete-dialog>`
            : nothing
        }`;
      },
    });
  }

  #tabs(current: Versioned<SourceDetail>): unknown {
    const selected = this.page.query.get('tab') ?? 'overview';
    const has = (slot: string): boolean => this.shell.slots(slot).length > 0;
    const tabs = [
      { key: 'overview', title: t('Overview') },
      { key: 'health', title: t('Health') },
      ...(has('source.scans') ? [{ key: 'scans', title: t('Scans') }] : []),
      ...(has('source.schedule') ? [{ key: 'schedule', title: t('Schedule') }] : []),
      ...(has('source.contents') ? [{ key: 'contents', title: t('What it holds') }] : []),
      { key: 'care', title: t('Care', {}, 'of a source') },
      { key: 'settings', title: t('Settings') },
    ];
    return tabsOf({
      label: t('About this source'),
      ...{ tabs, selected, param: 'tab' },
      panel: html`<div class="stack loose">${this.#panel(tabs.some(({ key }) => key === selected) ? selected : 'overview', current)}</div>`,
    });
  }

  #panel(tab: string, { value: source, etag }: Versioned<SourceDetail>): unknown {
    const saved = (): void => void this.#changed();
    const health = (event: CustomEvent<KnownHealth>): void => {
      this.health = event.detail;
    };
    if (tab === 'health')
      return html`<sources-health-card .sourceId=${source.id} @dw-health=${health}></sources-health-card>`;
    if (tab === 'scans') return html`<dw-slot name="source.scans" .context=${{ source }}></dw-slot>`;
    if (tab === 'schedule') return html`<dw-slot name="source.schedule" .context=${{ source }}></dw-slot>`;
    if (tab === 'contents') return html`<dw-slot name="source.contents" .context=${{ source }}></dw-slot>`;
    if (tab === 'care')
      return html`<sources-scope-card .source=${source} .etag=${etag} @dw-saved=${saved}></sources-scope-card>
        <sources-care-card .source=${source} .etag=${etag} @dw-saved=${saved}></sources-care-card>`;
    if (tab === 'settings')
      return html`<sources-settings-card .current=${{ value: source, etag }} .connector=${this.#connector.value ?? null} @dw-saved=${saved}></sources-settings-card>
        ${
          this.shell.may('sources:write')
            ? html`<dw-card heading=${t('Delete this source')} note=${t('You are told what goes with it and what stays first.')}><dw-button variant="danger" icon="trash" @click=${() => {
                this.isLeaving = true;
              }}>${t('Delete source')}</dw-button></dw-card>`
            : nothing
        }`;
    return html`<sources-overview-section .source=${source} @dw-health=${health}></sources-overview-section>
      ${this.shell.slots('source.sections').length === 0 ? nothing : html`<dw-slot name="source.sections" .context=${{ source }}></dw-slot>`}
      <sources-state-card .source=${source} .etag=${etag} @dw-saved=${saved}></sources-state-card>`;
  }
}
