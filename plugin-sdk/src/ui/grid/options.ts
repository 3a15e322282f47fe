import type { CSSResult } from 'lit';
import type { GridColumn } from './column.ts';
import type { GridFilter, GridSort, GridState } from './filter.ts';

/** What a grid asks its source for. @public */
export interface GridRequest {
  /** Null for the first page, else what the page before answered. */
  readonly cursor: string | null;
  /** Rows wished for. */
  readonly limit: number;
  readonly sort: readonly GridSort[];
  readonly filters: Readonly<Record<string, GridFilter>>;
}

/** A page of rows. @public */
export interface GridPage<Row> {
  readonly items: readonly Row[];
  /** Null when these are the last. */
  readonly nextCursor: string | null;
  /** Rows that match in all; left out where nobody counts them. */
  readonly total?: number | undefined;
}

/** Rows that come page by page as somebody scrolls, sorted and narrowed by whoever answers. @public */
export interface GridSource<Row> {
  /** Loads from the beginning when it changes: what the page narrows the list by beside the grid. Compared as JSON. */
  readonly key: unknown;
  load(request: GridRequest, signal: AbortSignal): Promise<GridPage<Row>>;
}

/** What is selected when somebody chooses what to do with it. @public */
export interface GridSelected<Row> {
  /** Keys of what is selected; empty when everything that matches is. */
  readonly keys: readonly string[];
  /** Selected rows that have been loaded. */
  readonly rows: readonly Row[];
  /** Set when everything that matches is selected: by which filters, and which keys are left out. */
  readonly all: {
    readonly filters: Readonly<Record<string, GridFilter>>;
    readonly except: readonly string[];
  } | null;
  /** How many; null when all are selected and nobody knows how many there are. */
  readonly count: number | null;
  /** Selects nothing any more. */
  clear(): void;
}

/** What can be done with the rows that are selected. @public */
export interface GridBulkAction<Row> {
  readonly label: string;
  readonly icon?: string;
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  run(selected: GridSelected<Row>): void | Promise<void>;
}

/** What a grid shows when there are no rows at all. @public */
export interface GridEmpty {
  readonly heading: string;
  readonly text?: string;
  readonly icon?: string;
  /** Buttons. */
  readonly actions?: unknown;
}

/** What {@link gridOf} takes. @public */
export interface GridOptions<Row> {
  /** Says to a screen reader what the grid holds. */
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly key: (row: Row) => string;
  /** Says how many there are in words of the page, `16 columns`; `16 rows` unless given. */
  readonly counted?: (count: number) => string;
  /** All rows; null while they are on their way. Sorted and narrowed here. Keep the array while the rows are the same. */
  readonly rows?: readonly Row[] | null;
  /** Rows that the page reads at most: where it has as many, the grid says that there are others. */
  readonly most?: number;
  /** Where rows come from instead, page by page. */
  readonly source?: GridSource<Row>;
  /** Where a row leads. */
  readonly href?: ((row: Row) => string | undefined) | undefined;
  /** What Enter or a click on a row does where it leads nowhere. */
  readonly open?: ((row: Row) => void) | undefined;
  /** Offers a checkbox for every row; `bulk` does so by itself. */
  readonly selectable?: boolean;
  readonly bulk?: readonly GridBulkAction<Row>[];
  /** Told when the selection changes. */
  readonly onSelect?: (selected: GridSelected<Row>) => void;
  /** Buttons at the end of a row. */
  readonly actions?: (row: Row) => unknown;
  /** Room for those buttons, in pixels; 88 unless given. */
  readonly actionsWidth?: number;
  /** Name under which this browser keeps width, choice and order of the columns. */
  readonly storageKey?: string;
  /** Order, filters and columns; the grid's own unless given. With it the page keeps them, in its query for example. */
  readonly state?: GridState;
  readonly onState?: (state: GridState) => void;
  /** Pixels; `measured` for rows that are as high as what they hold. By the density of the page unless given. */
  readonly rowHeight?: number | 'measured';
  readonly empty?: GridEmpty;
  /** Name of the file for an export, without `.csv`; the label unless given. */
  readonly fileName?: string;
  /** Buttons of the page in the bar above. */
  readonly toolbar?: unknown;
  /** Leaves the bar above out. */
  readonly plain?: boolean;
  /** Styles of what the columns draw. */
  readonly styles?: CSSResult;
}
