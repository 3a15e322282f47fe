import { type CellPlace, cellAfter } from './cell-keys.ts';
import type { GridColumn } from './column.ts';
import { toTsv } from './delimited.ts';
import type { GridData } from './grid-data.ts';
import type { GridOptions } from './options.ts';
import type { RowWindow } from './row-window.ts';
import { RowSelection } from './selection.ts';
import { shownTable } from './table-text.ts';

/** What keyboard and mouse act on. */
export interface InputHost {
  root(): ParentNode;
  options(): GridOptions<never> | null;
  columns(): readonly GridColumn<never>[];
  readonly data: GridData;
  /** The rows that are on screen now: those that have come since are not meant by anybody yet. */
  drawnRows(): readonly unknown[];
  readonly window: RowWindow;
  selects(): boolean;
  selection(): RowSelection;
  select(selection: RowSelection): void;
  sortBy(key: string, add: boolean): void;
  widen(key: string, pixels: number, isDone: boolean): void;
  hasHeader(): boolean;
  isRightToLeft(): boolean;
  redraw(): void;
  drawn(): Promise<unknown>;
}

const CELL = '[role="gridcell"], [role="columnheader"]';
const WIDGET = 'a[href], button, input, select, textarea, summary, dw-button, dw-menu, [data-focusable]';
/** Pixels by which a key makes a column wider. */
const STEP = 16;

const elementOf = (event: Event): Element | null => {
  const [target] = event.composedPath();
  return target instanceof Element ? target : null;
};

/** Keyboard, mouse and clipboard of a grid: one cell has the focus, and everything else is reached from it. */
export class GridInput {
  readonly #host: InputHost;
  /** The cell that Tab leads to. */
  active: CellPlace = { row: 0, column: 0 };
  /** Row from which Shift selects a range. */
  #anchor = 0;
  #isGivingBack = false;

  constructor(host: InputHost) {
    this.#host = host;
  }

  /** Rows that come before the one that has the focus do not take it: what is pressed next is meant for the row that was there. */
  follow(before: readonly unknown[], after: readonly unknown[]): void {
    const options = this.#host.options();
    if (before === after || options === null || !this.focusedElement()?.closest('.body')) return;
    const [key] = this.#keysOf(before.slice(this.active.row, this.active.row + 1));
    const row = (after as readonly never[]).findIndex((one) => options.key(one) === key);
    if (row >= 0) this.active = { ...this.active, row };
  }

  /** What has the focus within the grid. */
  focusedElement(): Element | null {
    const root = this.#host.root();
    return root instanceof ShadowRoot ? root.activeElement : null;
  }

  /** Gives the focus back to what had it before the rows were drawn: an element that is moved loses it. */
  giveBack(element: Element | null): void {
    if (!(element instanceof HTMLElement) || !element.isConnected || this.focusedElement() !== null) return;
    // That is no choice of another cell.
    this.#isGivingBack = true;
    element.focus({ preventScroll: true });
    this.#isGivingBack = false;
  }

  /** Keeps what stands in cells out of the order of Tab: it is reached from its cell with Enter. */
  afterDraw(): void {
    const rows = this.#host.data.length;
    if (rows > 0 && this.active.row >= rows) this.active = { ...this.active, row: rows - 1 };
    if (this.active.row < 0 && !this.#host.hasHeader()) {
      this.active = { row: 0, column: 0 };
      this.#host.redraw();
    }
    for (const widget of this.#host
      .root()
      .querySelectorAll<HTMLElement>(`.cell :is(${WIDGET}):not([tabindex="-1"])`))
      widget.tabIndex = -1;
  }

