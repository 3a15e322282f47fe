import { type Counter, DataWaveError, type MetricOptions } from '@datawave/plugin-sdk';
import { checkMetric, type Labels, type Metric, renderSample, SeriesMap } from './metric-series.ts';

/** A counter with its labels resolved: what a hot path holds on to. */
class CounterSeries {
  readonly labelText: string;
  value = 0;

  constructor(labelText: string) {
    this.labelText = labelText;
  }

  add(value: number): void {
    this.value += value;
  }
}

/** A sum that only rises. */
export class CounterMetric implements Metric, Counter {
  readonly type = 'counter';
  readonly options: MetricOptions;
  readonly owner: string;
  readonly #series: SeriesMap<CounterSeries>;

  constructor(owner: string, options: MetricOptions) {
    this.owner = owner;
    this.options = options;
    this.#series = new SeriesMap(checkMetric(options), (labelText) => new CounterSeries(labelText));
  }

  bind(labels?: Labels): CounterSeries {
    return this.#series.get(labels);
  }

  add(value: number, labels?: Labels): void {
    if (!(value >= 0)) {
      throw new DataWaveError({
        code: 'DW_METRIC_INVALID',
        message: `The counter ${this.options.name} cannot go down by ${value}.`,
        hint: 'Use a gauge for what can fall.',
      });
    }
    this.#series.get(labels).value += value;
  }

  samples(): string {
    let text = '';
    for (const series of this.#series.values())
      text += renderSample(this.options.name, series.labelText, series.value);
    return text;
  }
}
