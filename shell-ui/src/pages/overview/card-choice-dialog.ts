import { baseStyles, DataWaveElement, formStyles, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { type CardChoice, moved, PLAIN_CHOICE } from './card-choice.ts';

/** A card as the dialog lists it. */
export interface NamedCard {
  readonly name: string;
  readonly title: string;
}

/** Asks which cards of the start page are shown, and in which order. Fires `dw-choice` with each change, and `close`. */
export class ShellCardChoiceDialog extends DataWaveElement {
  static override properties = { cards: { attribute: false }, choice: { attribute: false } };
  /** In the order chosen. */
  declare cards: readonly NamedCard[];
  declare choice: CardChoice;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      li { display: flex; align-items: center; justify-content: space-between; gap: var(--dw-space-2); padding-block: var(--dw-space-1); border-block-end: 1px solid var(--dw-border); }
      li:last-child { border-block-end: 0; }
      li label { display: flex; align-items: center; gap: var(--dw-space-2); min-inline-size: 0; overflow-wrap: anywhere; }
      .places { display: flex; flex: none; }
    `,
  ];

  constructor() {
    super();
    this.cards = [];
    this.choice = PLAIN_CHOICE;
  }

  #choose(choice: CardChoice): void {
    this.dispatchEvent(new CustomEvent<CardChoice>('dw-choice', { detail: choice }));
  }

  #show(name: string, isShown: boolean): void {
    const others = this.choice.hidden.filter((other) => other !== name);
    this.#choose({ ...this.choice, hidden: isShown ? others : [...others, name] });
  }

  #move(card: NamedCard, by: -1 | 1): void {
    const names = this.cards.map(({ name }) => name);
    const order = moved(names, card.name, by);
    if (order === names) return;
    this.#choose({ ...this.choice, order });
    const place = t('Place {n} of {total}', { n: order.indexOf(card.name) + 1, total: order.length });
    this.shell.announce(`${card.title}: ${place}`);
  }

  override render(): unknown {
    const close = (): void => void this.dispatchEvent(new Event('close'));
    const last = this.cards.length - 1;
    return html`<dw-dialog open heading=${t('What is shown here')} @close=${close}>
      <div class="stack"><p class="muted">${t('For you alone, on this browser.')}</p>
      <ul role="list" aria-label=${t('Cards in their order')}>${this.cards.map(
        (card, index) => html`<li>
          <label><input type="checkbox" .checked=${!this.choice.hidden.includes(card.name)} @change=${(event: Event) => this.#show(card.name, event.target instanceof HTMLInputElement && event.target.checked)}>${card.title}</label>
          <span class="places"><dw-button variant="quiet" size="small" icon="arrow-up" label=${t('Move {title} up', { title: card.title })} ?disabled=${index === 0} @click=${() => this.#move(card, -1)}></dw-button><dw-button variant="quiet" size="small" icon="arrow-down" label=${t('Move {title} down', { title: card.title })} ?disabled=${index === last} @click=${() => this.#move(card, 1)}></dw-button></span></li>`,
      )}</ul></div>
      <dw-button slot="actions" @click=${() => this.#choose(PLAIN_CHOICE)}>${t('As at the beginning')}</dw-button>
      <dw-button slot="actions" variant="primary" @click=${close}>${t('Done')}</dw-button>
    </dw-dialog>`;
  }
}
