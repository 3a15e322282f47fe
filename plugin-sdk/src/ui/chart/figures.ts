import { formatNumber } from '../i18n/numbers.ts';
import { formatDate } from '../i18n/times.ts';
import { t } from '../i18n/translate.ts';
import type { ChartOptions, ChartSeries } from './options.ts';

export const labelOf = (label: string | Date): string => (label instanceof Date ? formatDate(label) : label);

export const figureOf = (options: ChartOptions, value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : (options.format ?? formatNumber)(value);

/** The series that the kind shows. */
export const shownSeries = ({ kind, series }: ChartOptions): readonly ChartSeries[] =>
  kind === 'doughnut' || kind === 'histogram' || kind === 'sparkline' ? series.slice(0, 1) : series;

/** Whether there is nothing to show. */
export const isEmptyChart = (options: ChartOptions): boolean =>
  options.labels.length === 0 ||
  shownSeries(options).every(({ values }) => values.every((value) => value === null));

/** What a point says: `12 May, Restricted: 40`. */
export function pointWords(options: ChartOptions, index: number, place: number): string {
  const series = shownSeries(options)[place];
  const label = labelOf(options.labels[index] ?? '');
  const value = series?.values[index];
  const figure = figureOf(options, value);
  if (options.kind === 'doughnut') {
    const total = (series?.values ?? []).reduce<number>((sum, part) => sum + (part ?? 0), 0);
    const share = total === 0 ? 0 : (value ?? 0) / total;
    return t('{label}: {figure}, {share, number, percent}', { label, figure, share });
  }
  return shownSeries(options).length === 1
    ? t('{label}: {figure}', { label, figure })
    : t('{label}, {series}: {figure}', { label, series: series?.label, figure });
}

/** The chart in a sentence: from where to where it leads, and between which figures. */
export function summaryOf(options: ChartOptions): string {
  const [first] = shownSeries(options);
  const values = (first?.values ?? []).filter((value) => value !== null);
  if (values.length === 0) return t('no figures');
  // Not spread into Math.max: there may be more than an argument list holds.
  const least = values.reduce((one, other) => Math.min(one, other));
  const most = values.reduce((one, other) => Math.max(one, other));
  return t('{n, plural, one {# figure} other {# figures}} from {least} to {most}, {last} at the end', {
    n: values.length,
    least: figureOf(options, least),
    most: figureOf(options, most),
    last: figureOf(options, values.at(-1)),
  });
}

/** Labels of a histogram whose bins lie between these edges: one fewer than there are edges. @public */
export const binLabels = (
  edges: readonly number[],
  format: (value: number) => string = formatNumber,
): readonly string[] => edges.slice(1).map((to, index) => `${format(edges[index] ?? 0)} – ${format(to)}`);
