import {
  baseStyles,
  DataWaveElement,
  type FieldFault,
  formStyles,
  type MaintenanceWindow,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { dayNames, shortDayNames } from './words.ts';

/** Names of time zones that the browser knows; the server knows at least as many. */
const timeZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** One stretch of hours of maintenance. Fires `dw-change` with the window as it is now, and `dw-remove`. */
export class SourcesWindowEditor extends DataWaveElement {
  static override properties = {
    window: { attribute: false },
    number: { type: Number },
    faults: { attribute: false },
  };
  declare window: MaintenanceWindow;
  /** From 1, for its name. */
  declare number: number;
  /** With pointers below the window: `/timeZone`. */
  declare faults: readonly FieldFault[];

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; }
      fieldset { padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); gap: var(--dw-space-3); }
      legend { padding: 0 var(--dw-space-2); margin-inline-start: calc(-1 * var(--dw-space-2)); }
      .days { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      .days label { display: inline-flex; align-items: center; gap: 0.375rem; padding: 0.1875rem 0.625rem; border: 1px solid var(--dw-border); border-radius: 999px; font-weight: 450; cursor: pointer; }
      .days label:has(:checked) { border-color: var(--dw-accent); background: var(--dw-accent-soft); color: var(--dw-accent-text); }
      .days label:has(:focus-visible) { outline: 2px solid var(--dw-focus); outline-offset: 2px; }
      .days input { margin: 0; }
      .times { display: grid; grid-template-columns: minmax(6.5rem, 8rem) minmax(6.5rem, 8rem) minmax(0, 1fr); gap: var(--dw-space-3); align-items: start; }
      .end { display: flex; justify-content: flex-end; }
      @media (max-width: 640px) { .times { grid-template-columns: 1fr 1fr; } .times .zone { grid-column: 1 / -1; } }
    `,
  ];

  constructor() {
    super();
    this.number = 1;
    this.faults = [];
  }

  /** Moves the focus to the first field that is wrong. */
  async focusFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  #change(change: Partial<MaintenanceWindow>): void {
    this.window = { ...this.window, ...change };
    this.dispatchEvent(new CustomEvent('dw-change', { detail: this.window }));
  }

  override render(): unknown {
    const { days, from, to, timeZone } = this.window;
    const typed = (event: Event): string =>
      event.target instanceof HTMLInputElement ? event.target.value : '';
    return html`<fieldset>
      <legend>${t('Hours {n, number}', { n: this.number })}</legend>
      <div class="field" role="group" aria-labelledby="days-label" aria-describedby=${this.#describes('/days')}>
        <span class="label" id="days-label">${t('Begin on')}</span>
        <div class="days">${dayNames().map((name, index) => {
          const day = index + 1;
          const toggle = (): void => {
            const next = days.includes(day) ? days.filter((other) => other !== day) : [...days, day];
            this.#change({ days: next.sort((a, b) => a - b) });
          };
          return html`<label title=${name}><input type="checkbox" .checked=${days.includes(day)} aria-label=${name} aria-invalid=${day === 1 ? this.#invalid('/days') : nothing} @change=${toggle}><span aria-hidden="true">${shortDayNames()[index]}</span></label>`;
        })}</div>${this.#fault('/days')}</div>
      <div class="times">
        <div class="field"><label for="from">${t('From')}</label><input id="from" type="time" required .value=${from} aria-invalid=${this.#invalid('/from')} aria-describedby=${this.#describes('/from')} @input=${(event: Event) => this.#change({ from: typed(event) })}>${this.#fault('/from')}</div>
        <div class="field"><label for="to">${t('To')}</label><input id="to" type="time" required .value=${to} aria-invalid=${this.#invalid('/to')} aria-describedby=${this.#describes('/to')} @input=${(event: Event) => this.#change({ to: typed(event) })}>${this.#fault('/to')}</div>
        <div class="field zone"><label for="zone">${t('Time zone')}</label><input id="zone" list="zones" autocomplete="off" spellcheck="false" .value=${timeZone} aria-invalid=${this.#invalid('/timeZone')} aria-describedby=${this.#describes('/timeZone')} @input=${(event: Event) => this.#change({ timeZone: typed(event).trim() })}>
          <datalist id="zones">${timeZones().map((zone) => html`<option value=${zone}></option>`)}</datalist>${this.#fault('/timeZone')}</div>
      </div>
      ${to !== '' && to < from ? html`<p class="help">${t('Ends on the next day.')}</p>` : to !== '' && to === from ? html`<p class="help">${t('Lasts 24 hours.')}</p>` : nothing}
      <div class="end"><dw-button size="small" icon="trash" @click=${() => this.dispatchEvent(new Event('dw-remove'))}>${t('Remove hours {n, number}', { n: this.number })}</dw-button></div>
    </fieldset>`;
  }

  #faultAt(pointer: string): FieldFault | undefined {
    return this.faults.find((fault) => fault.pointer.startsWith(pointer));
  }

  #invalid(pointer: string): unknown {
    return this.#faultAt(pointer) === undefined ? nothing : 'true';
  }

  #describes(pointer: string): unknown {
    return this.#faultAt(pointer) === undefined ? nothing : `fault-${pointer.slice(1)}`;
  }

  #fault(pointer: string): unknown {
    const fault = this.#faultAt(pointer);
    return fault === undefined
      ? nothing
      : html`<p class="fault" id="fault-${pointer.slice(1)}"><dw-icon name="error"></dw-icon>${fault.message}</p>`;
  }
}
