import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type ScanMode,
  t,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** How a scan is to go; what is left out is as the rule or the settings say. */
export interface ScanChoice {
  readonly mode?: ScanMode;
  readonly priority?: number;
  readonly ruleId?: string;
}

const modes = (): readonly (readonly [ScanMode, string, string])[] => [
  [
    'incremental',
    t('What changed'),
    t('Assets that are as they were when they were last read are left out.'),
  ],
  ['full', t('Everything'), t('Every asset is read again.')],
];

const priorities = (): readonly (readonly [number, string])[] => [
  [50, t('Before others')],
  [0, t('Normal')],
  [-50, t('After others')],
];

/**
 * Asks how a scan is to go. The slot `scan.options` is for what else there is to choose: its elements get the source and
 * `choose`, to which they hand what they add to the request.
 */
export class ScansStartDialog extends DataWaveElement {
  static override properties = { source: { attribute: false }, choice: { state: true } };
  declare source: { readonly id: string; readonly title: string };
  declare choice: ScanChoice;
  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.choice = {};
  }

  readonly #choose = (
    change: { readonly [Name in keyof ScanChoice]?: ScanChoice[Name] | undefined },
  ): void => {
    // What is set back to undefined is left out of the request.
    this.choice = Object.fromEntries(
      Object.entries({ ...this.choice, ...change }).filter(([, value]) => value !== undefined),
    );
  };

  override render(): unknown {
    const { mode = '', priority = 0 } = this.choice;
    const pick = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.#choose({ priority: Number(event.target.value) });
    };
    const start = (): void => void this.dispatchEvent(new CustomEvent('dw-start', { detail: this.choice }));
    const close = (): void => void this.dispatchEvent(new Event('close'));
    const shown = mode === '' ? 'incremental' : mode;
    return html`<dw-dialog open heading=${t('Scan {source}', { source: this.source.title })} @close=${close}>
      <div class="stack">
        <fieldset class="modes"><legend>${t('Read', {}, 'verb')}</legend>${modes().map(
          ([
            value,
            title,
            help,
          ]) => html`<div class="check"><input type="radio" name="mode" id=${value} value=${value} .checked=${shown === value} aria-describedby="${value}-help" @change=${() => this.#choose({ mode: value })}>
            <div><label for=${value}>${title}</label><p class="help" id="${value}-help">${help}</p></div></div>`,
        )}</fieldset>
        <div class="field"><label for="priority">${t('Priority')}</label>
          <select id="priority" @change=${pick}>${priorities().map(([value, title]) => html`<option value=${value} ?selected=${value === priority}>${title}</option>`)}</select>
          <p class="help">${t('Whose turn is next where several scans wait.')}</p></div>
        <dw-slot name="scan.options" .context=${{ source: this.source, choose: this.#choose }}></dw-slot>
      </div>
      <dw-button slot="actions" @click=${close}>${t('Cancel')}</dw-button>
      <dw-button slot="actions" variant="primary" icon="scan" @click=${start}>${t('Start scan')}</dw-button>
    </dw-dialog>`;
  }
}
