import {
  baseStyles,
  type ContributedSlot,
  DataWaveElement,
  defineElement,
  layoutStyles,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ShellAttentionList } from './overview/attention-list.ts';
import { type CardChoice, inOrder, keepChoice, PLAIN_CHOICE, readChoice } from './overview/card-choice.ts';
import { ShellCardChoiceDialog } from './overview/card-choice-dialog.ts';
import { CardColumns, ROW } from './overview/card-columns.ts';

const nameOf = ({ plugin, element }: ContributedSlot): string => `${plugin}/${element}`;

/** The start page: what needs attention, then the cards of plugins, in the order and choice of whoever looks. */
export class ShellOverviewPage extends DataWaveElement {
  static override properties = { choice: { state: true }, isChoosing: { state: true } };
  declare choice: CardChoice;
  declare isChoosing: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); grid-auto-rows: ${unsafeCSS(ROW)}px; column-gap: var(--dw-space-5); align-items: start; }
      .whole { margin-block-end: var(--dw-space-5); }
      .coming { min-block-size: 12rem; }
    `,
  ];

  constructor() {
    super();
    this.choice = PLAIN_CHOICE;
    this.isChoosing = false;
    new CardColumns(this, () => this.renderRoot.querySelector('.cards'));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.choice = readChoice(kept(), this.shell.drafts.owner);
    this.onDisconnect(this.shell.onPluginsChange(() => this.requestUpdate()));
  }

  #choose(choice: CardChoice): void {
    this.choice = choice;
    keepChoice(kept(), this.shell.drafts.owner, choice);
  }

  override render(): unknown {
    const cards = inOrder(this.shell.slots('overview.cards'), nameOf, this.choice);
    const shown = cards.filter((card) => !this.choice.hidden.includes(nameOf(card)));
    const isTold = this.shell.slots('overview.attention').length > 0;
    return html`<dw-page-header heading=${t('Overview')}>${
      cards.length < 2
        ? nothing
        : html`<dw-button slot="actions" variant="quiet" icon="adjust" @click=${() => {
            this.isChoosing = true;
          }}>${t('Customise')}</dw-button>`
    }</dw-page-header>
      <div class="whole"><dw-slot name="overview.start" .context=${{}}></dw-slot>${isTold ? html`<shell-attention-list></shell-attention-list>` : nothing}</div>
      ${cards.length === 0 ? this.#nothing() : html`<div class="cards">${repeat(shown, nameOf, (card) => this.#card(card))}</div>`}
      ${this.isChoosing ? this.#dialog(cards) : nothing}`;
  }

  /** Each in a boundary of its own: they load beside each other, and what one does wrong is its own. */
  #card({ plugin, element }: ContributedSlot): unknown {
    return html`<dw-boundary .plugin=${plugin} .element=${element} .values=${{ context: {} }}>
      <dw-card slot="loading"><div class="coming"><dw-loading lines="5"></dw-loading></div></dw-card></dw-boundary>`;
  }

  #dialog(cards: readonly ContributedSlot[]): unknown {
    const named = cards.map((card) => ({ name: nameOf(card), title: t(card.title ?? card.element) }));
    return html`<shell-card-choice .cards=${named} .choice=${this.choice}
      @dw-choice=${(event: CustomEvent<CardChoice>) => this.#choose(event.detail)} @close=${() => {
        this.isChoosing = false;
      }}></shell-card-choice>`;
  }

  #nothing(): unknown {
    return html`<dw-card>${
      this.shell.may('plugins:read')
        ? html`<dw-empty icon="puzzle" heading=${t('No plugin shows anything here')}>${t('Enable plugins to see what your data holds.')}<dw-button slot="actions" href="/plugins">${t('See plugins')}</dw-button></dw-empty>`
        : html`<dw-empty icon="key" heading=${t('There is nothing here for you yet')}>${t('You are signed in, but hold no role in this workspace that shows anything. Ask whoever let you in to give you one.')}</dw-empty>`
    }</dw-card>`;
  }
}

/** Where the browser keeps what one chose; null where it keeps nothing. */
function kept(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

defineElement('shell-attention-list', ShellAttentionList);
defineElement('shell-card-choice', ShellCardChoiceDialog);
