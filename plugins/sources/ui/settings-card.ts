import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  EditGuard,
  formStyles,
  layoutStyles,
  ProblemError,
  saidText,
  saveForm,
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
    problem: { state: true },
    check: { state: true },
  };
  /** As it is now on the server. */
  declare current: Versioned<SourceDetail>;
  declare connector: ConnectorInfo | null;
  /** As it was when somebody began to change it; null while nobody does. */
  declare editing: Versioned<SourceDetail> | null;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  declare check: ConnectionTest | ProblemError | 'running' | null;

  readonly #guard = new EditGuard<Record<string, unknown>>(this, {
    topic: 'sources',
    load: async (signal) => {
      const { value, etag } = await this.shell.api.getVersioned<SourceDetail>(this.#path, { signal });
      return { value: valuesOf(value), etag };
    },
    mine: () => ({ [TITLE]: this.#title, [OWNER]: this.#owner, ...this.#form?.openValues() }),
    take: ({ [TITLE]: title, [OWNER]: owner, ...config }, etag) => {
      if (this.editing === null) return;
      this.#form?.keepSecrets();
      // What was written before would come back as a draft.
      this.#form?.clearDraft();
      const named = { title: String(title), owner: typeof owner === 'string' ? owner : null };
      this.editing = { value: { ...this.editing.value, ...named, config }, etag };
    },
    fields: () => {
      const names = Object.keys({ ...this.editing?.value.config, ...this.#form?.openValues() });
      return {
        [TITLE]: t('Name'),
        [OWNER]: t('Owner'),
        ...Object.fromEntries(names.map((name) => [name, this.#titleOf(name)])),
      };
    },
  });

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
    this.problem = null;
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

  get #form(): SourcesConnectionForm | null {
    return this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form');
  }

  get #title(): string {
    return this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
  }

  get #owner(): string | null {
    const written = this.renderRoot.querySelector<HTMLInputElement>('#owner')?.value.trim() ?? '';
    return written === '' ? null : written;
  }

  async #save(): Promise<void> {
    const given = this.#form?.value() ?? null;
    if (given === null || this.#title === '') return;
    const open = new Set(Object.keys(this.#form?.openValues() ?? {}));
    // Secrets are written here alone; they are sent with whatever is chosen of the rest.
    const secrets = Object.fromEntries(Object.entries(given).filter(([name]) => !open.has(name)));
    let title = this.#title;
    const save = async (): Promise<void> => {
      await this.updateComplete;
      await this.#form?.updateComplete;
      title = this.#title;
      const config = { ...this.#form?.openValues(), ...secrets };
      await this.shell.api.patch(
        this.#path,
        { title, owner: this.#owner, config },
        { ifMatch: this.#guard.etag },
      );
    };
    await saveForm(this, save, { guard: this.#guard });
    // `saveForm` may have found a problem since.
    const problem = this.problem as ProblemError | null;
    if (problem !== null) {
      this.#form?.refuse(problem);
      return;
    }
    this.#form?.clearDraft();
    this.editing = null;
    this.check = null;
    this.shell.notify({ tone: 'success', message: t('{title} is saved.', { title }) });
    this.#saved();
  }

  #begin(): void {
    this.problem = null;
    this.editing = this.current;
    this.#guard.begin(valuesOf(this.current.value), this.current.etag);
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
    return html`<dw-card heading=${t('Connection')}>
      <div slot="actions" class="row">${
        this.shell.may('sources:write')
          ? html`<dw-button size="small" icon="plug" ?busy=${this.check === 'running'} @click=${() => void this.#test()}>${t('Test')}</dw-button>
        <dw-button size="small" icon="edit" @click=${() => this.#begin()}>${t('Edit')}</dw-button>`
          : nothing
      }</div>
      <div class="stack">
        <dl class="facts">
          <div><dt>${t('Kind')}</dt><dd>${t(source.connectorTitle)}</dd></div>
          <div><dt>${t('Owner')}</dt><dd>${source.owner ?? html`<span class="muted">${t('nobody yet')}</span>`}</dd></div>
          ${settings.map(([name, value]) => html`<div class=${write(value).length > 20 ? 'wide' : ''}><dt>${this.#titleOf(name)}</dt><dd>${write(value)}</dd></div>`)}
          ${source.secrets.map((name) => html`<div><dt>${this.#titleOf(name)}</dt><dd class="muted"><dw-icon name="lock"></dw-icon> ${t('stored, never shown')}</dd></div>`)}
        </dl>
        ${this.#checked()}
      </div></dw-card>`;
  }

  /** What people call a setting of the connection. */
  #titleOf(name: string): string {
    const properties = this.connector?.connectionSchema['properties'];
    const property: unknown =
      typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
    const title: unknown =
      typeof property === 'object' && property !== null ? Reflect.get(property, 'title') : undefined;
    return typeof title === 'string' ? t(title) : name;
  }

  #checked(): unknown {
    const { check } = this;
    if (check === null || check === 'running') return nothing;
    if (check instanceof ProblemError)
      return html`<dw-callout tone="danger" live heading=${t('Could not connect')}>${check.message} ${check.hint ?? ''}</dw-callout>`;
    const words = t('Answered in {ms, number} ms.', { ms: Math.max(1, Math.round(check.latencyMs)) });
    return html`<dw-callout tone=${check.warnings.length > 0 ? 'warning' : 'success'} live heading=${t('Connected to {server}', { server: check.server })}>${words} ${check.warnings.map(saidText).join(' ')}</dw-callout>`;
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
      void this.#save();
    }} @dw-submit=${() => void this.#save()}>
      ${this.#guard.note()}
      <div class="field"><label for="title">${t('Name')}</label><input id="title" name="title" autocomplete="off" .value=${source.title}></div>
      <div class="field"><label for="owner">${t('Owner')}</label><input id="owner" name="owner" maxlength="200" autocomplete="off" aria-describedby="owner-help" .value=${source.owner ?? ''}><p class="help" id="owner-help">${t('Who answers for it: a person or a team.')}</p></div>
      <sources-connection-form .connector=${connector} .given=${source.config} .stored=${source.secrets} .draft=${'settings'} .etag=${begun.etag}
        .test=${(config: Record<string, unknown>, signal: AbortSignal) => this.shell.api.post<ConnectionTest>(`${this.#path}/test`, { config }, { signal })}></sources-connection-form>
      <dw-slot name="source.forms" .context=${{ connector, source }}></dw-slot>
      <div class="end"><dw-button @click=${() => this.#leave()}>${t('Cancel')}</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div>
      <input type="submit" hidden>
    </form></dw-card>`;
  }

  #leave(): void {
    this.#form?.clearDraft();
    this.#guard.end();
    this.editing = null;
    this.problem = null;
  }
}

/** Under which name and owner of a source stand among its settings, none of which is called so. */
const TITLE = '/title';
const OWNER = '/owner';

const valuesOf = ({ title, owner, config }: SourceDetail): Record<string, unknown> => ({
  [TITLE]: title,
  [OWNER]: owner,
  ...config,
});
