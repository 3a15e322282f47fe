import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';

/** How the rows stand that a {@link RowWindow} looks at. */
export interface WindowShape {
  readonly count: number;
  /** Height of a row that nobody has measured, in pixels. */
  readonly estimate: number;
  /** A row that stays drawn wherever it is, because it holds the focus; null for none. */
  readonly pinned: number | null;
  /** Pixels of the heading that lies over the first rows when scrolled. */
  readonly heading: number;
  /** Pixels between rows. */
  readonly gap: number;
  /** Names the row of an index, so that what was measured of it stays its own wherever it stands; the index unless given. */
  readonly keyOf?: (index: number) => string | number;
}

const OVERSCAN = 4;
/** Rows drawn before the size of the screen is known. */
const FIRST_HEIGHT = 480;

/** The indexes in a range with the pinned one among them, ascending. */
export function withPinned(indexes: readonly number[], pinned: number | null, count: number): number[] {
  if (pinned === null || pinned < 0 || pinned >= count || indexes.includes(pinned)) return [...indexes];
  return [...indexes, pinned].sort((one, other) => one - other);
}

/** How a window learns of size and scrolling, and scrolls. */
export type WindowPorts = Pick<
  VirtualizerOptions<HTMLElement, HTMLElement>,
  'observeElementRect' | 'observeElementOffset' | 'scrollToFn'
>;

/** Which rows of many are drawn for where the element is scrolled to, and where each stands. */
export class RowWindow {
  readonly #changed: () => void;
  readonly #ports: WindowPorts;
  #shape: WindowShape = { count: 0, estimate: 44, pinned: null, heading: 0, gap: 0 };
  #scroller: HTMLElement | null = null;
  #detach: (() => void) | null = null;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;

  /** `ports` are how it learns of size and scrolling; a browser's unless given. */
  constructor(
    changed: () => void,
    ports: WindowPorts = { observeElementRect, observeElementOffset, scrollToFn: elementScroll },
  ) {
    this.#changed = changed;
    this.#ports = ports;
    this.#virtualizer = new Virtualizer(this.#options());
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    const { count, estimate, pinned, heading, gap, keyOf } = this.#shape;
    return {
      ...this.#ports,
      ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
      count,
      gap,
      overscan: OVERSCAN,
      initialRect: { width: 0, height: FIRST_HEIGHT },
      estimateSize: () => estimate,
      scrollPaddingEnd: heading,
      getScrollElement: () => this.#scroller,
      rangeExtractor: (range) => withPinned(this.#steady(defaultRangeExtractor(range)), pinned, count),
      onChange: this.#changed,
    };
  }

  /** As many rows wherever one scrolls, so that none are made and thrown away because half a row more is in sight. */
  #steady(indexes: number[]): number[] {
    const { count, estimate, gap } = this.#shape;
    const height = this.#virtualizer?.scrollRect?.height ?? FIRST_HEIGHT;
    const wanted = Math.min(count, Math.ceil(height / (estimate + gap)) + 1 + 2 * OVERSCAN);
    const first = Math.max(0, Math.min(indexes[0] ?? 0, count - wanted));
    const last = Math.max(indexes.at(-1) ?? -1, first + wanted - 1);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  }

  /** Begins to look at this element; calling it again with the same is harmless. */
  attach(scroller: HTMLElement): void {
    if (this.#scroller === scroller && this.#detach !== null) return;
    this.detach();
    this.#scroller = scroller;
    this.#detach = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
  }

  detach(): void {
    this.#detach?.();
    this.#detach = null;
    this.#scroller = null;
  }

  /** Takes another shape. Heights that were measured are forgotten when rows would be of another one unmeasured. */
  reshape(shape: WindowShape): void {
    const estimateChanged = shape.estimate !== this.#shape.estimate || shape.gap !== this.#shape.gap;
    this.#shape = shape;
    this.#virtualizer.setOptions(this.#options());
    if (estimateChanged) this.#virtualizer.measure();
  }

  /** Rows to draw, ascending. */
  get items(): readonly VirtualItem[] {
    return this.#virtualizer.getVirtualItems();
  }

  /** Height of all rows together, in pixels. */
  get height(): number {
    return this.#virtualizer.getTotalSize();
  }

  /** Says how high a row turned out to be. */
  measured(index: number, height: number): void {
    if (height > 0) this.#virtualizer.resizeItem(index, height);
  }

  /** Rows that fit on the screen, at least one. */
  get page(): number {
    const height = (this.#virtualizer.scrollRect?.height ?? FIRST_HEIGHT) - this.#shape.heading;
    return Math.max(1, Math.floor(height / (this.#shape.estimate + this.#shape.gap)) - 1);
  }

  /** Scrolls as little as it takes until the row is in sight. */
  reveal(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: 'auto' });
  }
}
