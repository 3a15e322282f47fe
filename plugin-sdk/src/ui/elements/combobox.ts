import { css, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { live } from 'lit/directives/live.js';
import { DataWaveElement } from '../datawave-element.ts';
import { textOf } from '../forms/fields.ts';
import { t } from '../i18n/index.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import { usePrimitives } from '../web-awesome/primitives.ts';

/** Entries shown at once; whoever wants others writes more of their names. */
const MOST_SHOWN = 50;

/**
 * One of many, found by writing a part of its name, on Web Awesome's popup: for ten to ten thousand entries, where a select is too
 * long. Arrow keys move, Enter chooses, Escape leaves it as it was. Fires `dw-choose` with the value as `detail`. While it is
 * `loading`, what is written is kept, also by whoever goes on, and Enter takes effect once the entries are there.
 * @public
 */
export class DwCombobox extends DataWaveElement {
  static override properties: PropertyDeclarations = {
    label: { type: String },
    value: { type: String },
    options: { attribute: false },
    placeholder: { type: String },
    disabled: { type: Boolean },
    loading: { type: Boolean },
    written: { state: true },
    active: { state: true },
    isLeft: { state: true },
  };
  declare label: string;
  /** What is chosen; empty for nothing. */
  declare value: string;
  declare options: readonly (readonly [value: string, title: string])[];
  declare placeholder: string;
  declare disabled: boolean;
  /** Whether its entries come later, or more of them. */
  declare loading: boolean;
  /** What is being written; null while nobody writes and the list is closed. */
  declare written: string | null;
  /** Place of the entry that Enter would choose. */
  declare active: number;
  /** Whether somebody has written and gone on before the entries were there. */
  declare isLeft: boolean;
  /** Whether Enter was pressed before the entries were there. */
  #isEntered = false;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: block; min-width: 0; }
      wa-popup { display: contents; }
      ul { width: max-content; min-width: 12rem; max-width: min(28rem, calc(100vw - 1.5rem)); max-height: 18rem; overflow: auto; padding: 0.25rem; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); list-style: none; }
      li { padding: 0.3125rem 0.625rem; border-radius: var(--dw-radius-s); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; cursor: pointer; }
      li[role='option']:hover { background: var(--dw-surface-2); }
      li.active { background: var(--dw-surface-3); }
      li[aria-selected='true'] { font-weight: 600; }
      .remark { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); cursor: default; white-space: normal; }
      @media (forced-colors: active) { li.active { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.value = '';
    this.options = [];
    this.placeholder = '';
    this.disabled = false;
    this.loading = false;
    this.written = null;
    this.active = 0;
    this.isLeft = false;
  }

  /** Moves the focus into the field. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('input')?.focus(options);
  }

  #titleOf(value: string): string {
    return this.options.find(([id]) => id === value)?.[1] ?? value;
  }

  #matching(): readonly (readonly [value: string, title: string])[] {
    const sought = (this.written ?? '').trim().toLowerCase();
    return sought === ''
      ? this.options
      : this.options.filter(
          ([id, title]) => title.toLowerCase().includes(sought) || id.toLowerCase() === sought,
        );
  }

  readonly #open = (): void => {
    this.isLeft = false;
    if (this.written !== null || this.disabled) return;
    this.#isEntered = false;
    this.written = '';
    this.active = Math.max(
      0,
      this.options.findIndex(([id]) => id === this.value),
    );
    if (this.active >= MOST_SHOWN) this.active = 0;
    // Without the popup the list stands below the field all the same, and pushes down what follows.
    void usePrimitives('popup').catch(() => null);
  };

  #close(): void {
    this.written = null;
    this.isLeft = false;
    this.#isEntered = false;
  }

  #choose(value: string): void {
    this.#close();
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent('dw-choose', { detail: value }));
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.written === null) {
        this.#open();
        return;
      }
      const last = Math.min(this.#matching().length, MOST_SHOWN) - 1;
      this.active = Math.max(0, Math.min(last, this.active + (event.key === 'ArrowDown' ? 1 : -1)));
    } else if (event.key === 'Enter' && this.written !== null && !event.isComposing) {
      event.preventDefault();
      const chosen = this.#matching()[this.active];
      if (this.loading && this.written !== '') this.#isEntered = true;
      else if (chosen !== undefined) this.#choose(chosen[0]);
    } else if (event.key === 'Escape' && this.written !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  };

  /** Takes what was written for the only entry that it fits; anything else leaves the choice as it was. */
  readonly #left = (): void => {
    if (this.written === '' || this.written === null) this.#close();
    else if (this.loading) this.isLeft = true;
    else {
      const [only, another] = this.#matching();
      if (only !== undefined && another === undefined) this.#choose(only[0]);
      else this.#close();
    }
  };

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('loading') || this.loading) return;
    const [first] = this.#isEntered ? this.#matching() : [];
    // What is told of a change while it is drawn is heard by nobody who draws, too.
    if (first !== undefined) queueMicrotask(() => this.#choose(first[0]));
    else if (this.isLeft) queueMicrotask(this.#left);
    this.#isEntered = false;
  }

  override updated(): void {
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): unknown {
    const isOpen = this.written !== null && !this.isLeft;
    const matching = isOpen ? this.#matching() : [];
    const shown = matching.slice(0, MOST_SHOWN);
    const title = this.value === '' ? '' : this.#titleOf(this.value);
    const typed = (event: Event): void => {
      this.written = textOf(event);
      this.active = 0;
      this.isLeft = false;
      this.#isEntered = false;
    };
    return html`<div class="field">${this.label === '' ? nothing : html`<label for="input">${this.label}</label>`}
      <wa-popup placement="bottom-start" distance="4" flip shift shift-padding="8" .active=${isOpen}>
      <input id="input" slot="anchor" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list" aria-expanded=${isOpen ? 'true' : 'false'}
        aria-controls=${isOpen ? 'list' : nothing} aria-activedescendant=${isOpen && shown.length > 0 ? `option-${this.active}` : nothing} ?disabled=${this.disabled}
        placeholder=${(isOpen ? title : '') || this.placeholder || nothing} .value=${live(this.written ?? title)}
        @click=${this.#open} @input=${typed} @keydown=${this.#pressed} @blur=${this.#left}>
      ${
        isOpen
          ? html`<ul id="list" role="listbox" aria-label=${this.label || this.placeholder} @mousedown=${(event: Event) => event.preventDefault()}>${shown.map(
              ([id, name], index) =>
                html`<li role="option" id="option-${index}" class=${index === this.active ? 'active' : ''} title=${name} aria-selected=${id === this.value ? 'true' : 'false'} @click=${() => this.#choose(id)}>${name}</li>`,
            )}${
              this.loading
                ? html`<li class="remark" role="option" aria-disabled="true">${t('Loading…')}</li>`
                : matching.length === 0
                  ? html`<li class="remark" role="option" aria-disabled="true">${t('Nothing matches')}</li>`
                  : matching.length > MOST_SHOWN
                    ? html`<li class="remark" role="option" aria-disabled="true">${t('{n, plural, one {# more} other {# more}}: write more of the name', { n: matching.length - MOST_SHOWN })}</li>`
                    : nothing
            }</ul>`
          : nothing
      }</wa-popup></div>`;
  }
}
