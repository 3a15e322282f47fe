import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  layoutStyles,
  ProblemError,
  Resource,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import {
  STATES,
  type Violation,
  type ViolationChange,
  type ViolationFacets,
  type ViolationState,
} from './api.ts';
import { stateTitle } from './state-words.ts';
import type { Chosen } from './violation-filters.ts';

/** Cards of a column that are read at first, and more of them at once. */
const CARDS = 25;

interface Column {
  readonly items: readonly Violation[];
  readonly nextCursor: string | null;
}

/**
 * Violations as cards in a column for each state. Cards are moved by dragging, from their menu, or by Shift with an arrow key; arrow keys
 * go from card to card, Enter opens one. Fires `dw-open` with an id, `dw-waive` with a violation that is to be waived, and `dw-moved`.
 */
export class ComplianceBoard extends DataWaveElement {
  static override properties = {
    filter: { attribute: false },
    counts: { attribute: false },
    isWritable: { type: Boolean },
    shown: { state: true },
    over: { state: true },
  };
  declare filter: Chosen;
  declare counts: ViolationFacets | undefined;
  declare isWritable: boolean;
  /** Cards of each column that were asked for. */
  declare shown: Readonly<Record<ViolationState, number>>;
  /** Where a card is dragged over. */
  declare over: ViolationState | null;
  #dragged: Violation | null = null;
  /** A card that gets the focus once it stands where it was moved to. */
  #focus: string | null = null;
  readonly #columns = new Map<ViolationState, Resource<unknown, Column>>(
    STATES.map((state) => [
      state,
      new Resource<unknown, Column>(
        this,
        () => ({ state, filter: this.filter, limit: this.shown[state] }),
        (_, signal) =>
          this.shell.api.list<Violation>('/violations', {
            query: { ...this.filter, state, limit: this.shown[state] },
            signal,
          }),
        { follows: ['violations'] },
      ),
    ]),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .board { display: grid; grid-template-columns: repeat(4, minmax(15rem, 1fr)); gap: var(--dw-space-4); align-items: start; overflow-x: auto; padding-block-end: var(--dw-space-3); }
      section { display: grid; gap: var(--dw-space-3); min-height: 12rem; align-content: start; padding: var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface-2); }
      section.over { border-color: var(--dw-accent); background: var(--dw-accent-soft); }
      h2 { display: flex; align-items: center; justify-content: space-between; font-size: var(--dw-font-size); }
      h2 .number { color: var(--dw-text-muted); font-weight: 500; }
      ul { display: grid; gap: var(--dw-space-2); }
      li { min-width: 0; }
      @media (max-width: 900px) { .board { grid-template-columns: repeat(4, minmax(82%, 1fr)); scroll-snap-type: x proximity; } section { scroll-snap-align: start; } }
    `,
  ];

  constructor() {
    super();
    this.filter = {};
    this.isWritable = false;
    this.shown = { open: CARDS, 'in-progress': CARDS, waived: CARDS, resolved: CARDS };
    this.over = null;
  }

  async reload(): Promise<void> {
    await Promise.all([...this.#columns.values()].map((column) => column.reload()));
  }

  override updated(): void {
    if (this.#focus === null) return;
    const card = this.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (card === null) return;
    this.#focus = null;
    card.focus();
  }

  override render(): unknown {
    return html`<p class="visually-hidden" id="keys">${t('Arrow keys go from card to card. Shift with an arrow key moves a card to another column. Enter opens it.')}</p>
      <div class="board" role="group" aria-label=${t('Violations by how they stand')} aria-describedby="keys" @keydown=${this.#pressed}>${STATES.map((state) => this.#column(state))}</div>`;
  }

  #column(state: ViolationState): unknown {
    const count = this.counts?.facets.state.find(({ value }) => value === state)?.count ?? 0;
    const title = stateTitle(state);
    return html`<section class=${this.over === state ? 'over' : ''} data-state=${state} aria-label=${title}
      @dragover=${(event: DragEvent) => {
        if (this.#dragged === null || this.#dragged.state === state) return;
        event.preventDefault();
        this.over = state;
      }}
      @dragleave=${() => {
        this.over = null;
      }}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        this.over = null;
        if (this.#dragged !== null) void this.#move(this.#dragged, state);
      }}>
      <h2>${title}<span class="number">${formatNumber(count)}</span></h2>
      ${this.#columns.get(state)?.view({
        ready: ({ items, nextCursor }) => html`<ul role="list">${repeat(
          items,
          ({ id }) => id,
          (
            violation,
          ) => html`<li><compliance-violation-card tabindex="0" data-id=${violation.id} .violation=${violation} .isWritable=${this.isWritable}
            draggable=${this.isWritable ? 'true' : 'false'}
            @dragstart=${(event: DragEvent) => {
              this.#dragged = violation;
              event.dataTransfer?.setData('text/plain', violation.id);
            }}
            @dragend=${() => {
              this.#dragged = null;
              this.over = null;
            }}
            @dw-move=${(event: CustomEvent<ViolationState>) => void this.#move(violation, event.detail)}
            @dw-open=${() => this.#open(violation.id)}></compliance-violation-card></li>`,
        )}</ul>${items.length === 0 ? html`<p class="muted small">${t('None')}</p>` : ''}
        ${
          nextCursor === null
            ? ''
            : html`<dw-button variant="quiet" size="small" @click=${() => {
                this.shown = { ...this.shown, [state]: Math.min(500, this.shown[state] + CARDS) };
              }}>${t('Show more')}</dw-button>`
        }`,
        loading: () => html`<dw-loading lines="4"></dw-loading>`,
      })}</section>`;
  }

  #open(id: string): void {
    this.dispatchEvent(new CustomEvent('dw-open', { detail: id, bubbles: true, composed: true }));
  }

  /** Moves a card, or asks for what has to be known first. */
  async #move(violation: Violation, to: ViolationState): Promise<void> {
    if (!this.isWritable || violation.state === to) return;
    if (to === 'waived') {
      this.dispatchEvent(new CustomEvent('dw-waive', { detail: violation }));
      return;
    }
    const change: ViolationChange = { state: to, version: violation.version };
    try {
      await this.shell.api.patch(`/violations/${violation.id}`, change);
      this.#focus = `[data-state="${to}"] [data-id="${violation.id}"]`;
      this.shell.announce(t('{asset} is now {state}', { asset: violation.assetName, state: stateTitle(to) }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.shell.notify({ tone: 'danger', message: error.message });
    }
    await this.reload();
    this.dispatchEvent(new Event('dw-moved'));
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const card = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.dataset['id'] !== undefined);
    // What stands in the card has keys of its own.
    if (!(card instanceof HTMLElement) || event.composedPath()[0] !== card) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const cards = (state: string | undefined): HTMLElement[] => [
      ...this.renderRoot.querySelectorAll<HTMLElement>(`[data-state="${state ?? ''}"] [data-id]`),
    ];
    const state = STATES.find(
      (known) => known === card.closest<HTMLElement>('[data-state]')?.dataset['state'],
    );
    if (state === undefined) return;
    const own = cards(state);
    const at = own.indexOf(card);
    const isBackwards = this.matches(':dir(rtl)');
    const aside = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const step = isBackwards ? -aside : aside;
    if (step !== 0) {
      event.preventDefault();
      const target = STATES[STATES.indexOf(state) + step];
      if (target === undefined) return;
      const violation = this.#columns.get(state)?.value?.items[at];
      if (event.shiftKey && violation !== undefined) void this.#move(violation, target);
      else if (!event.shiftKey) {
        // The next column that has a card.
        for (let index = STATES.indexOf(state) + step; STATES[index] !== undefined; index += step) {
          const there = cards(STATES[index]);
          const next = there[Math.min(at, there.length - 1)];
          if (next === undefined) continue;
          next.focus();
          break;
        }
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      own[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#open(card.dataset['id'] ?? '');
    }
  };
}
