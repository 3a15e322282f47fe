import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { SENSITIVITIES } from '../../governance/info-types.ts';
import { textOf } from '../forms/fields.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { t } from '../i18n/translate.ts';
import { type ColumnLayout, type GridColumn, moveColumn, orderedColumns, shownColumns } from './column.ts';
import { type GridFilter, type GridSort, type GridState, isOpen } from './filter.ts';

type Column = GridColumn<never>;

/** Values that a column can be narrowed to one by one, with what people call them; null for other kinds. */
function choicesOf(column: Column): readonly (readonly [string, string])[] | null {
  if (column.filter?.kind === 'choice') return column.filter.options;
  if (column.filter?.kind === 'sensitivity') return SENSITIVITIES.map((level) => [level, t(level)] as const);
  return null;
}

/** A filter in words: `mail`, `restricted, internal`, `10 – 20`. */
export function filterWords(column: Column, filter: GridFilter): string {
  if (filter.kind === 'text') return filter.text;
  if (filter.kind === 'choice') {
    const titles = new Map(choicesOf(column) ?? []);
    return filter.any.map((value) => titles.get(value) ?? value).join(', ');
  }
  const shown = (end: number | string | null): string | null =>
    end === null || end === '' ? null : typeof end === 'number' ? formatNumber(end) : end;
  const [from, to] = [shown(filter.from), shown(filter.to)];
  if (to === null) return t('from {from}', { from });
  return from === null ? t('up to {to}', { to }) : `${from} – ${to}`;
}

/** The filters that narrow now, each with the button that takes it away. */
export function chipsOf(
  columns: readonly Column[],
  state: GridState,
  change: (key: string, filter: GridFilter | null) => void,
): unknown {
  return columns.map((column) => {
    const filter = state.filters[column.key];
    if (filter === undefined || isOpen(filter)) return nothing;
    const words = `${column.title}: ${filterWords(column, filter)}`;
    return html`<button class="chip" type="button" aria-label=${t('Remove filter {filter}', { filter: words })} @click=${() => change(column.key, null)}>
      <span>${words}</span><dw-icon name="close"></dw-icon></button>`;
  });
}

function filterField(
  column: Column,
  filter: GridFilter | undefined,
  change: (next: GridFilter) => void,
): unknown {
  const id = `filter-${column.key}`;
  const choices = choicesOf(column);
  if (choices !== null) {
    const any = filter?.kind === 'choice' ? filter.any : [];
    const toggle = (value: string) => (event: Event) => {
      const isOn = event.target instanceof HTMLInputElement && event.target.checked;
      change({ kind: 'choice', any: isOn ? [...any, value] : any.filter((other) => other !== value) });
    };
    return html`<fieldset><legend>${column.title}</legend><div class="options">${choices.map(
      ([value, title], index) =>
        html`<div class="check"><input type="checkbox" id="${id}-${index}" .checked=${live(any.includes(value))} @change=${toggle(value)}><label for="${id}-${index}">${title}</label></div>`,
    )}</div></fieldset>`;
  }
  if (column.filter?.kind === 'number' || column.filter?.kind === 'date') {
    const { kind } = column.filter;
    const range = filter?.kind === 'number' || filter?.kind === 'date' ? filter : { from: null, to: null };
    const put = (end: 'from' | 'to') => (event: Event) => {
      const text = textOf(event);
      const ends = { from: range.from, to: range.to, [end]: text === '' ? null : text };
      const number = (value: string | number | null): number | null =>
        value === null ? null : Number(value);
      change(
        kind === 'number'
          ? { kind, from: number(ends.from), to: number(ends.to) }
          : { kind, from: ends.from as string | null, to: ends.to as string | null },
      );
    };
    return html`<fieldset><legend>${column.title}</legend><div class="pair">
      <input type=${kind} aria-label=${t('{column} from', { column: column.title })} placeholder=${t('from')} .value=${live(String(range.from ?? ''))} @change=${put('from')}>
      <input type=${kind} aria-label=${t('{column} to', { column: column.title })} placeholder=${t('to')} .value=${live(String(range.to ?? ''))} @change=${put('to')}></div></fieldset>`;
  }
  const text = filter?.kind === 'text' ? filter.text : '';
  return html`<div class="field"><label for=${id}>${column.title}</label><input id=${id} type="search" autocomplete="off" spellcheck="false" placeholder=${t('contains')}
    .value=${live(text)} @input=${(event: Event) => change({ kind: 'text', text: textOf(event) })}></div>`;
}

