import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  ProblemError,
  Resource,
  type ScanRun,
  type Suggestion,
  t,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { scanHref } from './api.ts';

/** Sources that are offered. */
const MOST = 2_000;
/** States in which a source is not scanned. */
const LEFT_ALONE = new Set(['maintenance', 'retired', 'deleted']);

/** Asks which source is to be scanned, starts that and goes to the run. Fires `close`. */
export class ScansRunDialog extends DataWaveElement {
  static override properties = {
    source: { state: true },
    isStarting: { state: true },
    fault: { state: true },
  };
  /** Id of the source that was chosen; empty before. */
  declare source: string;
  declare isStarting: boolean;
  declare fault: string | null;
  #sources = new Resource(
    this,
    () => 'sources',
    async (_, signal): Promise<readonly Suggestion[]> => {
      const sources = await this.shell.api.all<{
        readonly id: string;
        readonly title: string;
        readonly state: string;
      }>('/sources', { signal, limit: MOST });
      return sources.filter(({ state }) => !LEFT_ALONE.has(state)).map(({ id, title }) => [id, title]);
    },
  );
  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.source = '';
    this.isStarting = false;
    this.fault = null;
  }

  async #start(): Promise<void> {
    const sourceId = this.source || (this.#only ?? '');
    if (sourceId === '') {
      this.renderRoot.querySelector<HTMLElement>('dw-combobox')?.focus();
      return;
    }
    this.isStarting = true;
    this.fault = null;
    try {
      const run = await this.shell.api.post<ScanRun>('/scans', { sourceId });
      this.shell.navigate(scanHref(run.id));
    } catch (error) {
      this.fault = error instanceof ProblemError ? error.message : t('The scan could not be started.');
    } finally {
      this.isStarting = false;
    }
  }

  /** Where there is one alone nobody need choose it. */
  get #only(): string | null {
    const [only, another] = this.#sources.value ?? [];
    return only === undefined || another !== undefined ? null : only[0];
  }

  override render(): unknown {
    const close = (): void => void this.dispatchEvent(new Event('close'));
    const mayStart = this.#sources.value === undefined || this.#sources.value.length > 0;
    return html`<dw-dialog open heading=${t('Run a scan')} @close=${close}>
      <div class="stack">${this.#sources.view({
        loading: () => this.#choice([], true),
        ready: (sources) =>
          sources.length === 0
            ? html`<p>${t('There is no source that could be scanned now.')}</p>`
            : this.#choice(sources, false),
      })}
      ${this.fault === null ? nothing : html`<dw-callout tone="danger" live>${this.fault}</dw-callout>`}</div>
      <dw-button slot="actions" @click=${close}>${t('Cancel')}</dw-button>
      ${
        mayStart
          ? html`<dw-button slot="actions" variant="primary" icon="scan" ?busy=${this.isStarting} @click=${() => void this.#start()}>${t('Start scan')}</dw-button>`
          : this.shell.may('sources:write')
            ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/sources/new">${t('Add a source')}</dw-button>`
            : nothing
      }
    </dw-dialog>`;
  }

  #choice(options: readonly Suggestion[], isLoading: boolean): unknown {
    return html`<dw-combobox label=${t('Source')} placeholder=${t('Choose a source')} ?loading=${isLoading} .options=${options} .value=${this.source || (this.#only ?? '')} @dw-choose=${(
      event: CustomEvent<string>,
    ) => {
      this.source = event.detail;
    }}></dw-combobox>
      <p class="muted small">${t('What changed since its last scan is read. Its page offers a scan with other settings.')}</p>`;
  }
}
