import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles } from '../styles/base.ts';

/** A column of a table. @public */
export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  cell(row: Row): unknown;
  readonly align?: 'start' | 'end';
  /** Takes what room is left; the first column unless one says so. */
  readonly grows?: boolean;
  /** Left out where the table is narrow. */
  readonly wide?: boolean;
}

/**
 * Rows under headings. Where it is narrower than 40rem each row becomes a small card, so that nothing scrolls sideways.
 * With `href` the first cell is the row's link and the whole row follows it.
 * @public
 */
export class DwTable extends LitElement {
  static override properties = {
    columns: { attribute: false },
    rows: { attribute: false },
    rowKey: { attribute: false },
    href: { attribute: false },
    label: { type: String },
  };
  declare columns: readonly TableColumn<never>[];
  declare rows: readonly unknown[];
  declare rowKey: ((row: never) => string) | null;
  declare href: ((row: never) => string) | null;
  /** Says to a screen reader what the table holds. */
  declare label: string;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; container-type: inline-size; }
      table { width: 100%; border-collapse: collapse; }
      th, td { padding: var(--dw-row) var(--dw-space-3); text-align: start; vertical-align: middle; border-bottom: 1px solid var(--dw-border); }
      th:first-child, td:first-child { padding-inline-start: var(--dw-space-5); }
      th:last-child, td:last-child { padding-inline-end: var(--dw-space-5); }
      tr:last-child td { border-bottom: 0; }
      th { padding-block: min(0.5rem, var(--dw-row)); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 500; white-space: nowrap; background: var(--dw-surface); }
      .end { text-align: end; font-variant-numeric: tabular-nums; }
      .grows { width: 40%; }
      td { overflow-wrap: anywhere; }
      tbody tr { position: relative; }
      tbody tr.linked:hover { background: var(--dw-surface-2); }
      a.row { color: var(--dw-text); font-weight: 550; }
      a.row:hover { text-decoration: none; }
      a.row::after { content: ''; position: absolute; inset: 0; }
      a.row:focus-visible { outline: none; }
      a.row:focus-visible::after { outline: 2px solid var(--dw-focus); outline-offset: -2px; border-radius: var(--dw-radius); }
      td .above { position: relative; }
      @container (max-width: 40rem) {
        table, tbody { display: block; }
        thead { display: none; }
        tr { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem var(--dw-space-4); padding: var(--dw-space-3) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
        tr:last-child { border-bottom: 0; }
        td, td:first-child, td:last-child { display: block; padding: 0; border: 0; text-align: start; width: auto; max-width: 100%; font-size: var(--dw-font-size-s); }
        td:first-child, td.grows { flex: 1 0 100%; }
        td:first-child { font-size: var(--dw-font-size); }
        td:not(:first-child, .grows)[data-title]::before { content: attr(data-title); margin-inline-end: 0.375rem; color: var(--dw-text-muted); }
        td.wide, td.blank { display: none; }
      }
      @media (max-width: 640px) { tbody tr { padding-inline: var(--dw-space-4) !important; } }
    `,
  ];

  constructor() {
    super();
    this.columns = [];
    this.rows = [];
    this.rowKey = null;
    this.href = null;
    this.label = '';
  }

  override render(): unknown {
    const growing = this.columns.findIndex((column) => column.grows);
    const classes = (column: TableColumn<never>, index: number): string =>
      [
        column.align === 'end' ? 'end' : '',
        index === Math.max(0, growing) ? 'grows' : '',
        column.wide ? 'wide' : '',
      ]
        .join(' ')
        .trim();
    // The roles stand here in words because a table that is drawn as blocks loses them.
    return html`<table role="table" aria-label=${this.label || nothing}>
      <thead role="rowgroup"><tr role="row">${this.columns.map((column, index) => html`<th role="columnheader" scope="col" class=${classes(column, index)}>${column.title}</th>`)}</tr></thead>
      <tbody role="rowgroup">${repeat(
        this.rows as readonly never[],
        (row, index) => this.rowKey?.(row) ?? index,
        (row) => this.#row(row, classes),
      )}</tbody>
    </table>`;
  }

  #row(row: never, classes: (column: TableColumn<never>, index: number) => string): unknown {
    const href = this.href?.(row);
    return html`<tr role="row" class=${href === undefined ? '' : 'linked'}>${this.columns.map(
      (column, index) => {
        const content = column.cell(row);
        const cell =
          index === 0 && href !== undefined ? html`<a class="row" href=${href}>${content}</a>` : content;
        const isBlank = content === nothing || content === '' || content === null;
        return html`<td role="cell" class="${classes(column, index)} ${isBlank ? 'blank' : ''}" data-title=${column.title || nothing}>${cell}</td>`;
      },
    )}</tr>`;
  }
}

/** Types a table's columns, keys and links by its rows, which the element itself cannot know. @public */
export function tableOf<Row>(options: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly key: (row: Row) => string;
  readonly href?: (row: Row) => string;
}): unknown {
  return html`<dw-table .label=${options.label} .rows=${options.rows} .columns=${options.columns} .rowKey=${options.key} .href=${options.href ?? null}></dw-table>`;
}
