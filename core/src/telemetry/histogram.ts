import { DataWaveError, type Histogram, type MetricOptions } from '@datawave/plugin-sdk';
import {
  checkMetric,
  type Labels,
  type Metric,
  renderNumber,
  renderSample,
  SeriesMap,
} from './metric-series.ts';

/** Seconds; spans a cached answer to a slow request. */
const DEFAULT_BUCKETS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** A histogram with its labels resolved: what a hot path holds on to. */
export class HistogramSeries {
  readonly labelText: string;
  readonly bounds: readonly number[];
  /** Observations per bucket, not cumulated; the last is above every bound. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(labelText: string, bounds: readonly number[]) {
    this.labelText = labelText;
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  record(value: number): void {
    let bucket = 0;
    const { bounds, counts } = this;
    // A plain walk: most observations fall into the first buckets.
    while (bucket < bounds.length && value > (bounds[bucket] ?? Infinity)) bucket += 1;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    this.sum += value;
  }
}

/** Observations in buckets, with their sum and count. */
export class HistogramMetric implements Metric, Histogram {
  readonly type = 'histogram';
  readonly options: MetricOptions;
  readonly owner: string;
  readonly #series: SeriesMap<HistogramSeries>;

  constructor(owner: string, options: MetricOptions) {
    const bounds = options.buckets ?? DEFAULT_BUCKETS;
    if (
      bounds.length === 0 ||
      bounds.some(
        (bound, index) => !Number.isFinite(bound) || (index > 0 && bound <= (bounds[index - 1] ?? -Infinity)),
      )
    ) {
      throw new DataWaveError({
        code: 'DW_METRIC_INVALID',
        message: `The buckets of ${options.name} do not rise.`,
        hint: 'Give finite bounds in rising order.',
      });
    }
    this.owner = owner;
    this.options = options;
    this.#series = new SeriesMap(checkMetric(options), (labelText) => new HistogramSeries(labelText, bounds));
  }

  bind(labels?: Labels): HistogramSeries {
    return this.#series.get(labels);
  }

  record(value: number, labels?: Labels): void {
    this.#series.get(labels).record(value);
  }

  samples(): string {
    const { name } = this.options;
    let text = '';
    for (const series of this.#series.values()) {
      const prefix = series.labelText === '' ? '' : `${series.labelText},`;
      let total = 0;
      series.bounds.forEach((bound, index) => {
        total += series.counts[index] ?? 0;
        text += renderSample(`${name}_bucket`, `${prefix}le="${renderNumber(bound)}"`, total);
      });
      total += series.counts[series.bounds.length] ?? 0;
      text += renderSample(`${name}_bucket`, `${prefix}le="+Inf"`, total);
      text += renderSample(`${name}_sum`, series.labelText, series.sum);
      text += renderSample(`${name}_count`, series.labelText, total);
    }
    return text;
  }
}
