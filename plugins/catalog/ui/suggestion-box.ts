import { type ShellContext, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Suggestion, Suggestions } from './suggestions.ts';

const groupTitle = (group: Suggestion['group']): string | null => {
  switch (group) {
    case 'search':
      return null;
    case 'recent':
      return t('Searched for before');
    case 'sensitivity':
      return t('Sensitivity');
    case 'infoType':
      return t('Info types');
    case 'tag':
      return t('Tags');
    case 'asset':
      return t('Assets');
  }
};

/** What stands below the search while somebody types, and which of it Enter takes. */
export class SuggestionBox {
  readonly #suggestions: Suggestions;
  #typed = '';
  /** Place of what Enter takes; -1 for what is written itself. */
  #at = -1;

  constructor(shell: ShellContext, changed: () => void) {
    this.#suggestions = new Suggestions(shell, changed);
  }

  open(signal: AbortSignal): Promise<void> {
    return this.#suggestions.begin(signal);
  }

  close(): void {
    this.#suggestions.stop();
    this.#at = -1;
  }

  ask(typed: string): void {
    if (typed !== this.#typed) this.#at = -1;
    this.#typed = typed;
    this.#suggestions.ask(typed);
  }

  remember(text: string): void {
    this.#suggestions.remember(text);
  }

  get #shown(): readonly Suggestion[] {
    return this.#suggestions.of(this.#typed);
  }

  /** Goes on by a number of places, around the ends past what is written. */
  move(by: number): void {
    const places = this.#shown.length + 1;
    this.#at = ((this.#at + 1 + by + places) % places) - 1;
  }

  get active(): Suggestion | null {
    return this.#shown[this.#at] ?? null;
  }

  /** Id of the option that is active; empty for none. */
  get activeId(): string {
    return this.active === null ? '' : `option-${this.#at}`;
  }

  /** The list; null where there is nothing to suggest. */
  view(take: (href: string) => void): unknown {
    const shown = this.#shown;
    if (shown.length === 0) return null;
    const groups = [...Map.groupBy(shown, ({ group }) => group)];
    const option = (suggestion: Suggestion): unknown => {
      const at = shown.indexOf(suggestion);
      const { icon, title, detail, href } = suggestion;
      return html`<div class="option" role="option" id="option-${at}" aria-selected=${at === this.#at} @click=${() => take(href)}>
        <dw-icon name=${icon}></dw-icon><span class="title"><bdi>${title}</bdi></span>${detail === '' ? nothing : html`<span class="detail"><bdi>${detail}</bdi></span>`}</div>`;
    };
    // The field keeps the focus.
    return html`<div class="list" id="list" role="listbox" aria-label=${t('Suggestions')} @mousedown=${(event: Event) => event.preventDefault()}>${groups.map(
      ([group, suggestions]) => {
        const title = groupTitle(group);
        return title === null
          ? suggestions.map(option)
          : html`<div role="group" aria-label=${title}><div class="group" aria-hidden="true">${title}</div>${suggestions.map(option)}</div>`;
      },
    )}</div>`;
  }
}
