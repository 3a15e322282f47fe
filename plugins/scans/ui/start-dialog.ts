import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type ScanMode,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** How a scan is to go; what is left out is as the rule or the settings say. */
export interface ScanChoice {
  readonly mode?: ScanMode;
  readonly priority?: number;
  readonly ruleId?: string;
}

const MODES: readonly (readonly [ScanMode, string, string])[] = [
  ['incremental', 'What changed', 'Assets that are as they were when they were last read are left out.'],
  ['full', 'Everything', 'Every asset is read again.'],
];

const PRIORITIES: readonly (readonly [number, string])[] = [
  [50, 'Before others'],
  [0, 'Normal'],
  [-50, 'After others'],
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
    return html`<dw-dialog open heading="Scan ${this.source.title}" @close=${close}>
      <div class="stack">
        <fieldset class="modes"><legend>Read</legend>${MODES.map(
          ([
            value,
            title,
            help,
          ]) => html`<div class="check"><input type="radio" name="mode" id=${value} value=${value} .checked=${shown === value} aria-describedby="${value}-help" @change=${() => this.#choose({ mode: value })}>
            <div><label for=${value}>${title}</label><p class="help" id="${value}-help">${help}</p></div></div>`,
        )}</fieldset>
        <div class="field"><label for="priority">Priority</label>
          <select id="priority" @change=${pick}>${PRIORITIES.map(([value, title]) => html`<option value=${value} ?selected=${value === priority}>${title}</option>`)}</select>
          <p class="help">Whose turn is next where several scans wait.</p></div>
        <dw-slot name="scan.options" .context=${{ source: this.source, choose: this.#choose }}></dw-slot>
      </div>
      <dw-button slot="actions" @click=${close}>Cancel</dw-button>
      <dw-button slot="actions" variant="primary" icon="scan" @click=${start}>Start scan</dw-button>
    </dw-dialog>`;
  }
}
