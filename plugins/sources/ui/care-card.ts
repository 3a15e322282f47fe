import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  ProblemError,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';
import type { SourcesCareEditor } from './care-editor.ts';
import { loadWords, windowWords } from './words.ts';

/** What a source may be burdened with and when it is left alone. Fires `dw-saved` when that has changed. */
export class SourcesCareCard extends DataWaveElement {
  static override properties = {
    source: { attribute: false },
    etag: { type: String },
    isEditing: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare source: SourceDetail;
  /** Of what is shown, so that nobody's change is lost. */
  declare etag: string | null;
  declare isEditing: boolean;
  declare isSaving: boolean;
  declare problem: string | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); } .facts .wide { grid-column: 1 / -1; }`,
  ];

  constructor() {
    super();
    this.etag = null;
    this.isEditing = false;
    this.isSaving = false;
    this.problem = null;
  }

  async #save(): Promise<void> {
    const editor = this.renderRoot.querySelector<SourcesCareEditor>('sources-care-editor');
    const care = editor?.value() ?? null;
    if (editor === null || care === null) return;
    this.isSaving = true;
    this.problem = null;
    try {
      await this.shell.api.patch(
        `/sources/${encodeURIComponent(this.source.id)}`,
        care,
        this.etag === null ? {} : { ifMatch: this.etag },
      );
      this.isEditing = false;
      this.shell.notify({ tone: 'success', message: t('Load and hours are saved.') });
      this.dispatchEvent(new Event('dw-saved', { bubbles: true, composed: true }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === 412)
        this.problem = t(
          'Somebody else changed this source meanwhile. Reload the page to see it, then make your change again.',
        );
      else if (error.errors.length > 0) editor.refuse(error.errors);
      else this.problem = error.message;
    } finally {
      this.isSaving = false;
    }
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Load and hours')}>
      ${
        this.isEditing || !this.shell.may('sources:write')
          ? nothing
          : html`<dw-button slot="actions" size="small" icon="edit" @click=${() => {
              this.isEditing = true;
            }}>${t('Change')}</dw-button>`
      }
      ${this.isEditing ? this.#edit() : this.#shown()}</dw-card>`;
  }

  #shown(): unknown {
    const { load, maintenance } = this.source;
    return html`<dl class="facts">
      <div class="wide"><dt>${t('At most')}</dt><dd>${loadWords(load)}</dd></div>
      <div class="wide"><dt>${t('Left alone')}</dt><dd>${maintenance.length === 0 ? t('at no hours') : html`<ul role="list">${maintenance.map((window) => html`<li>${windowWords(window)}</li>`)}</ul>`}</dd></div>
    </dl>`;
  }

  #edit(): unknown {
    const { load, maintenance } = this.source;
    return html`<form class="stack" novalidate @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save();
    }}>
      <sources-care-editor .given=${{ load, maintenance }}></sources-care-editor>
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${this.problem}</dw-callout>`}
      <div class="end"><dw-button @click=${() => {
        this.isEditing = false;
        this.problem = null;
      }}>${t('Cancel')}</dw-button><dw-button variant="primary" ?busy=${this.isSaving} @click=${() => void this.#save()}>${t('Save')}</dw-button></div>
    </form>`;
  }
}
