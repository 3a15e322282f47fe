import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  ProblemError,
  Resource,
  type Versioned,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { KnownHealth, SourceDetail } from './api.ts';
import type { SourcesConnectionForm } from './connection-form.ts';
import type { SourcesHealthCard } from './health-card.ts';
import { stateTone } from './words.ts';

const CRUMBS = [{ title: 'Sources', href: '/sources' }];

/** One source: what other plugins know of it (`source.sections`), its connection, and the way to change or remove it. */
export class SourcesDetailPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isEditing: { state: true },
    isSaving: { state: true },
    check: { state: true },
    isLeaving: { state: true },
    health: { state: true },
  };
  declare page: PageLocation;
  declare isEditing: boolean;
  declare isSaving: boolean;
  /** Whether somebody is asked about its deletion. */
  declare isLeaving: boolean;
  declare health: KnownHealth | null;
  declare check: ConnectionTest | ProblemError | 'running' | null;
  #source = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) =>
      this.shell.api.getVersioned<SourceDetail>(`/sources/${encodeURIComponent(id)}`, { signal }),
  );
  #connector = new Resource(
    this,
    () => this.#source.value?.value.connector ?? null,
    async (kind, signal) => {
      const connectors = await this.shell.api.all<ConnectorInfo>('/connectors', { signal });
      return connectors.find((connector) => connector.kind === kind) ?? null;
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); } .facts .wide { grid-column: 1 / -1; }`,
  ];

  constructor() {
    super();
    this.isEditing = false;
    this.isSaving = false;
    this.check = null;
    this.isLeaving = false;
    this.health = null;
  }

  get #path(): string {
    return `/sources/${encodeURIComponent(this.page.params['id'] ?? '')}`;
  }

  async #test(): Promise<void> {
    this.check = 'running';
    try {
      this.check = await this.shell.api.post<ConnectionTest>(
        `${this.#path}/test`,
        {},
        { signal: this.lifetime },
      );
      await this.#changed();
    } catch (error) {
      if (this.lifetime.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.check = error;
    }
  }

  async #save(current: Versioned<SourceDetail>): Promise<void> {
    const form = this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form');
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    const config = form?.value();
    if (!form || !config || title === '') return;
    this.isSaving = true;
    try {
      await this.shell.api.patch(this.#path, { title, config }, { ifMatch: current.etag });
      this.isEditing = false;
      this.check = null;
      this.shell.notify({ tone: 'success', message: `${title} is saved.` });
      await this.#changed();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === 412)
        this.shell.notify({
          tone: 'warning',
          message:
            'Somebody else changed this source meanwhile. Reload the page to see it, then make your change again.',
        });
      else form.refuse(error);
    } finally {
      this.isSaving = false;
    }
  }

  #deleted(source: SourceDetail): void {
    this.isLeaving = false;
    this.shell.notify({
      tone: 'success',
      message: `${source.title} is deleted. What was kept about it is being taken away.`,
    });
    this.shell.navigate('/sources', { replace: true });
  }

  /** What is shown is looked up again, and what depends on it. */
  async #changed(): Promise<void> {
    await this.#source.reload();
    await this.renderRoot.querySelector<SourcesHealthCard>('sources-health-card')?.reload();
  }

  override render(): unknown {
    return this.#source.view({
      ready: (current) => {
        const source = current.value;
        return html`<dw-page-header heading=${source.title} .crumbs=${CRUMBS}>
          <p slot="sub" class="row">${source.connectorTitle} <span class="mono">${source.key}</span><dw-badge tone=${stateTone(source.state)}>${source.state}</dw-badge>${this.health === null || this.health.state === 'unknown' ? nothing : html`<sources-health-badge .health=${this.health}></sources-health-badge>`}</p>
          <dw-slot slot="actions" name="source.actions" layout="row" .context=${{ source }}></dw-slot>
        </dw-page-header>
        <div class="stack loose">
          <dw-slot name="source.sections" .context=${{ source }}></dw-slot>
          <sources-health-card .sourceId=${source.id} @dw-health=${(event: CustomEvent<KnownHealth>) => {
            this.health = event.detail;
          }}></sources-health-card>
          ${this.isEditing ? this.#edit(current) : this.#connection(source)}
          <sources-care-card .source=${source} .etag=${current.etag} @dw-saved=${() => void this.#changed()}></sources-care-card>
          <sources-state-card .source=${source} .etag=${current.etag} @dw-saved=${() => void this.#changed()}></sources-state-card>
        </div>
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

  #connection(source: SourceDetail): unknown {
    const settings = Object.entries(source.config).filter(([, value]) => value !== null && value !== '');
    const write = (value: unknown): string =>
      Array.isArray(value)
        ? value.join(', ')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
    const properties = this.#connector.value?.connectionSchema['properties'];
    const titleOf = (name: string): string => {
      const property: unknown =
        typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
      const title: unknown =
        typeof property === 'object' && property !== null ? Reflect.get(property, 'title') : undefined;
      return typeof title === 'string' ? title : name;
    };
    const mayWrite = this.shell.may('sources:write');
    return html`<dw-card heading="Connection">
      <div slot="actions" class="row">
        <dw-button size="small" icon="plug" ?busy=${this.check === 'running'} @click=${() => void this.#test()}>Test</dw-button>
        ${
          mayWrite
            ? html`<dw-button size="small" icon="edit" @click=${() => {
                this.isEditing = true;
              }}>Edit</dw-button>`
            : nothing
        }
      </div>
      <div class="stack">
        <dl class="facts">
          ${settings.map(([name, value]) => html`<div class=${write(value).length > 20 ? 'wide' : ''}><dt>${titleOf(name)}</dt><dd>${write(value)}</dd></div>`)}
          ${source.secrets.map((name) => html`<div><dt>${titleOf(name)}</dt><dd class="muted"><dw-icon name="lock"></dw-icon> stored, never shown</dd></div>`)}
          <div><dt>Added</dt><dd><dw-time at=${source.createdAt}></dw-time></dd></div>
        </dl>
        ${this.#checked()}
        ${
          mayWrite
            ? html`<div><dw-button variant="danger" size="small" icon="trash" @click=${() => {
                this.isLeaving = true;
              }}>Delete source</dw-button></div>`
            : nothing
        }
      </div></dw-card>`;
  }

  #checked(): unknown {
    const { check } = this;
    if (check === null || check === 'running') return nothing;
    if (check instanceof ProblemError)
      return html`<dw-callout tone="danger" live heading="Could not connect">${check.message} ${check.hint ?? ''}</dw-callout>`;
    return html`<dw-callout tone=${check.warnings.length > 0 ? 'warning' : 'success'} live heading="Connected to ${check.server}">Answered in ${Math.max(1, Math.round(check.latencyMs))} ms. ${check.warnings.join(' ')}</dw-callout>`;
  }

  #edit(current: Versioned<SourceDetail>): unknown {
    const source = current.value;
    return html`<dw-card heading="Edit connection">${this.#connector.view({
      ready: (connector) =>
        connector === null
          ? html`<dw-callout tone="warning">The connector “${source.connector}” is not running, so its settings cannot be edited.</dw-callout>`
          : html`<form class="stack" novalidate @submit=${(event: Event) => {
              event.preventDefault();
              void this.#save(current);
            }} @dw-submit=${() => void this.#save(current)}>
          <div class="field"><label for="title">Name</label><input id="title" name="title" autocomplete="off" .value=${source.title}></div>
          <sources-connection-form .connector=${connector} .given=${source.config} .stored=${source.secrets}
            .test=${(config: Record<string, unknown>, signal: AbortSignal) => this.shell.api.post<ConnectionTest>(`${this.#path}/test`, { config }, { signal })}></sources-connection-form>
          <div class="end"><dw-button @click=${() => {
            this.isEditing = false;
          }}>Cancel</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Save</dw-button></div>
          <input type="submit" hidden>
        </form>`,
    })}</dw-card>`;
  }
}
