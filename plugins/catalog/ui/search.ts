import { baseStyles, DataWaveElement, t, withQuery } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { searchStyles } from './search-styles.ts';
import type { SuggestionBox } from './suggestion-box.ts';

/** Where somebody writes already, `/` is a letter. */
const isWritten = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

/**
 * The search in the bar above every page: goes to the list of assets, or to what is suggested below it while somebody types. A combobox
 * by the pattern of ARIA; what it suggests is fetched once somebody comes to it. `/` moves the focus here.
 */
export class CatalogSearch extends DataWaveElement {
  static override properties = { typed: { state: true }, isOpen: { state: true } };
  declare typed: string;
  declare isOpen: boolean;
  #box: SuggestionBox | null = null;

  static override styles = [baseStyles, searchStyles];

  constructor() {
    super();
    this.typed = '';
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== '/') return;
      if (event.ctrlKey || event.metaKey || event.altKey || isWritten(event.composedPath()[0])) return;
      event.preventDefault();
      this.#input?.focus();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#box?.close();
    this.#box = null;
    this.isOpen = false;
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  /** The search works without what suggests; the next who comes here tries again. */
  readonly #begin = async (): Promise<void> => {
    this.isOpen = true;
    const { lifetime } = this;
    const loaded = await import('./suggestion-box.ts').catch(() => null);
    if (loaded === null || lifetime.aborted) return;
    this.#box ??= new loaded.SuggestionBox(this.shell, () => this.requestUpdate());
    await this.#box.open(lifetime);
    this.#box.ask(this.typed);
  };

  readonly #write = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.typed = event.target.value;
    this.isOpen = true;
    this.#box?.ask(this.typed);
  };

  readonly #leave = (): void => {
    this.isOpen = false;
    this.#box?.close();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.isOpen) {
      // The first one closes the list, the next one empties the field.
      event.preventDefault();
      event.stopPropagation();
      this.isOpen = false;
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.isOpen = true;
      this.#box?.move(event.key === 'ArrowDown' ? 1 : -1);
      this.requestUpdate();
    } else if (event.key === 'Enter' && this.isOpen && this.#box?.active) {
      event.preventDefault();
      this.#go(this.#box.active.href);
    }
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#go(withQuery('/assets', { q: this.typed.trim() }));
  };

  readonly #go = (href: string): void => {
    const text = this.typed.trim();
    if (text !== '') this.#box?.remember(text);
    this.shell.navigate(href);
    this.typed = '';
    this.#box?.ask('');
    this.#input?.blur();
  };

  override updated(): void {
    this.renderRoot
      .querySelector('[role="option"][aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest' });
  }

  override render(): unknown {
    const list = this.isOpen ? (this.#box?.view(this.#go) ?? null) : null;
    return html`<form role="search" @submit=${this.#submit}><dw-icon name="search"></dw-icon>
      <input type="text" name="q" enterkeyhint="search" role="combobox" aria-autocomplete="list" aria-haspopup="listbox" aria-expanded=${list === null ? 'false' : 'true'} aria-controls="list" aria-activedescendant=${(list === null ? '' : this.#box?.activeId) || nothing}
        aria-label=${t('Search assets and columns')} placeholder=${t('Search assets and columns')} autocomplete="off" spellcheck="false" maxlength="200" .value=${this.typed}
        @focus=${this.#begin} @click=${this.#begin} @input=${this.#write} @keydown=${this.#pressed} @blur=${this.#leave}><kbd aria-hidden="true">/</kbd>
      ${list ?? html`<div id="list" hidden></div>`}</form>`;
  }
}
