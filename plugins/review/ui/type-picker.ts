import {
  baseStyles,
  DataWaveElement,
  formatConfidence,
  formStyles,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InfoTypeOption } from './api.ts';

/** Told when a type was picked. */
export class TypePicked extends Event {
  readonly infoType: string;

  constructor(infoType: string) {
    super('review-picked');
    this.infoType = infoType;
  }
}

/** A dialog to choose an info type in: typing narrows, arrows move, Enter takes. Likely ones stand first. Fires `review-picked` and `close`. */
export class ReviewTypePicker extends DataWaveElement {
  static override properties = {
    open: { type: Boolean },
    heading: { type: String },
    alternatives: { attribute: false },
    wanted: { state: true },
    active: { state: true },
  };
  declare open: boolean;
  declare heading: string;
  declare alternatives: readonly { readonly infoType: string; readonly confidence: number }[];
  declare wanted: string;
  declare active: number;
  /** Whether the field has been given the focus since it was opened: it appears once the types are there. */
  #hasFocus = false;
  #types = new Resource(
    this,
    () => (this.open ? 'types' : null),
    (_, signal) => this.shell.api.all<InfoTypeOption>('/info-types', { signal }),
  );

  static override styles = [
    baseStyles,
    formStyles,
    css`
      ul { display: block; height: min(20rem, 50dvh); overflow-y: auto; margin-top: var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      li { display: flex; align-items: center; justify-content: space-between; gap: var(--dw-space-3); padding: 0.5rem var(--dw-space-3); cursor: pointer; }
      li[aria-selected='true'] { background: var(--dw-accent-soft); color: var(--dw-accent-text); box-shadow: inset 3px 0 0 var(--dw-accent); }
      li:hover { background: var(--dw-surface-2); }
      .title { min-width: 0; overflow-wrap: anywhere; font-weight: 550; }
      .none { padding: var(--dw-space-4); color: var(--dw-text-muted); }
      .likely { font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; }
    `,
  ];

  constructor() {
    super();
    this.open = false;
    this.heading = '';
    this.alternatives = [];
    this.wanted = '';
    this.active = 0;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('open') || !this.open) return;
    this.wanted = '';
    this.active = 0;
    this.#hasFocus = false;
  }

  override updated(): void {
    const input = this.renderRoot.querySelector('input');
    if (this.open && !this.#hasFocus && input !== null) {
      this.#hasFocus = true;
      // The dialog opens in its own update, which comes after this one.
      requestAnimationFrame(() => input.focus());
    }
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  /** What fits what was typed: likely ones first, then those whose title begins with it or holds it. */
  #shown(types: readonly InfoTypeOption[]): readonly InfoTypeOption[] {
    const wanted = this.wanted.trim().toLowerCase();
    const words = wanted.split(/\s+/);
    const likely = new Map(this.alternatives.map(({ infoType }, index) => [infoType, index]));
    const rank = ({ id, title }: InfoTypeOption): number => {
      const position = likely.get(id);
      if (position !== undefined) return position;
      const at = t(title).toLowerCase().indexOf(wanted);
      return likely.size + (at === 0 ? 0 : at > 0 ? 1 : 2);
    };
    return types
      .filter(({ id, title, category }) =>
        words.every((word) =>
          `${id} ${id.replaceAll('_', ' ')} ${title} ${t(title)} ${category}`.toLowerCase().includes(word),
        ),
      )
      .toSorted((a, b) => rank(a) - rank(b) || t(a.title).localeCompare(t(b.title)));
  }

  #keydown(event: KeyboardEvent, shown: readonly InfoTypeOption[]): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      this.active = (this.active + step + shown.length) % shown.length;
    }
    const chosen = shown[this.active];
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      this.#pick(chosen.id);
    }
  }

  #pick(infoType: string): void {
    this.open = false;
    this.dispatchEvent(new TypePicked(infoType));
  }

  override render(): unknown {
    return html`<dw-dialog .heading=${this.heading} .open=${this.open} @close=${this.#closed}>
      ${this.open ? this.#types.view({ ready: (types) => this.#list(this.#shown(types)) }) : nothing}
      <dw-button slot="actions" @click=${() => {
        this.open = false;
      }}>${t('Cancel')}</dw-button></dw-dialog>`;
  }

  readonly #closed = (): void => {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };

  #list(shown: readonly InfoTypeOption[]): unknown {
    const likely = new Map(this.alternatives.map(({ infoType, confidence }) => [infoType, confidence]));
    return html`<div>
      <input type="search" role="combobox" aria-label=${t('Info type')} aria-expanded="true" aria-controls="types" aria-autocomplete="list"
        aria-activedescendant=${shown[this.active] === undefined ? nothing : `type-${this.active}`} placeholder=${t('Type to search')} autocomplete="off" spellcheck="false"
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) this.wanted = event.target.value;
          this.active = 0;
        }} @keydown=${(event: KeyboardEvent) => this.#keydown(event, shown)}>
      <ul id="types" role="listbox" aria-label=${t('Info types')} tabindex="-1">${
        shown.length === 0
          ? html`<li class="none" role="option" aria-selected="false" aria-disabled="true">${t('No type fits.')}</li>`
          : repeat(
              shown,
              ({ id }) => id,
              (
                type,
                index,
              ) => html`<li id="type-${index}" role="option" aria-selected=${index === this.active ? 'true' : 'false'} @click=${() => this.#pick(type.id)}>
                <span class="title">${type.title === '' ? this.infoTypeTitle(type.id) : t(type.title)}${likely.has(type.id) ? html` <span class="likely">${formatConfidence(likely.get(type.id) ?? 0)}</span>` : nothing}</span>
                <dw-sensitivity .level=${type.sensitivity}></dw-sensitivity></li>`,
            )
      }</ul></div>`;
  }
}
