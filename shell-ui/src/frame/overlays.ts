import type { DataWaveElement } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import type { ShellModel } from '../shell-model.ts';

/** What lies above the page when it is asked for: the command palette and the list of keys. Their code is loaded then. */
export class ShellOverlays {
  readonly #host: DataWaveElement;
  readonly #model: ShellModel;
  #open: 'palette' | 'shortcuts' | null = null;

  constructor(host: DataWaveElement, model: ShellModel) {
    this.#host = host;
    this.#model = model;
  }

  /** Fetches the code before it is asked for, so that no key is lost on its way. */
  prepare(): void {
    void import('../palette/index.ts').catch(() => null);
  }

  async openPalette(): Promise<void> {
    await import('../palette/index.ts');
    this.#show(this.#open === 'palette' ? null : 'palette');
  }

  async openShortcuts(): Promise<void> {
    await import('../palette/index.ts');
    this.#show('shortcuts');
  }

  close(): void {
    if (this.#open !== null) this.#show(null);
  }

  #show(what: 'palette' | 'shortcuts' | null): void {
    this.#open = what;
    this.#host.requestUpdate();
  }

  view(): unknown {
    const closed = (): void => this.close();
    if (this.#open === 'palette')
      return html`<shell-palette .model=${this.#model} @dw-close=${closed}></shell-palette>`;
    return this.#open === 'shortcuts'
      ? html`<shell-shortcuts @dw-close=${closed}></shell-shortcuts>`
      : nothing;
  }
}
