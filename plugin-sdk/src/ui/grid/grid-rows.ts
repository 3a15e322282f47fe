import type { VirtualItem } from '@tanstack/virtual-core';
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatNumber } from '../i18n/numbers.ts';
import { t } from '../i18n/translate.ts';
import type { CellPlace } from './cell-keys.ts';
import { type GridColumn, textIn, valueIn } from './column.ts';
import type { GridOptions } from './options.ts';
import type { RowSelection } from './selection.ts';

type Column = GridColumn<never>;

/** What rows are drawn from. */
export interface DrawnRows {
  readonly options: GridOptions<never>;
  readonly columns: readonly Column[];
  readonly rows: readonly unknown[];
  /** Rows and what stands for those on their way. */
  readonly length: number;
  readonly items: readonly VirtualItem[];
  /** Slot of each item. */
  readonly slots: readonly number[];
  readonly selects: boolean;
  readonly selection: RowSelection;
  readonly active: CellPlace;
  /** Changes when cells must be drawn again though their row is the same. */
  readonly version: number;
}

const isBlank = (content: unknown): boolean =>
  content === nothing || content === '' || content === null || content === undefined;

function contentOf(column: Column, row: unknown): unknown {
  if (column.cell !== undefined) return column.cell(row as never);
  const value = valueIn(column, row);
  return typeof value === 'number' ? formatNumber(value) : textIn(column, row);
}

/** A row on its way. Tab leads to it as well: without a header there is nothing else that has the focus, and no key would scroll. */
const skeleton = (drawn: DrawnRows, isActive: boolean): unknown =>
  html`${drawn.selects ? html`<div role="gridcell" class="cell select" tabindex="-1"></div>` : nothing}${drawn.columns.map(
    (_, index) =>
      html`<div role="gridcell" class="cell ${index === 0 ? 'first' : ''}" tabindex=${isActive && index === 0 ? '0' : '-1'}><span class="line" aria-hidden="true"></span>${index === 0 ? html`<span class="visually-hidden">${t('Loading')}</span>` : nothing}</div>`,
  )}`;

function cells(drawn: DrawnRows, row: unknown, isSelected: boolean, active: number): unknown {
  const { options, columns, selects } = drawn;
  const before = selects ? 1 : 0;
  const tab = (index: number): string => (index === active ? '0' : '-1');
  const href = options.href?.(row as never);
  const named = columns[0] === undefined ? '' : textIn(columns[0], row);
  return html`${
    selects
      ? html`<div role="gridcell" class="cell select" aria-colindex="1" tabindex=${tab(0)}><input type="checkbox" tabindex="-1" aria-label=${t('Select {row}', { row: named })} .checked=${isSelected}></div>`
      : nothing
  }${columns.map((column, index) => {
    const content = contentOf(column, row);
    const linked = index === 0 && href !== undefined;
    const classes = `cell${index === 0 ? ' first' : ''}${column.align === 'end' ? ' end' : ''}${column.wide === true ? ' wide' : ''}${isBlank(content) ? ' blank' : ''}`;
    return html`<div role="gridcell" class=${classes} aria-colindex=${index + before + 1} tabindex=${tab(index + before)} data-title=${column.title}><div class="content">${
      linked ? html`<a class="link" tabindex="-1" href=${href}>${content}</a>` : content
    }</div></div>`;
  })}${
    options.actions === undefined
      ? nothing
      : html`<div role="gridcell" class="cell actions" aria-colindex=${columns.length + before + 1} tabindex=${tab(columns.length + before)}>${options.actions(row as never)}</div>`
  }`;
}

/** Draws the rows in sight, each where it stands. Their elements are used again for other rows as one scrolls. */
export function drawRows(drawn: DrawnRows): unknown {
  const { options, rows, items, slots, selection, active, version, length } = drawn;
  const leads = options.href !== undefined || options.open !== undefined;
  return repeat(
    items,
    (_, place) => slots[place],
    (item) => {
      const row = rows[item.index];
      const isThere = row !== undefined;
      const isSelected = isThere && drawn.selects && selection.has(options.key(row as never));
      const column = active.row === item.index ? active.column : -1;
      return html`<div role="row" class="row${isThere && leads ? ' linked' : ''}${isSelected ? ' selected' : ''}${item.index === length - 1 ? ' last' : ''}${drawn.selects ? ' selects' : ''}"
        aria-rowindex=${item.index + 2} aria-selected=${drawn.selects ? String(isSelected) : nothing} .index=${item.index} .style=${`transform:translateY(${item.start}px)`}>${guard(
          [row, isSelected, column, version],
          () => (isThere ? cells(drawn, row, isSelected, column) : skeleton(drawn, column >= 0)),
        )}</div>`;
    },
  );
}
