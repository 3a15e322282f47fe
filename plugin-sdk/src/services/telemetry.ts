import { serviceRef } from '../refs.ts';

/** A number that only grows, such as requests answered. @public */
export interface Counter {
  add(value: number, labels?: Readonly<Record<string, string>>): void;
}

/** A distribution of measurements, such as durations. @public */
export interface Histogram {
  /** In the unit that the metric's name ends with, seconds for times. */
  record(value: number, labels?: Readonly<Record<string, string>>): void;
}

/** How a metric is called and told apart. @public */
export interface MetricOptions {
  /** Without prefix; `datawave_PLUGIN_` is put before it. Ends in its unit: `_seconds`, `_bytes`, `_total`. */
  readonly name: string;
  readonly help: string;
  /** Bounded sets of values only: never an id, a name of a user's thing or a free text. */
  readonly labels?: readonly string[];
  readonly buckets?: readonly number[];
}

/** Metrics and traces, attributed to the plugin. @public */
export interface TelemetryService {
  counter(options: MetricOptions): Counter;
  histogram(options: MetricOptions): Histogram;
  gauge(options: MetricOptions, read: () => number | Promise<number>): void;
  /** Runs work in a span; free when tracing is off. */
  span<T>(
    name: string,
    attributes: Readonly<Record<string, string | number | boolean>>,
    work: () => Promise<T>,
  ): Promise<T>;
}

/** The ref of the kernel's metrics and spans. @public */
export const telemetryService = serviceRef<TelemetryService>('core.telemetry');
