import { attempt, type DataWaveElement, formatBytes, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

type Format = 'jsonl' | 'cef';

/** Saves the trail as a file and says how much of it has come; it can be broken off. */
export class TrailExport {
  readonly #host: DataWaveElement;
  #bytes: number | null = null;
  #stop: AbortController | null = null;

  constructor(host: DataWaveElement) {
    this.#host = host;
  }

  buttons(query: Readonly<Record<string, string>>): unknown {
    return [this.#button('jsonl', t('JSON lines'), query), this.#button('cef', 'CEF', query)];
  }

  progress(): unknown {
    if (this.#bytes === null) return nothing;
    return html`<dw-card class="export"><div class="exporting"><div><dw-progress label=${t('Exporting')}></dw-progress>
      <p class="muted small">${t('{size} have come so far.', { size: formatBytes(this.#bytes) })}</p></div>
      <dw-button @click=${() => this.#stop?.abort()}>${t('Cancel')}</dw-button></div></dw-card>`;
  }

  #button(format: Format, title: string, query: Readonly<Record<string, string>>): unknown {
    return html`<dw-button slot="actions" ?busy=${this.#bytes !== null} @click=${() => void this.#save(format, query)}>${t('Export {title}', { title })}</dw-button>`;
  }

  async #save(format: Format, query: Readonly<Record<string, string>>): Promise<void> {
    if (this.#bytes !== null) return;
    const { shell, lifetime } = this.#host;
    this.#stop = new AbortController();
    const signal = AbortSignal.any([lifetime, this.#stop.signal]);
    this.#show(0);
    const save = (): Promise<void> =>
      shell.api.download('/audit-events/export', {
        query: { format, ...query },
        name: `audit-events.${format}`,
        signal,
        onProgress: (bytes) => this.#show(bytes),
      });
    try {
      const isSaved = await attempt(shell, save);
      if (isSaved) shell.notify({ tone: 'success', message: t('The export is complete.') });
    } catch (error) {
      // Whoever broke it off knows.
      if (!signal.aborted) throw error;
    } finally {
      this.#show(null);
    }
  }

  #show(bytes: number | null): void {
    this.#bytes = bytes;
    this.#host.requestUpdate();
  }
}
