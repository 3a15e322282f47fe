import { baseStyles, DataWaveElement, ProblemError, type ScanRun } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** Starts a scan of a source and goes to it. */
export class ScansStartAction extends DataWaveElement {
  static override properties = { context: { attribute: false }, isStarting: { state: true } };
  declare context: { readonly source: { readonly id: string; readonly title: string } };
  declare isStarting: boolean;
  static override styles = [baseStyles];

  constructor() {
    super();
    this.isStarting = false;
  }

  async #start(): Promise<void> {
    const { source } = this.context;
    this.isStarting = true;
    try {
      const run = await this.shell.api.post<ScanRun>('/scans', { sourceId: source.id });
      this.shell.navigate(`/scans/${encodeURIComponent(run.id)}`);
    } catch (error) {
      this.shell.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : 'The scan could not be started.',
      });
    } finally {
      this.isStarting = false;
    }
  }

  override render(): unknown {
    return html`<dw-button variant="primary" icon="scan" ?busy=${this.isStarting} @click=${() => void this.#start()}>Scan now</dw-button>`;
  }
}
