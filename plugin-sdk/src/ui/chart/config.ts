import type { ChartConfiguration, ChartDataset, ChartOptions as ChartJsOptions } from 'chart.js';
import { formatCompact } from '../i18n/numbers.ts';
import { figureOf, labelOf, pointWords, shownSeries } from './figures.ts';
import type { ChartOptions } from './options.ts';
import { DASHES, type Paints, POINTS, patternOf } from './palette.ts';

type Kind = 'line' | 'bar' | 'doughnut';

/** What chart.js calls the kind. */
export const typeOf = ({ kind }: ChartOptions): Kind =>
  kind === 'doughnut'
    ? 'doughnut'
    : kind === 'bar' || kind === 'stacked' || kind === 'histogram'
      ? 'bar'
      : 'line';

function datasetsOf(options: ChartOptions, paints: Paints): ChartDataset<Kind, (number | null)[]>[] {
  const { kind } = options;
  const shown = shownSeries(options);
  return shown.map(({ label, values, tone }, index) => {
    const color = paints.color(index, tone);
    const data = [...values];
    if (kind === 'doughnut')
      return {
        label,
        data,
        backgroundColor: values.map((_, part) =>
          patternOf(paints.color(part, options.tones?.[part]), paints.surface, part),
        ),
        borderColor: paints.surface,
        borderWidth: 2,
        hoverOffset: 4,
      };
    if (typeOf(options) === 'bar')
      return {
        label,
        data,
        backgroundColor: patternOf(color, paints.surface, index),
        borderRadius: kind === 'stacked' || kind === 'histogram' ? 0 : 3,
        ...(kind === 'histogram' ? { barPercentage: 1, categoryPercentage: 0.96 } : { maxBarThickness: 48 }),
        ...(kind === 'stacked' ? { stack: 'all', borderColor: paints.surface, borderWidth: { top: 1 } } : {}),
      };
    return {
      label,
      data,
      borderColor: color,
      borderWidth: kind === 'sparkline' ? 1.5 : 2,
      borderDash: [...(DASHES[index % DASHES.length] ?? [])],
      pointStyle: POINTS[index % POINTS.length] ?? 'circle',
      pointRadius: kind === 'sparkline' || values.length > 40 ? 0 : 3,
      pointHoverRadius: 5,
      pointBackgroundColor: color,
      tension: 0,
      ...(kind === 'area' || kind === 'sparkline'
        ? { fill: 'origin', backgroundColor: `color-mix(in srgb, ${color} 16%, transparent)` }
        : {}),
    };
  });
}

/** How chart.js is to draw the chart with these paints. */
export function configOf(
  options: ChartOptions,
  paints: Paints,
  how: { readonly isRightToLeft: boolean; readonly isStill: boolean },
): ChartConfiguration<Kind, (number | null)[], string> {
  const { kind, onChoose } = options;
  const isSmall = kind === 'sparkline';
  const hasAxes = !isSmall && kind !== 'doughnut';
  const font = { family: paints.font, size: 12 };
  const scales: ChartJsOptions<'line' | 'bar'>['scales'] = {
    x: {
      display: hasAxes,
      reverse: how.isRightToLeft,
      stacked: kind === 'stacked',
      border: { color: paints.border },
      grid: { display: false },
      ticks: { color: paints.muted, font, maxRotation: 0, autoSkipPadding: 16 },
    },
    y: {
      display: hasAxes,
      position: how.isRightToLeft ? 'right' : 'left',
      beginAtZero: !isSmall,
      stacked: kind === 'stacked',
      border: { display: false },
      grid: { color: paints.border },
      ticks: {
        color: paints.muted,
        font,
        maxTicksLimit: 6,
        callback: (value) =>
          options.format === undefined ? formatCompact(Number(value)) : options.format(Number(value)),
      },
    },
  };
  const common: ChartJsOptions<Kind> = {
    responsive: true,
    maintainAspectRatio: false,
    animation: how.isStill ? false : { duration: 250 },
    events: isSmall ? [] : ['mousemove', 'mouseout', 'click', 'touchstart', 'touchmove'],
    interaction: { mode: 'nearest', axis: kind === 'doughnut' ? 'xy' : 'x', intersect: kind === 'doughnut' },
    layout: { padding: isSmall ? 2 : 4 },
    onClick: (_, [chosen]) => {
      if (chosen !== undefined) onChoose?.({ index: chosen.index, series: chosen.datasetIndex });
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        enabled: !isSmall,
        rtl: how.isRightToLeft,
        backgroundColor: paints.text,
        titleColor: paints.surface,
        bodyColor: paints.surface,
        titleFont: font,
        bodyFont: font,
        padding: 8,
        cornerRadius: 6,
        displayColors: false,
        callbacks: {
          title: () => '',
          label: (item) => pointWords(options, item.dataIndex, item.datasetIndex),
        },
      },
    },
  };
  return {
    type: typeOf(options),
    data: { labels: options.labels.map(labelOf), datasets: datasetsOf(options, paints) },
    options: { ...common, ...(kind === 'doughnut' ? { cutout: '62%' } : { scales }) } as ChartJsOptions<Kind>,
  };
}

/** Cells of the table that says the same, headings first. */
export const tableOf = (options: ChartOptions): readonly (readonly string[])[] => [
  [options.labelTitle ?? '', ...shownSeries(options).map(({ label }) => label)],
  ...options.labels.map((label, index) => [
    labelOf(label),
    ...shownSeries(options).map(({ values }) => figureOf(options, values[index])),
  ]),
];
