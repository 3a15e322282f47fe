import { baseStyles, DataWaveElement, enterField, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Text that is shown this once: to be copied, or saved as a file. Fires `dw-taken` when whoever is there has it. */
export class IdentityOnceShown extends DataWaveElement {
  static override properties = {
    label: { type: String },
    value: { attribute: false },
    file: { type: String },
    isCopied: { state: true },
  };
  declare label: string;
  declare value: string;
  /** Name of the file that it can be saved as; no file when empty. */
  declare file: string;
  declare isCopied: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--dw-space-3); }
      pre { margin: 0; padding: var(--dw-space-3) var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface-2); font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
      .row { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.value = '';
    this.file = '';
    this.isCopied = false;
  }

  /** What was made is here, and what made it may be gone. */
  override firstUpdated(): void {
    void enterField(this.renderRoot, 'pre');
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value);
      this.isCopied = true;
      this.shell.announce(t('Copied'));
    } catch {
      // Without TLS a browser gives no clipboard: the text is chosen, and the keyboard copies it.
      const shown = this.renderRoot.querySelector('pre');
      if (shown !== null) getSelection()?.selectAllChildren(shown);
      this.shell.notify({ tone: 'info', message: t('The text is selected: copy it with the keyboard.') });
    }
  }

  #save(): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${this.value}\n`], { type: 'text/plain' }));
    link.download = this.file;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  override render(): unknown {
    return html`<pre role="group" aria-label=${this.label} tabindex="0">${this.value}</pre>
      <div class="row">
        <dw-button icon=${this.isCopied ? 'check' : 'copy'} @click=${() => void this.#copy()}>${this.isCopied ? t('Copied') : t('Copy')}</dw-button>
        ${this.file === '' ? nothing : html`<dw-button icon="file" @click=${() => this.#save()}>${t('Save as a file')}</dw-button>`}
        <dw-button variant="quiet" @click=${() => this.dispatchEvent(new Event('dw-taken'))}>${t('I have it')}</dw-button>
      </div>`;
  }
}
