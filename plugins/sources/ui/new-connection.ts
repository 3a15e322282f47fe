import {
  baseStyles,
  type ConnectionTest,
  type ConnectorInfo,
  DataWaveElement,
  FormDraft,
  formStyles,
  layoutStyles,
  ProblemError,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { SourceDetail } from './api.ts';
import type { SourcesCareEditor } from './care-editor.ts';
import type { SourcesConnectionForm } from './connection-form.ts';

/** The second step of adding a source: its name and its connection, tested before it is saved. What is written is kept; secrets are not. */
export class SourcesNewConnection extends DataWaveElement {
  static override properties = {
    connector: { attribute: false },
    named: { state: true },
    isSaving: { state: true },
    titleFault: { state: true },
  };
  declare connector: ConnectorInfo;
  declare named: string;
  declare isSaving: boolean;
  declare titleFault: string | null;
  readonly #draft = new FormDraft<{ readonly named: string }>(this, () => `name-${this.connector.kind}`);

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`.end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding-block-start: var(--dw-space-4); border-block-start: 1px solid var(--dw-border); }`,
  ];

  constructor() {
    super();
    this.named = '';
    this.isSaving = false;
    this.titleFault = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.named = this.#draft.take()?.values.named ?? '';
  }

  override render(): unknown {
    const { connector } = this;
    const test = (config: Record<string, unknown>, signal: AbortSignal): Promise<ConnectionTest> =>
      this.shell.api.post<ConnectionTest>(
        `/connectors/${encodeURIComponent(connector.kind)}/test`,
        { config },
        { signal },
      );
    const fault = this.titleFault;
    return html`<dw-card heading=${t(connector.title)} note=${t(connector.description)}>
      <form class="stack" @submit=${(event: Event) => {
        event.preventDefault();
        void this.#save();
      }} @dw-submit=${() => void this.#save()} novalidate>
        <div class="field"><label for="title">${t('Name')}</label>
          <input id="title" name="title" maxlength="200" autocomplete="off" placeholder=${t('Customer database')} aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? nothing : 'title-fault'}
            aria-required="true" .value=${this.named} @input=${(event: Event) => {
              this.titleFault = null;
              this.named = textOf(event);
              this.#draft.keep({ named: this.named });
            }}>
          ${fault === null ? nothing : html`<p class="fault" id="title-fault"><dw-icon name="error"></dw-icon>${fault}</p>`}</div>
        <sources-connection-form .connector=${connector} .test=${test} .draft=${`connection-${connector.kind}`}></sources-connection-form>
        <dw-slot name="source.forms" .context=${{ connector, source: null }}></dw-slot>
        <details><summary>${t('Load and hours of maintenance')}</summary><sources-care-editor></sources-care-editor></details>
        <div class="end"><dw-button href="/sources/new">${t('Back')}</dw-button><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Save source')}</dw-button></div>
        <input type="submit" hidden>
      </form></dw-card>`;
  }

  async #save(): Promise<void> {
    const form = this.renderRoot.querySelector<SourcesConnectionForm>('sources-connection-form');
    const input = this.renderRoot.querySelector<HTMLInputElement>('#title');
    if (form === null || input === null || this.isSaving) return;
    const title = this.named.trim();
    const config = form.value();
    if (title === '') {
      this.titleFault = t('Give it a name that your colleagues know it by.');
      input.focus();
      return;
    }
    if (config === null) return;
    const editor = this.renderRoot.querySelector<SourcesCareEditor>('sources-care-editor');
    const care = editor?.value();
    if (care === null) {
      this.renderRoot.querySelector('details')?.setAttribute('open', '');
      return;
    }
    this.isSaving = true;
    try {
      // A source that cannot be reached is of no use: what is wrong is said here, not by a failing scan.
      const isTested = form.outcome?.kind === 'passed' || (await form.runTest());
      if (!isTested) return;
      const saved = await this.shell.api.post<SourceDetail>('/sources', {
        ...{ title, connector: this.connector.kind, config },
        ...care,
      });
      form.clearDraft();
      this.#draft.clear();
      this.shell.announce(t('{title} is saved.', { title }));
      // Back leads to the choice: this form would add it a second time.
      this.shell.navigate(`/sources/new?source=${encodeURIComponent(saved.id)}`, { replace: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const isTitle = error.errors.some(
        ({ pointer }) => pointer.endsWith('/title') || pointer.endsWith('/key'),
      );
      if (isTitle || error.code === 'DW_SOURCE_KEY_TAKEN') {
        this.titleFault = error.message;
        input.focus();
      } else if (error.code === 'DW_SOURCE_MAINTENANCE') {
        this.renderRoot.querySelector('details')?.setAttribute('open', '');
        editor?.refuse(error.errors);
      } else form.refuse(error);
    } finally {
      this.isSaving = false;
    }
  }
}
