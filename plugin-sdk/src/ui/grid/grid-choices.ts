import { t } from '../i18n/translate.ts';
import { type ColumnLayout, FIRST_LAYOUT, type GridColumn, LEAST_WIDTH, shownColumns } from './column.ts';
import { type GridFilter, type GridSort, type GridState, isOpen, nextSort, PLAIN_GRID } from './filter.ts';
import { countWords } from './grid-bar.ts';
import type { GridData } from './grid-data.ts';
import { keepLayout, keptLayout } from './layout-store.ts';
import type { GridOptions, GridSelected } from './options.ts';
import { RowSelection } from './selection.ts';

/** The grid around its choices. */
export interface ChoicesHost {
  options(): GridOptions<never> | null;
  readonly data: GridData;
  /** Draws again, cells too. */
  redraw(): void;
  /** Begins at the first row again. */
  toTop(): void;
  /** Says something to screen readers, once what was chosen is drawn. */
  say(words: () => string): void;
}

/** What somebody made of a grid: order, filters, columns, widths and selection. */
export class GridChoices {
  readonly #host: ChoicesHost;
  /** The state that the page gave last, so that what it gives back is known. */
  #given = 'null';
  #storageKey: string | undefined;
  state: GridState = PLAIN_GRID;
  layout: ColumnLayout = FIRST_LAYOUT;
  selection = RowSelection.none;

  constructor(host: ChoicesHost) {
    this.#host = host;
  }

  /** Takes what the page says anew. */
  take(options: GridOptions<never>): void {
    if (options.storageKey !== this.#storageKey) {
      this.#storageKey = options.storageKey;
      this.layout = options.storageKey === undefined ? FIRST_LAYOUT : keptLayout(options.storageKey);
    }
    const given = JSON.stringify(options.state ?? null);
    if (options.state !== undefined && given !== this.#given) this.takeState(options.state);
    this.#given = given;
  }

  takeState(state: GridState): void {
    const isNarrowedElse = JSON.stringify(state.filters) !== JSON.stringify(this.state.filters);
    this.state = state;
    this.#host.redraw();
    // What was selected may be out of sight now, and nobody should act on what they do not see.
    if (isNarrowedElse && !this.selection.isEmpty) this.select(RowSelection.none);
  }

  /** The layout with the choice of columns that the state makes. */
  get chosenLayout(): ColumnLayout {
    const { columns } = this.state;
    if (columns === null) return this.layout;
    return { ...this.layout, shown: columns, order: [...new Set([...columns, ...this.layout.order])] };
  }

  columns(options: GridOptions<never>): readonly GridColumn<never>[] {
    return shownColumns(options.columns, this.chosenLayout);
  }

  get isNarrowed(): boolean {
    return Object.values(this.state.filters).some((filter) => !isOpen(filter));
  }

  change(part: Partial<GridState>): void {
    const next = { ...this.state, ...part };
    this.#given = JSON.stringify(next);
    this.takeState(next);
    this.#host.options()?.onState?.(next);
    if (part.sort !== undefined || part.filters !== undefined) this.#host.toTop();
    if (part.filters !== undefined) this.#host.say(() => countWords(this.#host.data, this.#host.options()));
  }

  readonly filter = (key: string, filter: GridFilter | null): void => {
    const { [key]: _, ...others } = this.state.filters;
    this.change({ filters: filter === null ? others : { ...others, [key]: filter } });
  };

  readonly clearFilters = (): void => this.change({ filters: {} });

  sortBy(key: string, add: boolean): void {
    const sort = nextSort(this.state.sort, key, add);
    this.change({ sort });
    this.#host.say(() => this.#sortWords(sort));
  }

  #sortWords(sort: readonly GridSort[]): string {
    const columns = this.#host.options()?.columns ?? [];
    const levels = sort.map(({ key, descending }) => {
      const column = columns.find((other) => other.key === key)?.title ?? key;
      return descending ? t('{column}, descending', { column }) : t('{column}, ascending', { column });
    });
    return levels.length === 0 ? t('Not sorted') : t('Sorted by {columns}', { columns: levels.join('; ') });
  }

  /** Takes another choice or order of columns; null for that of the beginning. */
  readonly arrange = (layout: ColumnLayout | null): void => {
    this.layout = layout ?? FIRST_LAYOUT;
    this.#keep();
    this.change({ columns: layout === null || this.state.columns === null ? null : layout.shown });
  };

  /** Makes a column this wide; kept once it `isDone`. */
  widen(key: string, pixels: number, isDone: boolean): void {
    const width = Math.max(LEAST_WIDTH, Math.round(pixels));
    this.layout = { ...this.layout, widths: { ...this.layout.widths, [key]: width } };
    this.#host.redraw();
    if (!isDone) return;
    this.#keep();
    this.#host.say(() => t('{n, number} pixels wide', { n: width }));
  }

  #keep(): void {
    if (this.#storageKey !== undefined) keepLayout(this.#storageKey, this.layout);
  }

  readonly select = (selection: RowSelection): void => {
    const wasEmpty = this.selection.isEmpty;
    this.selection = selection;
    this.#host.redraw();
    const selected = this.selected();
    this.#host.options()?.onSelect?.(selected);
    if (wasEmpty && selection.isEmpty) return;
    this.#host.say(() =>
      selected.count === null
        ? t('All that match are selected')
        : t('{n, plural, one {# row} other {# rows}} selected', { n: selected.count }),
    );
  };

  /** Whether all, some or none of the rows are selected. */
  get share(): 'all' | 'some' | 'none' {
    if (this.selection.isEmpty) return 'none';
    const { total, rows } = this.#host.data;
    const count = this.selection.count(total);
    if (count === null) return this.selection.keys.size === 0 ? 'all' : 'some';
    return count >= (total ?? rows.length) ? 'all' : 'some';
  }

  selected(): GridSelected<never> {
    const options = this.#host.options();
    const { selection } = this;
    const rows = this.#host.data.rows as readonly never[];
    return {
      keys: selection.all ? [] : [...selection.keys],
      // Looked for only when somebody asks: there may be very many.
      get rows() {
        return options === null ? [] : rows.filter((row) => selection.has(options.key(row)));
      },
      all: selection.all ? { filters: this.state.filters, except: [...selection.keys] } : null,
      count: selection.count(this.#host.data.total),
      clear: () => this.select(RowSelection.none),
    };
  }
}
