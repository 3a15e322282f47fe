import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  ProblemError,
  Resource,
  type SourceDeparture,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Asks before a source is deleted: says what goes with it and what stays, and wants its name. Fires `dw-deleted` or `close`. */
export class SourcesDeleteDialog extends DataWaveElement {
  static override properties = {
    source: { attribute: false },
    fault: { state: true },
    isDeleting: { state: true },
  };
  declare source: { readonly id: string; readonly title: string };
  declare fault: string | null;
  declare isDeleting: boolean;
  #departure = new Resource(
    this,
    () => this.source.id,
    (id, signal) =>
      this.shell.api.get<SourceDeparture>(`/sources/${encodeURIComponent(id)}/departure`, { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      h3 { margin-bottom: var(--dw-space-1); }
      ul { display: grid; gap: var(--dw-space-1); }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--dw-space-2); align-items: start; }
      li dw-icon { margin-top: 0.2rem; color: var(--dw-text-muted); }
      .goes dw-icon { color: var(--dw-danger-text); }
    `,
  ];

  constructor() {
    super();
    this.fault = null;
    this.isDeleting = false;
  }

  async #delete(): Promise<void> {
    const input = this.renderRoot.querySelector<HTMLInputElement>('#name');
    if (input === null || this.isDeleting) return;
    if (input.value.trim() !== this.source.title.trim()) {
      this.fault = t('This is not its name.');
      input.focus();
      return;
    }
    this.isDeleting = true;
    try {
      await this.shell.api.delete(`/sources/${encodeURIComponent(this.source.id)}`);
      this.dispatchEvent(new Event('dw-deleted'));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.fault = error.message;
    } finally {
      this.isDeleting = false;
    }
  }

  override render(): unknown {
    const close = (): void => void this.dispatchEvent(new Event('close'));
    const { title } = this.source;
    return html`<dw-dialog open heading=${t('Delete {title}?', { title })} @close=${close}>
      <div class="stack">
        ${this.#departure.view({
          ready: ({ goes, stays }) =>
            html`${list(t('What goes'), 'goes', 'close', goes)}${list(t('What stays'), 'stays', 'check', stays)}`,
          failed: (problem, retry) =>
            html`<dw-callout tone="danger" live heading=${t('What goes with it could not be found out')}>${problem.message} <dw-button size="small" icon="refresh" @click=${retry}>${t('Try again')}</dw-button></dw-callout>`,
        })}
        <div class="field"><label for="name">${t('To delete it, type its name: {title}', { title })}</label>
          <input id="name" autocomplete="off" spellcheck="false" aria-invalid=${this.fault === null ? nothing : 'true'} aria-describedby=${this.fault === null ? nothing : 'name-fault'}
            @input=${() => {
              this.fault = null;
            }} @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter') void this.#delete();
            }}>
          ${this.fault === null ? nothing : html`<p class="fault" id="name-fault" role="alert"><dw-icon name="error"></dw-icon>${this.fault}</p>`}</div>
      </div>
      <dw-button slot="actions" @click=${close}>${t('Cancel')}</dw-button>
      <dw-button slot="actions" variant="danger" icon="trash" ?busy=${this.isDeleting} @click=${() => void this.#delete()}>${t('Delete source')}</dw-button>
    </dw-dialog>`;
  }
}

const list = (heading: string, kind: string, icon: string, sentences: readonly string[]): unknown =>
  sentences.length === 0
    ? nothing
    : html`<div class=${kind}><h3>${heading}</h3><ul role="list" aria-label=${heading}>${sentences.map((sentence) => html`<li><dw-icon name=${icon}></dw-icon><span>${sentence}</span></li>`)}</ul></div>`;
