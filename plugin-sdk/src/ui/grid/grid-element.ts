import { html, LitElement, noChange, nothing, type PropertyValues } from 'lit';
import { followAppearance, isCompact } from '../follow-appearance.ts';
import { direction } from '../i18n/language.ts';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';
import { formStyles } from '../styles/forms.ts';
import { columnTracks, type GridColumn } from './column.ts';
import { toCsv } from './delimited.ts';
import type { GridState } from './filter.ts';
import { bulkBar, countWords, emptyState } from './grid-bar.ts';
import { GridChoices } from './grid-choices.ts';
import { GridData } from './grid-data.ts';
import { drawHead } from './grid-head.ts';
import { GridInput } from './grid-input.ts';
import { GridPanel } from './grid-panel.ts';
import { drawRows } from './grid-rows.ts';
import { gridStyles, toolbarStyles } from './grid-styles.ts';
import type { GridBulkAction, GridOptions } from './options.ts';
import { RowHeights } from './row-heights.ts';
import { RowKeys } from './row-keys.ts';
import { RowPress } from './row-press.ts';
import { RowSlots } from './row-slots.ts';
import { RowWindow } from './row-window.ts';
import { RowSelection } from './selection.ts';
import { download, shownTable } from './table-text.ts';
import { chipsOf, columnPanel, filterPanel } from './toolbar.ts';

type Column = GridColumn<never>;

