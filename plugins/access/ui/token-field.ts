import { baseStyles, DataWaveElement, formStyles, type Suggestion, t, textOf } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Several values of one kind: typed or chosen, each of them a chip that can be taken away. Fires `change`; read {@link values}. */
export class AccessTokenField extends DataWaveElement {
  static override properties = {
    label: { type: String },
    help: { type: String },
    values: { attribute: false },
    suggestions: { attribute: false },
    pattern: { type: String },
    text: { state: true },
  };
  declare label: string;
  declare help: string;
  declare values: readonly string[];
  declare suggestions: readonly Suggestion[];
  /** What a value must look like; anything unless given. */
  declare pattern: string;
  declare text: string;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; min-width: 0; }
      /* Chips stand beside what is typed, so that taking it over moves nothing below: a click on its way there would miss. */
      .entry { display: flex; flex: 1 1 auto; flex-wrap: wrap; align-items: center; gap: var(--dw-space-1); min-width: 0; }
      .entry input { flex: 1 1 5rem; width: auto; min-width: 0; }
      ul { display: contents; }
      li { display: inline-flex; align-items: center; gap: 0.25rem; max-width: 100%; padding-block: 0.0625rem; padding-inline: 0.5rem 0.125rem; border-radius: 999px; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-s); overflow-wrap: anywhere; }
      li button { display: grid; place-items: center; width: 1.5rem; height: 1.5rem; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; cursor: pointer; }
      li button:hover { background: var(--dw-surface-3); }
      .line { display: flex; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.help = '';
    this.values = [];
    this.suggestions = [];
    this.pattern = '';
    this.text = '';
  }

  #titleOf(value: string): string {
    return this.suggestions.find(([id]) => id === value)?.[1] ?? value;
  }

  #change(values: readonly string[]): void {
    this.values = values;
    this.dispatchEvent(new Event('change'));
  }

  /** Takes over what stands in the field. A title that was typed stands for its value. */
  #take(): void {
    const typed = this.text.trim();
    if (typed === '') return;
    const input = this.renderRoot.querySelector('input');
    const value = this.suggestions.find(([id, title]) => title === typed || id === typed)?.[0] ?? typed;
    if (this.pattern !== '' && !new RegExp(`^(?:${this.pattern})$`, 'u').test(value)) {
      input?.reportValidity();
      return;
    }
    this.text = '';
    if (!this.values.includes(value)) this.#change([...this.values, value]);
  }

  #remove(value: string): void {
    this.#change(this.values.filter((one) => one !== value));
    this.renderRoot.querySelector('input')?.focus();
  }

  override render(): unknown {
    const rest = this.suggestions.filter(([value]) => !this.values.includes(value));
    return html`<div class="field"><label for="entry">${this.label}</label>
      <div class="line"><div class="entry"><ul role="list">${this.values.map(
        (value) =>
          html`<li><bdi>${this.#titleOf(value)}</bdi><button type="button" aria-label=${t('Take {who} out', { who: this.#titleOf(value) })} @click=${() => this.#remove(value)}><dw-icon name="close"></dw-icon></button></li>`,
      )}</ul><input id="entry" list="known" maxlength="300" autocomplete="off" spellcheck="false" autocapitalize="off" pattern=${this.pattern || nothing} aria-describedby=${this.help === '' ? nothing : 'help'}
        .value=${this.text}
        @input=${(event: Event) => {
          this.text = textOf(event);
        }}
        @change=${(event: Event) => {
          event.stopPropagation();
          this.#take();
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter') return;
          // The form around it is not meant.
          event.preventDefault();
          this.#take();
        }}></div><dw-button icon="plus" label=${t('Add to {list}', { list: this.label })} @click=${() => this.#take()}></dw-button></div>
      <datalist id="known">${rest.map(([value, title]) => (title === value ? html`<option value=${value}></option>` : html`<option value=${title}></option>`))}</datalist>
      ${this.help === '' ? nothing : html`<p class="help" id="help">${this.help}</p>`}</div>`;
  }
}
