import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  ProblemError,
  type ScanRun,
  t,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { scanHref } from './api.ts';
import type { ScanChoice } from './start-dialog.ts';

/** Starts a scan of a source and goes to it: at once, or after it has been said how. */
export class ScansStartAction extends DataWaveElement {
  static override properties = {
    context: { attribute: false },
    isStarting: { state: true },
    isChoosing: { state: true },
  };
  declare context: { readonly source: { readonly id: string; readonly title: string } };
  declare isStarting: boolean;
  declare isChoosing: boolean;
  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.isStarting = false;
    this.isChoosing = false;
  }

  async #start(choice: ScanChoice): Promise<void> {
    const { source } = this.context;
    this.isChoosing = false;
    this.isStarting = true;
    try {
      const run = await this.shell.api.post<ScanRun>('/scans', { sourceId: source.id, ...choice });
      this.shell.navigate(scanHref(run.id));
    } catch (error) {
      this.shell.notify({
        tone: 'danger',
        message: error instanceof ProblemError ? error.message : t('The scan could not be started.'),
      });
    } finally {
      this.isStarting = false;
    }
  }

  override render(): unknown {
    const open = (): void => {
      this.isChoosing = true;
    };
    const close = (): void => {
      this.isChoosing = false;
    };
    return html`<span class="row"><dw-button variant="primary" icon="scan" ?busy=${this.isStarting} @click=${() => void this.#start({})}>${t('Scan now')}</dw-button><dw-button icon="settings" label=${t('Scan with other settings')} @click=${open}></dw-button></span>
      ${this.isChoosing ? html`<scans-start-dialog .source=${this.context.source} @close=${close} @dw-start=${(event: CustomEvent<ScanChoice>) => void this.#start(event.detail)}></scans-start-dialog>` : nothing}`;
  }
}
