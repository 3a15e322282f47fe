/**
 * `@datawave/plugin-sdk/ui/grid`: many rows with order, filters, selection and keyboard. Loaded only by pages that import it.
 */

import { html } from 'lit';
import { defineElement } from '../datawave-element.ts';
import { DwGrid } from './grid-element.ts';
import type { GridOptions } from './options.ts';

export { withoutFormula } from '../../without-formula.ts';
export type { GridColumn, GridValue } from './column.ts';
export { toCsv, toTsv } from './delimited.ts';
export type { GridFilter, GridFilterKind, GridSort, GridState } from './filter.ts';
export { PLAIN_GRID } from './filter.ts';
export type {
  GridBulkAction,
  GridEmpty,
  GridOptions,
  GridPage,
  GridRequest,
  GridSelected,
  GridSource,
} from './options.ts';
export { gridQuery, gridStateIn } from './query.ts';
export { DwGrid };

defineElement('dw-grid', DwGrid);

/**
 * Draws a grid, typed by its rows.
 *
 * ```ts
 * gridOf<Asset>({
 *   label: t('Assets'),
 *   key: (asset) => asset.urn,
 *   href: (asset) => `/assets/${encodeURIComponent(asset.urn)}`,
 *   columns: [{ key: 'name', title: t('Name'), filter: { kind: 'text' } }, { key: 'rows', title: t('Rows'), align: 'end' }],
 *   rows: this.assets,
 * });
 * ```
 * @public
 */
export const gridOf = <Row>(options: GridOptions<Row>): unknown =>
  html`<dw-grid .options=${options}></dw-grid>`;
