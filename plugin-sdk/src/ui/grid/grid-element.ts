import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { followAppearance, isCompact } from '../follow-appearance.ts';
import { direction } from '../i18n/language.ts';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import {
  type ColumnLayout,
  columnTracks,
  FIRST_LAYOUT,
  type GridColumn,
  LEAST_WIDTH,
  shownColumns,
} from './column.ts';
import { toCsv } from './delimited.ts';
import { type GridFilter, type GridSort, type GridState, isOpen, nextSort, PLAIN_GRID } from './filter.ts';
import { bulkBar, countWords, emptyState } from './grid-bar.ts';
import { GridData } from './grid-data.ts';
import { drawHead } from './grid-head.ts';
import { GridInput } from './grid-input.ts';
import { drawRows } from './grid-rows.ts';
import { gridStyles, toolbarStyles } from './grid-styles.ts';
import { keepLayout, keptLayout } from './layout-store.ts';
import type { GridBulkAction, GridOptions, GridSelected } from './options.ts';
import { RowSlots } from './row-slots.ts';
import { RowWindow } from './row-window.ts';
import { RowSelection } from './selection.ts';
import { download, shownTable } from './table-text.ts';
import { chipsOf, columnPanel, filterPanel, type Panel } from './toolbar.ts';

type Column = GridColumn<never>;

/** Width of the grid in pixels up to which rows are cards. */
const NARROW = 640;
const SELECT_TRACK = '3.25rem';
const ACTIONS_WIDTH = 120;
const CARD_ESTIMATE = 96;

/**
 * `<dw-grid>`: many rows, of which those in sight are drawn. Made by {@link gridOf}, which types it.
 * @public
 */
export class DwGrid extends LitElement {
  static override properties = { options: { attribute: false } };
  /** Null until it is given. */
  declare options: GridOptions<never> | null;
  static override styles = [baseStyles, formStyles, gridStyles, toolbarStyles];

