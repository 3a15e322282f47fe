import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ShellModel } from '../shell-model.ts';
import { ownGroups, type PaletteGroup, type PaletteItem } from './commands.ts';
import { paletteStyles } from './palette-styles.ts';
import { ranked } from './rank.ts';
import { Searches, type SearchState } from './searches.ts';

const MOST_OF_A_GROUP = 7;

/**
 * The command palette: one field, and below it pages, actions, commands and what plugins' searches find. A combobox with a list, by the
 * pattern of ARIA: the focus stays in the field, the arrows move through the list. Fires `dw-close`.
 */
export class ShellPalette extends DataWaveElement {
  static override properties = {
    model: { attribute: false },
    typed: { state: true },
    active: { state: true },
  };
  declare model: ShellModel;
  declare typed: string;
  /** Id of the item that Enter takes; empty for the first. */
  declare active: string;
  #searches: Searches | null = null;

  static override styles = [baseStyles, paletteStyles];

  constructor() {
    super();
    this.typed = '';
    this.active = '';
  }

  override firstUpdated(): void {
    this.#searches = new Searches(this.shell.api, () => this.requestUpdate());
    this.renderRoot.querySelector('dialog')?.showModal();
    this.renderRoot.querySelector('input')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#searches?.stop();
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  readonly #closed = (): void => {
    this.dispatchEvent(new Event('dw-close'));
  };

  readonly #write = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.typed = event.target.value;
    this.active = '';
    const { registry, session } = this.model;
    this.#searches?.ask(
      this.typed,
      registry.searches.filter(({ permission }) => session.may(permission)),
    );
  };

  #groups(): readonly PaletteGroup[] {
    const keys = (): boolean => this.model.dispatchEvent(new Event('shortcuts'));
    const isAsking = this.typed.trim() !== '';
    const own = ownGroups(this.model, keys).map((group) => {
      const best = ranked(this.typed, group.items, ({ title, words }) => [title, ...words]);
      const items = best.map(({ item }) => item);
      return {
        ...group,
        items: isAsking ? items.slice(0, MOST_OF_A_GROUP) : items,
        score: best[0]?.score ?? 0,
      };
    });
    // What Enter takes is what fits best.
    if (isAsking) own.sort((one, other) => other.score - one.score);
    const found = (this.#searches?.states ?? []).map(
      ({ search, finds }): PaletteGroup => ({
        id: `search ${search.plugin} ${search.path}`,
        title: t(search.title),
        items: finds.map((find) => ({ ...find, id: `find ${find.href}`, words: [] })),
      }),
    );
    return [...own, ...found].filter(({ items }) => items.length > 0);
  }

  #take(item: PaletteItem | undefined, isElsewhere = false): void {
    if (item === undefined) return;
    if (item.href !== null && isElsewhere) {
      window.open(item.href, '_blank', 'noopener');
      return;
    }
    this.#close();
    if (item.href === null) item.run?.();
    else this.shell.navigate(item.href);
  }

  #pressed(event: KeyboardEvent, items: readonly PaletteItem[]): void {
    if (event.isComposing) return;
    const at = Math.max(
      0,
      items.findIndex(({ id }) => id === this.active),
    );
    const last = items.length - 1;
    const move = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: Math.min(last, at + 6),
      PageUp: Math.max(0, at - 6),
    }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      this.active = items[move]?.id ?? '';
      void this.#follow();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#take(items[at], event.ctrlKey || event.metaKey);
    } else if (event.key === 'Tab') event.preventDefault();
  }

  async #follow(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): unknown {
    const groups = this.#groups();
    const items = groups.flatMap((group) => group.items);
    const active = items.find(({ id }) => id === this.active) ?? items[0];
    const idOf = (item: PaletteItem): string => `item-${items.indexOf(item)}`;
    const isRunning = this.#searches?.isRunning ?? false;
    const clicked = (event: Event): void => {
      if (event.target instanceof HTMLDialogElement) this.#close();
    };
    return html`<dialog aria-label=${t('Commands')} @close=${this.#closed} @click=${clicked}>
      <div class="field"><dw-icon name="search"></dw-icon>
        <input type="text" role="combobox" aria-expanded="true" aria-controls="list" aria-autocomplete="list" aria-label=${t('Find a page, a thing, or something to do')}
          aria-activedescendant=${active === undefined ? nothing : idOf(active)} placeholder=${t('Find a page, a thing, or something to do')} autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="200"
          .value=${this.typed} @input=${this.#write} @keydown=${(event: KeyboardEvent) => this.#pressed(event, items)}>
        <kbd>Esc</kbd></div>
      <div class="list" id="list" role="listbox" aria-label=${t('What was found')} aria-busy=${isRunning}>${repeat(
        groups,
        ({ id }) => id,
        (
          group,
          index,
        ) => html`<div role="group" aria-labelledby="group-${index}"><div class="group" id="group-${index}" aria-hidden="true">${group.title}</div>
          ${repeat(
            group.items,
            ({ id }) => id,
            (item) => this.#item(item, idOf(item), item === active),
          )}</div>`,
      )}</div>
      ${this.#notes(items.length === 0, isRunning)}
      <div class="visually-hidden" role="status">${this.typed.trim() === '' || isRunning ? nothing : t('{n, plural, =0 {Nothing found} one {# result} other {# results}}', { n: items.length })}</div>
    </dialog>`;
  }

  #item(item: PaletteItem, id: string, isActive: boolean): unknown {
    const over = (): void => {
      this.active = item.id;
    };
    return html`<div class="item" role="option" id=${id} aria-selected=${isActive} @pointermove=${over}
      @click=${(event: MouseEvent) => this.#take(item, event.ctrlKey || event.metaKey)}>
      <dw-icon name=${item.icon}></dw-icon><span class="title">${item.title}</span>${item.detail === '' ? nothing : html`<span class="detail">${item.detail}</span>`}</div>`;
  }

  #notes(isEmpty: boolean, isRunning: boolean): unknown {
    const failed = (this.#searches?.states ?? []).filter(({ problem }) => problem !== null);
    const isNothing = isEmpty && !isRunning && failed.length === 0;
    return html`${isNothing ? html`<p class="note">${t('Nothing fits “{typed}”.', { typed: this.typed.trim() })}</p>` : nothing}
      ${isEmpty && isRunning ? html`<p class="note">${t('Looking…')}</p>` : nothing}
      ${failed.map(({ search, problem }: SearchState) => html`<p class="note failed" role="alert"><dw-icon name="warning"></dw-icon>${t('{title} could not be searched: {problem}', { title: t(search.title), problem: problem ?? '' })}</p>`)}`;
  }
}
