import { css, html, type ReactiveController } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DataWaveElement } from '../datawave-element.ts';
import { t } from '../i18n/translate.ts';
import { textOf } from './fields.ts';

/** How what narrows a list is laid out: `<div class="filters" role="search">` around a {@link SearchBox} and choices. @public */
export const filterStyles = css`
  .filters { display: flex; flex-wrap: wrap; gap: var(--dw-space-3); margin-bottom: var(--dw-space-4); }
  .filters select { flex: 0 1 auto; width: auto; min-width: 9rem; max-width: 15rem; }
  .search { position: relative; flex: 1 1 16rem; }
  .search dw-icon { position: absolute; inset-block: 0; inset-inline-start: 0.6875rem; margin-block: auto; color: var(--dw-text-muted); pointer-events: none; }
  .search input:not([type='checkbox'], [type='radio']) { padding-inline-start: 2.125rem; }
`;

const TYPING_PAUSE_MS = 200;

/**
 * A field for the words that a list is searched by. It asks once whoever writes pauses, and no more when its element goes.
 *
 * ```ts
 * #search = new SearchBox(this, (q) => this.shell.navigate(withQuery('/badges', { q }), { replace: true }));
 * override render() { return html`<div class="filters" role="search" aria-label="Filter badges">${this.#search.view(q, 'Name')}</div>`; }
 * ```
 * @public
 */
export class SearchBox implements ReactiveController {
  readonly #search: (text: string) => void;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(host: DataWaveElement, search: (text: string) => void) {
    this.#search = search;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#typing);
  }

  readonly #typed = (event: Event): void => {
    const text = textOf(event).trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#search(text), TYPING_PAUSE_MS);
  };

  /** The field with the words that the list is searched by now. */
  view(text: string, placeholder: string): unknown {
    return html`<div class="search"><dw-icon name="search"></dw-icon><input type="search" aria-label=${t('Search')} placeholder=${placeholder} autocomplete="off" spellcheck="false" .value=${live(text)} @input=${this.#typed}></div>`;
  }
}

/** A choice of what a list is narrowed to. @public */
export interface ListChoice {
  readonly label: string;
  /** Words for no choice; the label unless given. */
  readonly any?: string;
  /** What is chosen; empty for no choice. One that is not among the options is shown as it is. */
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly choose: (value: string) => void;
}

/** Draws a {@link ListChoice}. @public */
export function choiceOf({ label, any = label, value, options, choose }: ListChoice): unknown {
  const isKnown = value === '' || options.some(([id]) => id === value);
  const all = isKnown ? options : [[value, value] as const, ...options];
  return html`<select aria-label=${label} .value=${live(value)} @change=${(event: Event) => choose(textOf(event))}>
    <option value="" ?selected=${value === ''}>${any}</option>
    ${all.map(([id, title]) => html`<option value=${id} ?selected=${id === value}>${title}</option>`)}</select>`;
}
