import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  formStyles,
  layoutStyles,
  ProblemError,
  t,
  type Versioned,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';
import type { SourcesConnectionForm } from './connection-form.ts';

/** A source's connection, to see and to change. Who changes it beside somebody else is told, and so is the other. Fires `dw-saved`. */
export class SourcesSettingsCard extends DataWaveElement {
  static override properties = {
    current: { attribute: false },
    connector: { attribute: false },
    editing: { state: true },
    isSaving: { state: true },
    isRefused: { state: true },
    check: { state: true },
  };
  /** As it is now on the server. */
  declare current: Versioned<SourceDetail>;
  declare connector: ConnectorInfo | null;
  /** As it was when somebody began to change it; null while nobody does. */
  declare editing: Versioned<SourceDetail> | null;
  declare isSaving: boolean;
  /** Somebody else saved first. */
  declare isRefused: boolean;
  declare check: ConnectionTest | ProblemError | 'running' | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); } .facts .wide { grid-column: 1 / -1; }`,
  ];

  constructor() {
    super();
    this.connector = null;
    this.editing = null;
    this.isSaving = false;
    this.isRefused = false;
    this.check = null;
  }

  get #path(): string {
    return `/sources/${encodeURIComponent(this.current.value.id)}`;
  }

  #saved(): void {
    this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
  }

  async #test(): Promise<void> {
    this.check = 'running';
    try {
      this.check = await this.shell.api.post<ConnectionTest>(
        `${this.#path}/test`,
        {},
        { signal: this.lifetime },
      );
      this.#saved();
    } catch (error) {
      if (this.lifetime.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      this.check = error;
    }
  }

  /** @param over - which version it is put in the place of */
  async #save(over: string | null): Promise<void> {
    const form = this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form');
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    const config = form?.value();
    if (!form || !config || title === '' || this.isSaving) return;
    this.isSaving = true;
    try {
      await this.shell.api.patch(this.#path, { title, config }, over === null ? {} : { ifMatch: over });
      form.clearDraft();
      this.editing = null;
      this.isRefused = false;
      this.check = null;
      this.shell.notify({ tone: 'success', message: t('{title} is saved.', { title }) });
      this.#saved();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === 412) {
        this.isRefused = true;
        this.#saved();
      } else form.refuse(error);
    } finally {
      this.isSaving = false;
    }
  }

  override render(): unknown {
    return this.editing === null ? this.#shown(this.current.value) : this.#edit(this.editing);
  }

  #shown(source: SourceDetail): unknown {
    const settings = Object.entries(source.config).filter(([, value]) => value !== null && value !== '');
    const write = (value: unknown): string =>
      Array.isArray(value)
        ? value.join(', ')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : typeof value === 'boolean'
            ? value
              ? t('yes')
              : t('no')
            : String(value);
    const properties = this.connector?.connectionSchema['properties'];
    const titleOf = (name: string): string => {
      const property: unknown =
        typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
      const title: unknown =
        typeof property === 'object' && property !== null ? Reflect.get(property, 'title') : undefined;
      return typeof title === 'string' ? t(title) : name;
    };
    return html`<dw-card heading=${t('Connection')}>
      <div slot="actions" class="row">${
        this.shell.may('sources:write')
          ? html`<dw-button size="small" icon="plug" ?busy=${this.check === 'running'} @click=${() => void this.#test()}>${t('Test')}</dw-button>
        <dw-button size="small" icon="edit" @click=${() => {
          this.isRefused = false;
          this.editing = this.current;
        }}>${t('Edit')}</dw-button>`
          : nothing
      }</div>
      <div class="stack">
        <dl class="facts">
          <div><dt>${t('Kind')}</dt><dd>${source.connectorTitle}</dd></div>
          ${settings.map(([name, value]) => html`<div class=${write(value).length > 20 ? 'wide' : ''}><dt>${titleOf(name)}</dt><dd>${write(value)}</dd></div>`)}
          ${source.secrets.map((name) => html`<div><dt>${titleOf(name)}</dt><dd class="muted"><dw-icon name="lock"></dw-icon> ${t('stored, never shown')}</dd></div>`)}
        </dl>
        ${this.#checked()}
      </div></dw-card>`;
  }

  #checked(): unknown {
    const { check } = this;
    if (check === null || check === 'running') return nothing;
    if (check instanceof ProblemError)
      return html`<dw-callout tone="danger" live heading=${t('Could not connect')}>${check.message} ${check.hint ?? ''}</dw-callout>`;
    const words = t('Answered in {ms, number} ms.', { ms: Math.max(1, Math.round(check.latencyMs)) });
    return html`<dw-callout tone=${check.warnings.length > 0 ? 'warning' : 'success'} live heading=${t('Connected to {server}', { server: check.server })}>${words} ${check.warnings.join(' ')}</dw-callout>`;
  }

  #edit(begun: Versioned<SourceDetail>): unknown {
    const source = begun.value;
    const { connector } = this;
    if (connector === null)
      return html`<dw-card heading=${t('Edit connection')}><dw-callout tone="warning">${t('The connector “{kind}” is not running, so its settings cannot be edited.', { kind: source.connector })}</dw-callout></dw-card>`;
    return html`<dw-card heading=${t('Edit connection')}><form class="stack" novalidate @submit=${(
      event: Event,
    ) => {
      event.preventDefault();
      void this.#save(begun.etag);
    }} @dw-submit=${() => void this.#save(begun.etag)}>
      ${this.#meanwhile(begun)}
      <div class="field"><label for="title">${t('Name')}</label><input id="title" name="title" autocomplete="off" .value=${source.title}></div>
      <sources-connection-form .connector=${connector} .given=${source.config} .stored=${source.secrets} .draft=${'settings'} .etag=${begun.etag}
        .test=${(config: Record<string, unknown>, signal: AbortSignal) => this.shell.api.post<ConnectionTest>(`${this.#path}/test`, { config }, { signal })}></sources-connection-form>
      <dw-slot name="source.forms" .context=${{ connector, source }}></dw-slot>
      <div class="end"><dw-button @click=${() => this.#leave()}>${t('Cancel')}</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div>
      <input type="submit" hidden>
    </form></dw-card>`;
  }

  #leave(): void {
    this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form')?.clearDraft();
    this.editing = null;
    this.isRefused = false;
  }

  /** Somebody else saved while this form was open: both have a say in whose stands. */
  #meanwhile(begun: Versioned<SourceDetail>): unknown {
    if (this.current.etag === begun.etag && !this.isRefused) return nothing;
    return html`<dw-callout tone="warning" live heading=${t('Somebody else has changed this source meanwhile')}>
      ${t('Yours is not saved. Look at theirs, or put yours in its place.')}
      <div class="row"><dw-button size="small" @click=${() => this.#leave()}>${t('See theirs')}</dw-button>
        <dw-button size="small" ?busy=${this.isSaving} @click=${() => void this.#save(this.current.etag)}>${t('Put mine in its place')}</dw-button></div></dw-callout>`;
  }
}
