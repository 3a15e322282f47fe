import {
  baseStyles,
  DataWaveElement,
  EditGuard,
  formStyles,
  layoutStyles,
  type MaintenanceWindow,
  type ProblemError,
  type SourceLoad,
  saveForm,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';
import type { Care } from './care.ts';
import type { SourcesCareEditor } from './care-editor.ts';
import { loadWords, windowWords } from './words.ts';

/** What a source may be burdened with and when it is left alone. Fires `dw-saved` when that has changed. */
export class SourcesCareCard extends DataWaveElement {
  static override properties = {
    source: { attribute: false },
    etag: { type: String },
    editing: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare source: SourceDetail;
  /** Of what is shown, so that nobody's change is lost. */
  declare etag: string | null;
  /** What the form was filled with; null while nobody changes it. */
  declare editing: Care | null;
  declare isSaving: boolean;
  declare problem: ProblemError | null;

  readonly #guard = new EditGuard<Care>(this, {
    topic: 'sources',
    load: async (signal) => {
      const { value, etag } = await this.shell.api.getVersioned<SourceDetail>(this.#path, { signal });
      return { value: careOf(value), etag };
    },
    mine: () => this.#editor?.written ?? this.editing ?? careOf(this.source),
    take: (care) => {
      this.editing = care;
    },
    fields: () => ({ load: t('Load'), maintenance: t('Hours of maintenance') }),
    // Both are of the shapes that they are here called by.
    show: (name, value) =>
      name === 'load' ? loadWords(value as SourceLoad) : hoursWords(value as readonly MaintenanceWindow[]),
  });

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); } .facts .wide { grid-column: 1 / -1; }`,
  ];

  constructor() {
    super();
    this.etag = null;
    this.editing = null;
    this.isSaving = false;
    this.problem = null;
  }

  get #path(): string {
    return `/sources/${encodeURIComponent(this.source.id)}`;
  }

  get #editor(): SourcesCareEditor | null {
    return this.renderRoot.querySelector<SourcesCareEditor>('sources-care-editor');
  }

  #begin(): void {
    const care = careOf(this.source);
    this.problem = null;
    this.editing = care;
    this.#guard.begin(care, this.etag);
  }

  #leave(): void {
    this.#guard.end();
    this.problem = null;
    this.editing = null;
  }

  async #save(): Promise<void> {
    const save = async (): Promise<void> => {
      await this.updateComplete;
      await this.#editor?.updateComplete;
      const care = this.#editor?.value() ?? null;
      if (care === null) return;
      await this.shell.api.patch(this.#path, care, { ifMatch: this.#guard.etag });
      this.editing = null;
      this.shell.notify({ tone: 'success', message: t('Load and hours are saved.') });
      this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
    };
    if (this.#editor?.value() === null) return;
    await saveForm(this, save, { guard: this.#guard });
    const errors = this.problem?.errors ?? [];
    if (errors.length > 0) this.#editor?.refuse(errors);
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Load and hours')}>
      ${
        this.editing !== null || !this.shell.may('sources:write')
          ? nothing
          : html`<dw-button slot="actions" size="small" icon="edit" @click=${() => this.#begin()}>${t('Change')}</dw-button>`
      }
      ${this.editing === null ? this.#shown() : this.#edit(this.editing)}</dw-card>`;
  }

  #shown(): unknown {
    const { load, maintenance } = this.source;
    return html`<dl class="facts">
      <div class="wide"><dt>${t('At most')}</dt><dd>${loadWords(load)}</dd></div>
      <div class="wide"><dt>${t('Left alone')}</dt><dd>${maintenance.length === 0 ? t('at no hours') : html`<ul role="list">${maintenance.map((window) => html`<li>${windowWords(window)}</li>`)}</ul>`}</dd></div>
    </dl>`;
  }

  #edit(care: Care): unknown {
    const { problem } = this;
    return html`<form class="stack" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save();
    }}>
      ${this.#guard.note()}
      <sources-care-editor .given=${care}></sources-care-editor>
      ${problem === null || problem.errors.length > 0 ? nothing : html`<dw-callout tone="danger" live>${problem.message}</dw-callout>`}
      <div class="end"><dw-button @click=${() => this.#leave()}>${t('Cancel')}</dw-button><dw-button variant="primary" ?busy=${this.isSaving} @click=${() => void this.#save()}>${t('Save')}</dw-button></div>
    </form>`;
  }
}

const careOf = ({ load, maintenance }: SourceDetail): Care => ({ load, maintenance });

const hoursWords = (windows: readonly MaintenanceWindow[]): string =>
  windows.length === 0 ? t('at no hours') : windows.map(windowWords).join('; ');