  #state: GridState = PLAIN_GRID;
  #given = '';
  #layout: ColumnLayout = FIRST_LAYOUT;
  #storageKey: string | undefined;
  #columns: readonly Column[] = [];
  #selection = RowSelection.none;
  #isNarrow = false;
  #version = 0;
  #panel: Panel = null;
  #running: string | null = null;
  #said = '';
  #pageStyles: CSSStyleSheet | null = null;
  #stops: (() => void)[] = [];
  readonly #data = new GridData(() => this.requestUpdate());
  readonly #window = new RowWindow(() => this.requestUpdate());
  readonly #slots = new RowSlots();
  readonly #input: GridInput = new GridInput({
    root: () => this.renderRoot,
    options: () => this.options,
    columns: () => this.#columns,
    data: this.#data,
    window: this.#window,
    selects: () => this.#selects,
    selection: () => this.#selection,
    select: (selection) => this.#select(selection),
    sortBy: (key, add) => this.#sortBy(key, add),
    widen: (key, pixels, isDone) => this.#widen(key, pixels, isDone),
    isSortable: (column) => this.#isSortable(column),
    hasHeader: () => !this.#isNarrow,
    isRightToLeft: () => direction() === 'rtl',
    redraw: () => this.requestUpdate(),
    drawn: () => this.updateComplete,
  });

  constructor() {
    super();
    this.options = null;
  }

  /** Order, filters and columns as they are now. */
  get state(): GridState {
    return this.#state;
  }

  set state(state: GridState) {
    this.#takeState(state);
    this.requestUpdate();
  }

  /** Loads a source from the beginning again; what is there stays until then. */
  async reload(): Promise<void> {
    if (this.options !== null) await this.#data.reload(this.options, this.#state);
  }

  /** What is shown as comma-separated values: all rows that are loaded and match, and the columns that are shown. */
  toCsv(): string {
    return toCsv(shownTable(this.#columns, this.#data.rows));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const sizes = new ResizeObserver(([entry]) => {
      const isNarrow = (entry?.contentRect.width ?? NARROW + 1) <= NARROW;
      if (isNarrow === this.#isNarrow) return;
      this.#isNarrow = isNarrow;
      this.#version += 1;
      this.requestUpdate();
    });
    sizes.observe(this);
    const close = (event: Event): void => {
      const inside = event.composedPath().some((node) => node instanceof Element && node.matches('.bar'));
      if (this.#panel !== null && !(inside && event.composedPath().includes(this))) this.#open(null);
    };
    document.addEventListener('pointerdown', close);
    this.#stops = [
      () => sizes.disconnect(),
      () => document.removeEventListener('pointerdown', close),
      followAppearance(() => {
        this.#version += 1;
        this.requestUpdate();
      }),
    ];
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#window.detach();
    this.#data.stop();
  }

  get #selects(): boolean {
    return this.options?.selectable === true || (this.options?.bulk?.length ?? 0) > 0;
  }

  get #isMeasured(): boolean {
    return this.#isNarrow || this.options?.rowHeight === 'measured';
  }

  get #rowHeight(): number {
    if (this.#isNarrow) return CARD_ESTIMATE;
    const height = this.options?.rowHeight;
    return typeof height === 'number' ? height : isCompact() ? 34 : 44;
  }

  get #headHeight(): number {
    return this.#isNarrow ? 0 : isCompact() ? 32 : 38;
  }

  readonly #isSortable = (column: Column): boolean =>
    this.options?.source === undefined ? column.sortable !== false : column.sortable === true;

  protected override willUpdate(changed: PropertyValues): void {
    const { options } = this;
    if (options === null || !this.isConnected) return;
    if (changed.has('options')) {
      this.#version += 1;
      if (options.storageKey !== this.#storageKey) {
        this.#storageKey = options.storageKey;
        this.#layout = options.storageKey === undefined ? FIRST_LAYOUT : keptLayout(options.storageKey);
      }
      const given = JSON.stringify(options.state ?? null);
      if (options.state !== undefined && given !== this.#given) this.#takeState(options.state);
      this.#given = given;
      const sheet = options.styles?.styleSheet ?? null;
      const root = this.renderRoot;
      if (sheet !== this.#pageStyles && root instanceof ShadowRoot) {
        root.adoptedStyleSheets = [
          ...root.adoptedStyleSheets.filter((other) => other !== this.#pageStyles),
          ...(sheet === null ? [] : [sheet]),
        ];
        this.#pageStyles = sheet;
      }
    }
    this.#columns = shownColumns(options.columns, {
      ...this.#layout,
      shown: this.#state.columns ?? this.#layout.shown,
      order:
        this.#state.columns === null ? this.#layout.order : [...this.#state.columns, ...this.#layout.order],
    });
    const others = this.#data.update(options, this.#state);
    this.#window.reshape(
      {
        count: this.#data.length,
        estimate: this.#rowHeight,
        pinned: this.#input.active.row < 0 ? null : this.#input.active.row,
        heading: this.#headHeight,
        gap: 0,
      },
      others,
    );
  }

  override render(): unknown {
    const { options } = this;
    if (options === null) return nothing;
    const data = this.#data;
    const { items } = this.#window;
    const isEmpty = data.length === 0;
    const { active } = this.#input;
    const columns = this.#columns;
    const tracks = `${this.#selects ? `${SELECT_TRACK} ` : ''}${columnTracks(columns, this.#layout)}${options.actions === undefined ? '' : ` ${ACTIONS_WIDTH}px`}`;
    const least = columns.reduce(
      (sum, column) => sum + (this.#layout.widths[column.key] ?? column.width ?? 160),
      0,
    );
    const style = `--dw-grid-tracks:${tracks};--dw-grid-row:${this.#rowHeight}px;--dw-grid-head:${this.#headHeight}px;--dw-grid-least:${least}px`;
    return html`<div class="${this.#isNarrow ? 'cards' : ''} ${this.#isMeasured ? 'measured' : 'fixed'} ${options.plain === true ? 'plain' : ''}">
      ${this.#bar(options)}
      <div class="scroller" @click=${this.#input.clicked} @keydown=${this.#input.keyed} @focusin=${this.#input.focused} @pointerdown=${this.#input.pressed} @copy=${this.#input.copied}>
        <div class="grid" role="grid" aria-label=${options.label} aria-busy=${data.isBusy ? 'true' : nothing} .style=${style}
          aria-rowcount=${data.total === null ? -1 : data.total + 1} aria-colcount=${columns.length + (this.#selects ? 1 : 0) + (options.actions === undefined ? 0 : 1)} aria-multiselectable=${this.#selects ? 'true' : nothing}>
          ${drawHead({
            columns,
            sort: this.#state.sort,
            isSortable: this.#isSortable,
            selects: this.#selects,
            selected: this.#selectedShare(),
            hasActions: options.actions !== undefined,
            active: active.row < 0 || isEmpty ? active.column : -1,
          })}
          <div role="rowgroup" class="body" .style=${`block-size:${this.#window.height}px`}>${drawRows({
            options,
            columns,
            rows: data.rows,
            length: data.length,
            items,
            slots: this.#slots.assign(items.map(({ index }) => index)),
            selects: this.#selects,
            selection: this.#selection,
            active,
            version: this.#version,
          })}</div>
        </div>
        ${isEmpty && data.problem === null ? emptyState(options, this.#isNarrowed, this.#clearFilters) : nothing}
        ${data.problem === null ? nothing : html`<div class="tail"><dw-problem .problem=${data.problem} @dw-retry=${() => data.retry()}></dw-problem></div>`}
      </div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#said}</div>
    </div>`;
  }

  protected override updated(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    if (scroller === null || !this.isConnected) return;
    this.#window.attach(scroller);
    const { items } = this.#window;
    if (this.#isMeasured) this.#measure();
    this.#input.afterDraw();
    const last = items.at(-1);
    if (last !== undefined && !this.#data.isBlank)
      this.#data.reached(items.reduce((most, { index }) => Math.max(most, index), 0));
  }

  /** Reads what rows of unknown height turned out to be. */
  #measure(): void {
    const heights = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].map(
      (row) => [(row as HTMLElement & { index: number }).index, row.offsetHeight] as const,
    );
    for (const [index, height] of heights) this.#window.measured(index, height);
  }

  #bar(options: GridOptions<never>): unknown {
    if (!this.#selection.isEmpty)
      return bulkBar({
        selected: this.#selected(),
        bulk: options.bulk ?? [],
        total: this.#data.total,
        offersAll: !this.#selection.all && !this.#data.isComplete,
        selectAll: () => this.#select(new RowSelection(true, new Set())),
        running: this.#running,
        run: (action) => void this.#run(action),
      });
    if (options.plain === true) return nothing;
    const filterable = options.columns.filter(({ filter }) => filter !== undefined);
    const sortable = this.#isNarrow ? this.#columns.filter(this.#isSortable) : [];
    const close = (): void => this.#open(null);
    const toggle = (panel: Panel) => () => this.#open(this.#panel === panel ? null : panel);
    return html`<div class="bar" @keydown=${this.#barKey}><div class="about"><span class="number">${countWords(this.#data)}</span>${chipsOf(options.columns, this.#state, this.#filter)}</div>
      <div class="tools">${options.toolbar ?? nothing}
        ${filterable.length + sortable.length === 0 ? nothing : html`<dw-button data-panel="filters" size="small" variant="quiet" icon="filter" expanded=${String(this.#panel === 'filters')} @click=${toggle('filters')}>${t('Filter')}</dw-button>`}
        <dw-button data-panel="columns" size="small" variant="quiet" icon="columns" expanded=${String(this.#panel === 'columns')} @click=${toggle('columns')}>${t('Columns')}</dw-button>
        <dw-button size="small" variant="quiet" icon="download" label=${t('Export what is shown as CSV')} @click=${this.#export}></dw-button>
      </div>
      ${
        this.#panel === 'filters'
          ? filterPanel({
              columns: filterable,
              state: this.#state,
              sortable,
              change: this.#filter,
              sort: (sort) => this.#change({ sort }),
              clear: this.#clearFilters,
              close,
            })
          : this.#panel === 'columns'
            ? columnPanel(
                options.columns,
                { ...this.#layout, shown: this.#columns.map(({ key }) => key) },
                this.#arrange,
                close,
              )
            : nothing
      }</div>`;
  }

  #open(panel: Panel): void {
    const left = this.#panel;
    this.#panel = panel;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
      if (panel !== null) find('.panel :is(input, select, dw-button)')?.focus();
      else if (left !== null && this.matches(':focus-within')) find(`[data-panel='${left}']`)?.focus();
    });
  }

  readonly #barKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.#panel === null) return;
    event.stopPropagation();
    this.#open(null);
  };

  get #isNarrowed(): boolean {
    return Object.values(this.#state.filters).some((filter) => !isOpen(filter));
  }

  #takeState(state: GridState): void {
    const isNarrowedElse = JSON.stringify(state.filters) !== JSON.stringify(this.#state.filters);
    this.#state = state;
    this.#version += 1;
    // What was selected may be out of sight now, and nobody should act on what they do not see.
    if (isNarrowedElse && !this.#selection.isEmpty) this.#select(RowSelection.none);
  }

  #change(part: Partial<GridState>): void {
    this.#takeState({ ...this.#state, ...part });
    this.#given = JSON.stringify(this.#state);
    this.options?.onState?.(this.#state);
    const scroller = this.renderRoot.querySelector('.scroller');
    if (scroller !== null && part.columns === undefined) scroller.scrollTop = 0;
    this.requestUpdate();
    if (part.filters !== undefined) void this.updateComplete.then(() => this.#say(countWords(this.#data)));
  }

  readonly #filter = (key: string, filter: GridFilter | null): void => {
    const { [key]: _, ...others } = this.#state.filters;
    this.#change({ filters: filter === null ? others : { ...others, [key]: filter } });
  };

  readonly #clearFilters = (): void => this.#change({ filters: {} });

  #sortBy(key: string, add: boolean): void {
    const sort = nextSort(this.#state.sort, key, add);
    this.#change({ sort });
    this.#say(this.#sortWords(sort));
  }

  #sortWords(sort: readonly GridSort[]): string {
    const title = (key: string): string =>
      this.options?.columns.find((column) => column.key === key)?.title ?? key;
    const levels = sort.map(({ key, descending }) =>
      descending
        ? t('{column}, descending', { column: title(key) })
        : t('{column}, ascending', { column: title(key) }),
    );
    return levels.length === 0 ? t('Not sorted') : t('Sorted by {columns}', { columns: levels.join('; ') });
  }

  readonly #arrange = (layout: ColumnLayout | null): void => {
    this.#layout = layout === null ? FIRST_LAYOUT : layout;
    if (this.#storageKey !== undefined) keepLayout(this.#storageKey, this.#layout);
    this.#change({ columns: layout === null || this.#state.columns === null ? null : layout.shown });
  };

  #widen(key: string, pixels: number, isDone: boolean): void {
    const width = Math.max(LEAST_WIDTH, Math.round(pixels));
    this.#layout = { ...this.#layout, widths: { ...this.#layout.widths, [key]: width } };
    this.requestUpdate();
    if (!isDone) return;
    if (this.#storageKey !== undefined) keepLayout(this.#storageKey, this.#layout);
    this.#say(t('{n, number} pixels wide', { n: width }));
  }

  #selectedShare(): 'all' | 'some' | 'none' {
    if (this.#selection.isEmpty) return 'none';
    const count = this.#selection.count(this.#data.total);
    const isAll =
      count === null
        ? this.#selection.keys.size === 0
        : count === (this.#data.total ?? this.#data.rows.length);
    return isAll ? 'all' : 'some';
  }

  #select(selection: RowSelection): void {
    const wasEmpty = this.#selection.isEmpty;
    this.#selection = selection;
    this.#version += 1;
    this.requestUpdate();
    this.options?.onSelect?.(this.#selected());
    const { count } = this.#selected();
    if (!wasEmpty || !selection.isEmpty)
      this.#say(
        count === null
          ? t('All that match are selected')
          : t('{n, plural, one {# row} other {# rows}} selected', { n: count }),
      );
  }

  #selected(): GridSelected<never> {
    const { options } = this;
    const selection = this.#selection;
    const rows = this.#data.rows as readonly never[];
    return {
      keys: selection.all ? [] : [...selection.keys],
      // Looked for only when somebody asks: there may be very many.
      get rows() {
        return options === null ? [] : rows.filter((row) => selection.has(options.key(row)));
      },
      all: selection.all ? { filters: this.#state.filters, except: [...selection.keys] } : null,
      count: selection.count(this.#data.total),
      clear: () => this.#select(RowSelection.none),
    };
  }

  async #run(action: GridBulkAction<never>): Promise<void> {
    this.#running = action.label;
    this.requestUpdate();
    try {
      await action.run(this.#selected());
    } finally {
      this.#running = null;
      this.requestUpdate();
    }
  }

  readonly #export = (): void => {
    download(`${this.options?.fileName ?? this.options?.label ?? 'rows'}.csv`, this.toCsv());
    this.#say(t('{n, plural, one {# row} other {# rows}} exported', { n: this.#data.rows.length }));
  };

  #say(words: string): void {
    this.#said = words;
    this.requestUpdate();
  }
}