/** Width of the grid in pixels up to which rows are cards. */
const NARROW = 640;
const SELECT_WIDTH = 52;
const ACTIONS_WIDTH = 88;
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

  #columns: readonly Column[] = [];
  #isNarrow = false;
  #version = 0;
  #running: string | null = null;
  #said = '';
  #pageStyles: CSSStyleSheet | null = null;
  #stops: (() => void)[] = [];
  #drawn: readonly unknown[] = [];
  readonly #data = new GridData(() => this.requestUpdate());
  readonly #window = new RowWindow(() => this.requestUpdate());
  readonly #slots = new RowSlots();
  readonly #keys = new RowKeys();
  readonly #press = new RowPress();
  readonly #heights = new RowHeights(() => {
    if (this.#press.over === null) this.#measure();
  });
  readonly #choices: GridChoices = new GridChoices({
    options: () => this.options,
    data: this.#data,
    redraw: () => this.#redraw(),
    toTop: () => this.renderRoot.querySelector('.scroller')?.scrollTo(0, 0),
    say: (words) => this.#say(words),
  });
  readonly #panel = new GridPanel({
    element: this,
    root: () => this.renderRoot,
    redraw: () => this.requestUpdate(),
    drawn: () => this.updateComplete,
  });
  readonly #input: GridInput = new GridInput({
    root: () => this.renderRoot,
    options: () => this.options,
    columns: () => this.#columns,
    data: this.#data,
    drawnRows: () => this.#drawn,
    window: this.#window,
    selects: () => this.#selects,
    selection: () => this.#choices.selection,
    select: this.#choices.select,
    sortBy: (key, add) => this.#choices.sortBy(key, add),
    widen: (key, pixels, isDone) => this.#choices.widen(key, pixels, isDone),
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
    return this.#choices.state;
  }

  set state(state: GridState) {
    this.#choices.takeState(state);
  }

  /** Loads again what a source has given so far; what is there stays until then. */
  async reload(): Promise<void> {
    if (this.options !== null) await this.#data.reload(this.options);
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
      this.#redraw();
    });
    sizes.observe(this);
    const reached = (): void => this.#data.serverReached();
    window.addEventListener('dw-reached', reached);
    this.#stops = [
      () => sizes.disconnect(),
      () => window.removeEventListener('dw-reached', reached),
      this.#panel.follow(),
      followAppearance(() => this.#redraw()),
    ];
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#heights.follow([]);
    this.#press.end();
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
      this.#choices.take(options);
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
    this.#columns = this.#choices.columns(options);
    this.#data.update(options, this.state);
    this.#input.follow(this.#drawn, this.#data.rows);
    this.#window.reshape({
      count: this.#data.length,
      estimate: this.#rowHeight,
      pinned: this.#input.active.row < 0 ? null : this.#input.active.row,
      heading: this.#headHeight,
      gap: 0,
      ...(this.#isMeasured ? { keyOf: this.#keys.of(this.#data.rows, options.key) } : {}),
    });
  }

  protected override async scheduleUpdate(): Promise<void> {
    const { over } = this.#press;
    if (over !== null) await over;
    await super.scheduleUpdate();
  }

  override render(): unknown {
    const { options } = this;
    if (options === null) return nothing;
    // A press that led to another page held this up until the page it belongs to was gone.
    if (!this.isConnected) return noChange;
    const data = this.#data;
    this.#drawn = data.rows;
    const { items } = this.#window;
    const keyOf = this.#keys.of(data.rows, options.key);
    const isEmpty = data.length === 0;
    const { active } = this.#input;
    const columns = this.#columns;
    const style = this.#sizes(options);
    return html`<div class="${this.#isNarrow ? 'cards' : ''} ${this.#isMeasured ? 'measured' : 'fixed'} ${options.plain === true ? 'plain' : ''}">
      ${this.#bar(options)}
      <div class="scroller" @click=${this.#input.clicked} @keydown=${this.#input.keyed} @focusin=${this.#input.focused} @pointerdown=${this.#pressed} @copy=${this.#input.copied}>
        <div class="grid" role="grid" aria-label=${options.label} aria-busy=${data.isBusy ? 'true' : nothing} .style=${style}
          aria-rowcount=${data.total === null ? -1 : data.total + 1} aria-colcount=${columns.length + (this.#selects ? 1 : 0) + (options.actions === undefined ? 0 : 1)} aria-multiselectable=${this.#selects ? 'true' : nothing}>
          ${drawHead({
            columns,
            sort: this.state.sort,
            isSortable: this.#isSortable,
            selects: this.#selects,
            selected: this.#choices.share,
            hasActions: options.actions !== undefined,
            active: active.row < 0 || isEmpty ? active.column : -1,
          })}
          <div role="rowgroup" class="body" .style=${`block-size:${this.#window.height}px`}>${drawRows({
            options,
            columns,
            rows: data.rows,
            length: data.length,
            items,
            slots: this.#slots.assign(items.map(({ index }) => keyOf(index))),
            selects: this.#selects,
            selection: this.#choices.selection,
            active,
            version: this.#version,
          })}</div>
        </div>
        ${isEmpty && data.problem === null ? emptyState(options, this.#choices.isNarrowed, this.#choices.clearFilters) : nothing}
        ${data.problem === null ? nothing : html`<div class="tail"><dw-problem .problem=${data.problem} @dw-retry=${() => data.retry()}></dw-problem></div>`}
      </div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#said}</div>
    </div>`;
  }

  protected override update(changed: PropertyValues): void {
    const focused = this.#input.focusedElement();
    super.update(changed);
    this.#input.giveBack(focused);
  }

  protected override updated(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    if (scroller === null || !this.isConnected) return;
    this.#window.attach(scroller);
    const { items } = this.#window;
    this.#heights.follow(this.#isMeasured ? this.renderRoot.querySelectorAll<HTMLElement>('.row') : []);
    if (this.#isMeasured) this.#measure();
    this.#input.afterDraw();
    this.#panel.place();
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

  /** Sizes that the styles work with. */
  #sizes(options: GridOptions<never>): string {
    const { layout } = this.#choices;
    const columns = this.#columns;
    const before = this.#selects ? `${SELECT_WIDTH}px ` : '';
    const after = options.actions === undefined ? '' : ` ${options.actionsWidth ?? ACTIONS_WIDTH}px`;
    const tracks = columnTracks(columns, layout);
    const least = [...`${before}${tracks}${after}`.matchAll(/(\d+)px/g)].reduce(
      (sum, [, width]) => sum + Number(width),
      0,
    );
    return `--dw-grid-tracks:${before}${tracks}${after};--dw-grid-row:${this.#rowHeight}px;--dw-grid-head:${this.#headHeight}px;--dw-grid-least:${least}px`;
  }

  #bar(options: GridOptions<never>): unknown {
    const choices = this.#choices;
    const data = this.#data;
    if (!choices.selection.isEmpty)
      return bulkBar({
        selected: choices.selected(),
        bulk: options.bulk ?? [],
        total: data.total,
        offersAll: !choices.selection.all && !data.isComplete,
        selectAll: () => choices.select(new RowSelection(true, new Set())),
        running: this.#running,
        run: (action) => void this.#run(action),
      });
    if (options.plain === true) return nothing;
    const panel = this.#panel;
    const filterable = options.columns.filter(({ filter }) => filter !== undefined);
    const sortable = this.#isNarrow ? this.#columns.filter(this.#isSortable) : [];
    const close = (): void => panel.show(null);
    return html`<div class="bar" @keydown=${panel.keyed}><div class="about"><span class="number">${countWords(data, options)}</span>${chipsOf(options.columns, choices.state, choices.filter)}</div>
      <div class="tools">${options.toolbar ?? nothing}
        ${filterable.length + sortable.length === 0 ? nothing : html`<dw-button data-panel="filters" size="small" variant="quiet" icon=${filterable.length === 0 ? 'sort' : 'filter'} expanded=${String(panel.open === 'filters')} @click=${() => panel.toggle('filters')}>${filterable.length === 0 ? t('Sort') : t('Filter')}</dw-button>`}
        <dw-button data-panel="columns" size="small" variant="quiet" icon="columns" expanded=${String(panel.open === 'columns')} @click=${() => panel.toggle('columns')}>${t('Columns')}</dw-button>
        <dw-button size="small" variant="quiet" icon="download" label=${t('Export what is shown as CSV')} @click=${this.#export}></dw-button>
      </div>
      ${
        panel.open === 'filters'
          ? filterPanel({
              columns: filterable,
              state: choices.state,
              sortable,
              change: choices.filter,
              sort: (sort) => choices.change({ sort }),
              clear: choices.clearFilters,
              close,
            })
          : panel.open === 'columns'
            ? columnPanel(options.columns, choices.chosenLayout, choices.arrange, close)
            : nothing
      }</div>`;
  }

  async #run(action: GridBulkAction<never>): Promise<void> {
    this.#running = action.label;
    this.requestUpdate();
    try {
      await action.run(this.#choices.selected());
    } finally {
      this.#running = null;
      this.requestUpdate();
    }
  }

  readonly #pressed = (event: PointerEvent): void => {
    this.#input.pressed(event);
    this.#press.began(event);
  };

  readonly #export = (): void => {
    download(`${this.options?.fileName ?? this.options?.label ?? 'rows'}.csv`, this.toCsv());
    this.#say(() => t('{n, plural, one {# row} other {# rows}} exported', { n: this.#data.rows.length }));
  };

  #redraw(): void {
    this.#version += 1;
    this.requestUpdate();
  }

  #say(words: () => string): void {
    void this.updateComplete.then(() => {
      this.#said = words();
      this.requestUpdate();
    });
  }
}
