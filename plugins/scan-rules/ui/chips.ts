import { baseStyles, DataWaveElement, formStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

/** Tells the form what the list is now. */
export class ChipsChange extends Event {
  static readonly type = 'scan-rules-chips';
  readonly items: readonly string[];

  constructor(items: readonly string[]) {
    super(ChipsChange.type);
    this.items = items;
  }
}

/** A list of patterns: each a chip that can be removed, new ones by Enter, comma or pasting lines. */
export class ScanRulesChips extends DataWaveElement {
  static override properties = {
    items: { attribute: false },
    label: { type: String },
    placeholder: { type: String },
    help: { type: String },
    fault: { attribute: false },
    disabled: { type: Boolean },
  };
  declare items: readonly string[];
  declare label: string;
  declare placeholder: string;
  declare help: string;
  declare fault: string | null;
  declare disabled: boolean;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; min-width: 0; }
      .box { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1); padding: 0.25rem; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius); background: var(--dw-surface); }
      .box:focus-within { border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
      .box.wrong { border-color: var(--dw-danger-fill); }
      ul { display: contents; }
      li { display: inline-flex; align-items: center; max-width: 100%; padding-inline-start: 0.5rem; border-radius: var(--dw-radius-s); background: var(--dw-surface-3); }
      li code { overflow-wrap: anywhere; }
      button { display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border: 0; border-radius: var(--dw-radius-s); background: none; color: var(--dw-text-muted); cursor: pointer; }
      button:hover { color: var(--dw-text); }
      input:not([type='checkbox'], [type='radio']) { flex: 1 1 8rem; width: auto; min-width: 6rem; min-height: 1.875rem; padding: 0.125rem 0.4375rem; border: 0; background: none; font-family: var(--dw-font-mono); font-size: 0.92em; }
      input:focus-visible { box-shadow: none; }
    `,
  ];

  constructor() {
    super();
    this.items = [];
    this.label = '';
    this.placeholder = '';
    this.help = '';
    this.fault = null;
    this.disabled = false;
  }

  #add(input: HTMLInputElement): void {
    const added = input.value
      .split(/[\n\r]+|,(?![^{]*\})/)
      .map((text) => text.trim())
      .filter((text) => text !== '' && !this.items.includes(text));
    input.value = '';
    if (added.length === 0) return;
    this.shell.announce(t('{what} added.', { what: added.join(', ') }));
    this.dispatchEvent(new ChipsChange([...this.items, ...new Set(added)]));
  }

  #remove(item: string): void {
    this.shell.announce(t('{what} removed.', { what: item }));
    this.dispatchEvent(new ChipsChange(this.items.filter((other) => other !== item)));
    this.renderRoot.querySelector('input')?.focus();
  }

  #key(event: KeyboardEvent): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    // A comma within braces belongs to the pattern: {a,b}.
    const isInBraces = input.value.lastIndexOf('{') > input.value.lastIndexOf('}');
    if (event.key === 'Enter' || (event.key === ',' && !isInBraces)) {
      event.preventDefault();
      this.#add(input);
      return;
    }
    const last = this.items.at(-1);
    if (event.key === 'Backspace' && input.value === '' && last !== undefined) this.#remove(last);
  }

  override render(): unknown {
    const described = [this.help === '' ? '' : 'help', this.fault === null ? '' : 'fault']
      .filter((id) => id !== '')
      .join(' ');
    return html`<div class="field"><label for="new">${this.label}</label>
      <div class="box ${this.fault === null ? '' : 'wrong'}">
        ${
          this.items.length === 0
            ? nothing
            : html`<ul role="list" aria-label=${this.label}>${repeat(
                this.items,
                (item) => item,
                (item) =>
                  html`<li><code>${item}</code>${
                    this.disabled
                      ? html`&nbsp;`
                      : html`<button type="button" aria-label=${t('Remove {name}', { name: item })} @click=${() => this.#remove(item)}><dw-icon name="close"></dw-icon></button>`
                  }</li>`,
              )}</ul>`
        }
        <input id="new" autocomplete="off" autocapitalize="off" spellcheck="false" ?disabled=${this.disabled} placeholder=${this.items.length === 0 ? this.placeholder : ''}
          aria-describedby=${described === '' ? nothing : described} aria-invalid=${this.fault === null ? nothing : 'true'}
          @keydown=${(event: KeyboardEvent) => this.#key(event)} @change=${(event: Event) => {
            if (event.target instanceof HTMLInputElement) this.#add(event.target);
          }}>
      </div>
      ${this.help === '' ? nothing : html`<p class="help" id="help">${this.help}</p>`}
      ${this.fault === null ? nothing : html`<p class="fault" id="fault"><dw-icon name="error"></dw-icon>${this.fault}</p>`}</div>`;
  }
}