/** What the panel of filters works on. */
export interface FilterPanel {
  readonly columns: readonly Column[];
  readonly state: GridState;
  /** Columns that can be sorted, where no header can be seen; empty elsewhere. */
  readonly sortable: readonly Column[];
  change(key: string, filter: GridFilter | null): void;
  sort(sort: readonly GridSort[]): void;
  clear(): void;
  close(): void;
}

/** Draws the fields by which the grid is narrowed. */
export function filterPanel({ columns, state, sortable, change, sort, clear, close }: FilterPanel): unknown {
  const first = state.sort[0];
  return html`<div class="panel" popover="manual" role="dialog" aria-label=${t('Filter')}><h2>${t('Filter')}</h2><div class="fields">
    ${
      sortable.length === 0
        ? nothing
        : html`<div class="field"><label for="sort">${t('Sort by')}</label><select id="sort" @change=${(
            event: Event,
          ) => {
            const [key = '', way] = textOf(event).split(/:(?=[^:]*$)/);
            sort(key === '' ? [] : [{ key, descending: way === 'down' }]);
          }}><option value="" ?selected=${first === undefined}>${t('Not sorted')}</option>${sortable.flatMap(
            (column) =>
              (['up', 'down'] as const).map(
                (way) =>
                  html`<option value="${column.key}:${way}" ?selected=${first?.key === column.key && first.descending === (way === 'down')}>${
                    way === 'up'
                      ? t('{column}, ascending', { column: column.title })
                      : t('{column}, descending', { column: column.title })
                  }</option>`,
              ),
          )}</select></div>`
    }
    ${columns.map((column) => filterField(column, state.filters[column.key], (filter) => change(column.key, isOpen(filter) ? null : filter)))}
    </div><div class="foot"><dw-button variant="quiet" size="small" @click=${clear}>${t('Clear all')}</dw-button><dw-button size="small" @click=${close}>${t('Done')}</dw-button></div></div>`;
}

/** Draws the choice and order of columns. */
export function columnPanel(
  columns: readonly Column[],
  layout: ColumnLayout,
  change: (layout: ColumnLayout | null) => void,
  close: () => void,
): unknown {
  const ordered = orderedColumns(columns, layout);
  const order = ordered.map(({ key }) => key);
  const shown = shownColumns(columns, layout).map(({ key }) => key);
  const toggle = (key: string): void => {
    const next = shown.includes(key) ? shown.filter((other) => other !== key) : [...shown, key];
    change({ ...layout, order, shown: order.filter((other) => next.includes(other)) });
  };
  const move = (key: string, by: -1 | 1): void => {
    const next = moveColumn(order, key, by);
    change({ ...layout, order: next, shown: next.filter((other) => shown.includes(other)) });
  };
  return html`<div class="panel" popover="manual" role="dialog" aria-label=${t('Columns')}><h2>${t('Columns')}</h2><ul class="columns" role="list">${ordered.map(
    (
      { key, title },
      index,
    ) => html`<li><div class="check"><input type="checkbox" id="column-${index}" .checked=${live(shown.includes(key))} ?disabled=${shown.length === 1 && shown[0] === key} @change=${() => toggle(key)}><label class="truncate" for="column-${index}">${title}</label></div>
      <dw-button size="small" variant="quiet" icon="chevron-up" label=${t('Move {column} up', { column: title })} ?disabled=${index === 0} @click=${() => move(key, -1)}></dw-button>
      <dw-button size="small" variant="quiet" icon="chevron-down" label=${t('Move {column} down', { column: title })} ?disabled=${index === order.length - 1} @click=${() => move(key, 1)}></dw-button></li>`,
  )}</ul><div class="foot"><dw-button variant="quiet" size="small" @click=${() => change(null)}>${t('As at first')}</dw-button><dw-button size="small" @click=${close}>${t('Done')}</dw-button></div></div>`;
}
