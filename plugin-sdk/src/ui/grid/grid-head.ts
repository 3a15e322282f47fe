import { html, nothing } from 'lit';
import { t } from '../i18n/translate.ts';
import type { GridColumn } from './column.ts';
import type { GridSort } from './filter.ts';

/** What the header is drawn from. */
export interface DrawnHead {
  readonly columns: readonly GridColumn<never>[];
  readonly sort: readonly GridSort[];
  readonly isSortable: (column: GridColumn<never>) => boolean;
  readonly selects: boolean;
  /** Whether all, some or none of the rows are selected. */
  readonly selected: 'all' | 'some' | 'none';
  readonly hasActions: boolean;
  /** Column that has the focus of the header; -1 for none. */
  readonly active: number;
}

/** Draws the header: what sorts says how, and each column has an edge to drag. */
export function drawHead(drawn: DrawnHead): unknown {
  const { columns, sort, selects, active } = drawn;
  const before = selects ? 1 : 0;
  const tab = (index: number): string => (index === active ? '0' : '-1');
  return html`<div role="rowgroup" class="heading"><div role="row" class="head" aria-rowindex="1">${
    selects
      ? html`<div role="columnheader" class="select" aria-colindex="1" tabindex=${tab(0)}><input type="checkbox" tabindex="-1" aria-label=${t('Select all')} .checked=${drawn.selected === 'all'} .indeterminate=${drawn.selected === 'some'}></div>`
      : nothing
  }${columns.map((column, index) => {
    const level = sort.findIndex(({ key }) => key === column.key);
    const way = sort[level];
    const sorts = drawn.isSortable(column);
    return html`<div role="columnheader" class="${sorts ? 'sorts' : ''} ${column.align === 'end' ? 'end' : ''}" data-key=${column.key} aria-colindex=${index + before + 1} tabindex=${tab(index + before)}
      aria-sort=${sorts ? (way === undefined ? 'none' : way.descending ? 'descending' : 'ascending') : nothing}><span class="truncate" title=${column.title}>${column.title}</span>${
        way === undefined
          ? nothing
          : html`<span class="sorted" aria-hidden="true"><dw-icon class=${way.descending ? '' : 'up'} name="chevron-down"></dw-icon>${sort.length > 1 ? level + 1 : nothing}</span>`
      }<span class="resize" data-resize=${column.key}></span></div>`;
  })}${
    drawn.hasActions
      ? html`<div role="columnheader" class="actions" aria-colindex=${columns.length + before + 1} tabindex=${tab(columns.length + before)}><span class="visually-hidden">${t('Actions')}</span></div>`
      : nothing
  }</div></div>`;
}
