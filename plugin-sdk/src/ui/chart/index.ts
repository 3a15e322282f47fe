/** `@datawave/plugin-sdk/ui/chart`: figures as drawings and tables. Loaded only by pages that import it. */

import { html } from 'lit';
import { defineElement } from '../datawave-element.ts';
import { DwChart } from './chart-element.ts';
import type { ChartOptions } from './options.ts';

export { binLabels } from './figures.ts';
export type { ChartKind, ChartOptions, ChartSeries } from './options.ts';
export { DwChart };

defineElement('dw-chart', DwChart);

/**
 * Draws a chart.
 *
 * ```ts
 * chartOf({
 *   kind: 'area',
 *   label: t('Sensitive columns'),
 *   labels: days,
 *   series: [{ label: t('Restricted'), values: restricted, tone: 'danger' }],
 * });
 * ```
 * @public
 */
export const chartOf = (options: ChartOptions): unknown => html`<dw-chart .options=${options}></dw-chart>`;
