import type { Tone } from '../shell-context.ts';

/**
 * What a chart shows: a trend (`line`, `area`), amounts beside each other (`bar`) or on top of each other (`stacked`), parts of a
 * whole (`doughnut`), how values are spread (`histogram`), or a trend as small as a word (`sparkline`). @public
 */
export type ChartKind = 'line' | 'area' | 'bar' | 'stacked' | 'doughnut' | 'histogram' | 'sparkline';

/** Figures that belong together, one for each label. @public */
export interface ChartSeries {
  readonly label: string;
  /** As many as there are labels; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** What its colour means; one of the palette's unless given. */
  readonly tone?: Tone;
}

/** What {@link chartOf} takes. @public */
export interface ChartOptions {
  readonly kind: ChartKind;
  /** What the chart shows, in a few words: its name for screen readers, and the heading of its table. */
  readonly label: string;
  /** Places along the axis, or parts of a doughnut. Days and times are written in the chosen language. */
  readonly labels: readonly (string | Date)[];
  /** A doughnut, a histogram and a sparkline show the first only. */
  readonly series: readonly ChartSeries[];
  /** What the places along the axis are, as heading of the table's first column: `Day`. */
  readonly labelTitle?: string;
  /** How a figure is written; a number in the chosen language unless given. */
  readonly format?: (value: number) => string;
  /** Meanings of a doughnut's parts, by label; the palette's unless given. */
  readonly tones?: readonly (Tone | undefined)[];
  /** Pixels; 240, and 32 for a sparkline, unless given. */
  readonly height?: number;
  /** What somebody chose with a click or Enter. */
  readonly onChoose?: (chosen: { readonly index: number; readonly series: number }) => void;
  /** What stands there while there are no figures. */
  readonly empty?: string;
}