  readonly focused = (event: FocusEvent): void => {
    if (this.#isGivingBack) return;
    const place = this.#placeOf(this.#cellOf(event));
    if (place === null || (place.row === this.active.row && place.column === this.active.column)) return;
    this.active = place;
    this.#host.redraw();
  };

  readonly clicked = (event: MouseEvent): void => {
    const cell = this.#cellOf(event);
    const target = elementOf(event);
    if (cell === null || target === null || event.defaultPrevented) return;
    const place = this.#placeOf(cell);
    if (place === null) return;
    if (cell.matches('.select')) {
      // The box shows what is selected, which is drawn anew.
      if (!(target instanceof HTMLInputElement)) this.#toggle(place.row, event.shiftKey);
      else if (place.row < 0) this.#selectAll(target.checked);
      else this.#choose(place.row, target.checked, event.shiftKey);
      return;
    }
    if (place.row < 0) {
      const key = cell.getAttribute('data-key');
      if (key !== null && cell.matches('.sorts') && !target.matches('.resize'))
        this.#host.sortBy(key, event.shiftKey);
      return;
    }
    const options = this.#host.options();
    const row = this.#host.drawnRows()[place.row];
    const inWidget = event
      .composedPath()
      .slice(0, event.composedPath().indexOf(cell))
      .some((node) => node instanceof Element && node.matches(WIDGET));
    if (
      row !== undefined &&
      !inWidget &&
      !cell.matches('.actions') &&
      options?.href?.(row as never) === undefined
    )
      options?.open?.(row as never);
  };

  readonly keyed = (event: KeyboardEvent): void => {
    const target = elementOf(event);
    const cell = this.#cellOf(event);
    if (target === null || cell === null) return;
    if (target !== cell && !target.matches('.select input, a.link')) {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      cell.focus();
      return;
    }
    if (this.#act(event, cell)) event.preventDefault();
  };

  /** Whether the key was one of the grid's. */
  #act(event: KeyboardEvent, cell: HTMLElement): boolean {
    const { key, shiftKey } = event;
    const withControl = event.ctrlKey || event.metaKey;
    const place = this.#placeOf(cell);
    if (place === null || event.altKey) return false;
    const column = cell.getAttribute('data-key');
    if (place.row < 0 && column !== null && shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      const wider = (key === 'ArrowRight') !== this.#host.isRightToLeft();
      this.#host.widen(column, cell.offsetWidth + (wider ? STEP : -STEP), true);
      return true;
    }
    if (withControl && key.toLowerCase() === 'a' && this.#host.selects()) {
      this.#selectAll(true);
      return true;
    }
    if (key === 'Enter' || key === 'F2') return this.#enter(place, cell, shiftKey);
    if (key === ' ') {
      if (place.row < 0 && cell.matches('.sorts') && column !== null) this.#host.sortBy(column, shiftKey);
      else if (this.#host.selects()) this.#toggle(place.row, shiftKey);
      return true;
    }
    const options = this.#host.options();
    const next = cellAfter(key, withControl, place, {
      rows: this.#host.data.length,
      columns:
        this.#host.columns().length +
        (this.#host.selects() ? 1 : 0) +
        (options?.actions === undefined ? 0 : 1),
      page: this.#host.window.page,
      hasHeader: this.#host.hasHeader(),
      isRightToLeft: this.#host.isRightToLeft(),
    });
    if (next === null) return false;
    void this.moveTo(next);
    return true;
  }

  /** Moves the focus to a cell, which comes into sight. */
  async moveTo(place: CellPlace): Promise<void> {
    this.active = place;
    this.#host.redraw();
    await this.#host.drawn();
    // Rows may have come before it meanwhile.
    const { active } = this;
    if (active.row >= 0) this.#host.window.reveal(active.row);
    const row = this.#host.root().querySelector(`[aria-rowindex="${active.row + 2}"]`);
    const cell = row?.children[active.column];
    if (!(cell instanceof HTMLElement)) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #enter(place: CellPlace, cell: HTMLElement, shiftKey: boolean): boolean {
    const key = cell.getAttribute('data-key');
    if (place.row < 0) {
      if (cell.matches('.select')) this.#toggle(-1, false);
      else if (key !== null && cell.matches('.sorts')) this.#host.sortBy(key, shiftKey);
      return true;
    }
    const widget = cell.querySelector<HTMLElement>(`:is(${WIDGET}):not(a.link)`);
    if (widget !== null && !cell.matches('.select')) {
      widget.focus();
      return true;
    }
    const link = cell.parentElement?.querySelector<HTMLElement>('a.link');
    const row = this.#host.drawnRows()[place.row];
    if (link) link.click();
    else if (row !== undefined) this.#host.options()?.open?.(row as never);
    return true;
  }

  #keysOf(rows: readonly unknown[]): readonly string[] {
    const options = this.#host.options();
    return options === null ? [] : (rows as readonly never[]).map((row) => options.key(row));
  }

  #toggle(row: number, isRange: boolean): void {
    if (row < 0) {
      const { data } = this.#host;
      const all = this.#keysOf(data.rows).every((key) => this.#host.selection().has(key));
      this.#selectAll(!all);
      return;
    }
    const [key] = this.#keysOf(this.#host.drawnRows().slice(row, row + 1));
    if (key !== undefined) this.#choose(row, isRange || !this.#host.selection().has(key), isRange);
  }

  #choose(row: number, isSelected: boolean, isRange: boolean): void {
    const [from, to] = isRange ? [Math.min(this.#anchor, row), Math.max(this.#anchor, row)] : [row, row];
    this.#anchor = row;
    const keys = this.#keysOf(this.#host.drawnRows().slice(from, to + 1));
    this.#host.select(this.#host.selection().set(keys, isSelected));
  }

  #selectAll(isSelected: boolean): void {
    this.#host.select(
      isSelected ? RowSelection.none.set(this.#keysOf(this.#host.data.rows), true) : RowSelection.none,
    );
  }

  /** Drags the edge of a column. */
  readonly pressed = (event: PointerEvent): void => {
    const handle = elementOf(event);
    const key = handle?.getAttribute('data-resize') ?? null;
    const header = handle?.parentElement;
    if (!(handle instanceof HTMLElement) || key === null || !header || event.button !== 0) return;
    event.preventDefault();
    const begin = event.clientX;
    const width = header.offsetWidth;
    const forward = this.#host.isRightToLeft() ? -1 : 1;
    const at = (moved: PointerEvent): number => width + (moved.clientX - begin) * forward;
    const ended = new AbortController();
    handle.setPointerCapture(event.pointerId);
    handle.classList.add('held');
    const move = (moved: PointerEvent): void => this.#host.widen(key, at(moved), false);
    const end = (moved: PointerEvent): void => {
      ended.abort();
      handle.classList.remove('held');
      this.#host.widen(key, at(moved), true);
    };
    handle.addEventListener('pointermove', move, { signal: ended.signal });
    handle.addEventListener('pointerup', end, { signal: ended.signal });
    handle.addEventListener('pointercancel', end, { signal: ended.signal });
  };

  /** Puts the selected rows on the clipboard, or the cell that has the focus; what is marked as text is left to the browser. */
  readonly copied = (event: ClipboardEvent): void => {
    const cell = this.#cellOf(event);
    const isMarked = (getSelection()?.toString() ?? '') !== '';
    if (cell === null || isMarked || event.clipboardData === null) return;
    const { data } = this.#host;
    const options = this.#host.options();
    const columns = this.#host.columns();
    const selection = this.#host.selection();
    if (options !== null && !selection.isEmpty) {
      const rows = (data.rows as readonly never[]).filter((row) => selection.has(options.key(row)));
      event.clipboardData.setData('text/plain', toTsv(shownTable(columns, rows)));
    } else {
      const row = this.#host.drawnRows()[this.active.row];
      const column = columns[this.active.column - (this.#host.selects() ? 1 : 0)];
      if (row === undefined || column === undefined) return;
      event.clipboardData.setData('text/plain', shownTable([column], [row])[1]?.[0] ?? '');
    }
    event.preventDefault();
  };

  #cellOf(event: Event): HTMLElement | null {
    for (const node of event.composedPath()) {
      if (node instanceof HTMLElement && node.matches(CELL)) return node;
      if (node === event.currentTarget) return null;
    }
    return null;
  }

  #placeOf(cell: HTMLElement | null): CellPlace | null {
    const row = cell?.parentElement?.getAttribute('aria-rowindex') ?? null;
    if (cell === null || row === null) return null;
    return { row: Number(row) - 2, column: [...(cell.parentElement?.children ?? [])].indexOf(cell) };
  }
}
