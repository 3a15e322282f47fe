import type { DataWaveElement } from '@datawave/plugin-sdk/ui';
import type { ReactiveController } from 'lit';

/** Height in pixels of the rows that cards are laid upon; styles of the grid name the same. */
export const ROW = 4;

/**
 * Lays cards of different heights without holes: each stands in the shortest column, in the order of the document. The grid has rows of
 * {@link ROW} pixels, and a card takes as many as its height and the distance to the next one need, told anew whenever it changes.
 */
export class CardColumns implements ReactiveController {
  readonly #host: DataWaveElement;
  readonly #grid: () => Element | null;
  readonly #watched = new Set<Element>();
  readonly #sizes = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const height = borderBoxSize[0]?.blockSize ?? 0;
      if (target instanceof HTMLElement && height > 0)
        target.style.gridRowEnd = `span ${Math.ceil((height + this.#distance()) / ROW)}`;
    }
  });

  /** @param grid - what holds the cards, once it is drawn */
  constructor(host: DataWaveElement, grid: () => Element | null) {
    this.#host = host;
    this.#grid = grid;
    host.addController(this);
  }

  hostUpdated(): void {
    const cards = new Set(this.#grid()?.children ?? []);
    for (const card of this.#watched) {
      if (cards.has(card)) continue;
      this.#sizes.unobserve(card);
      this.#watched.delete(card);
    }
    for (const card of cards) {
      if (this.#watched.has(card)) continue;
      this.#watched.add(card);
      this.#sizes.observe(card);
    }
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#watched.clear();
  }

  /** Between columns in pixels; rows are as far apart. */
  #distance(): number {
    const grid = this.#grid();
    return grid === null || !this.#host.isConnected
      ? 0
      : Number.parseFloat(getComputedStyle(grid).columnGap) || 0;
  }
}
