import { DataWaveError, type Logger, type MetricOptions } from '@datawave/plugin-sdk';
import { CounterMetric } from './counter.ts';
import { HistogramMetric } from './histogram.ts';
import { checkMetric, escapeLabel, type Metric, renderSample } from './metric-series.ts';

/** What a gauge reads when scraped: one number, or one for each value of its only label. */
export type GaugeReading = number | Readonly<Record<string, number>>;

/** Counts in plain numbers and writes text only when scraped: prom-client costs 8 µs a request, this well under one. */
export interface MetricRegistry {
  /** The same owner may ask again, after a restart for instance, and gets the same counter. */
  counter(owner: string, options: MetricOptions): CounterMetric;
  histogram(owner: string, options: MetricOptions): HistogramMetric;
  /** Asking again replaces the reader. */
  gauge(owner: string, options: MetricOptions, read: () => GaugeReading | Promise<GaugeReading>): void;
  /** Forgets an owner's metrics. */
  remove(owner: string): void;
  /** Prometheus text format 0.0.4. A gauge that throws is left out and logged, the others are written. */
  render(): Promise<string>;
}

export function createMetricRegistry(log: Logger): MetricRegistry {
  const metrics = new Map<string, Metric>();

  const claim = <M extends Metric>(metric: M): M => {
    const taken = metrics.get(metric.options.name);
    if (
      taken &&
      (taken.owner !== metric.owner ||
        taken.type !== metric.type ||
        taken.options.labels?.join() !== metric.options.labels?.join())
    ) {
      throw new DataWaveError({
        code: 'DW_METRIC_DUPLICATE',
        message: `The metric ${metric.options.name} is already a ${taken.type} of "${taken.owner}".`,
        hint: 'Choose another name, or declare it the same way both times.',
      });
    }
    metrics.set(metric.options.name, metric);
    return metric;
  };

  return {
    counter(owner, options) {
      const made = new CounterMetric(owner, options);
      const found = metrics.get(options.name);
      return found instanceof CounterMetric && found.owner === owner ? found : claim(made);
    },
    histogram(owner, options) {
      const made = new HistogramMetric(owner, options);
      const found = metrics.get(options.name);
      return found instanceof HistogramMetric && found.owner === owner ? found : claim(made);
    },
    gauge(owner, options, read) {
      claim(new GaugeMetric(owner, options, read));
    },
    remove(owner) {
      for (const [name, metric] of metrics) if (metric.owner === owner) metrics.delete(name);
    },
    async render() {
      const parts = await Promise.all(
        [...metrics.values()].map(async (metric) => {
          const { name, help } = metric.options;
          try {
            return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${metric.type}\n${await metric.samples()}`;
          } catch (error) {
            log.warn(`The metric ${name} could not be read.`, { plugin: metric.owner, error });
            return '';
          }
        }),
      );
      return parts.join('');
    },
  };
}

class GaugeMetric implements Metric {
  /** A reading that only rises, by its name, is a counter to whoever scrapes. */
  readonly type: 'gauge' | 'counter';
  readonly owner: string;
  readonly options: MetricOptions;
  readonly #read: () => GaugeReading | Promise<GaugeReading>;

  constructor(owner: string, options: MetricOptions, read: () => GaugeReading | Promise<GaugeReading>) {
    checkMetric(options);
    this.type = options.name.endsWith('_total') ? 'counter' : 'gauge';
    this.owner = owner;
    this.options = options;
    this.#read = read;
  }

  async samples(): Promise<string> {
    const reading = await this.#read();
    const { name, labels } = this.options;
    if (typeof reading === 'number') return renderSample(name, '', reading);
    const label = labels?.[0] ?? 'value';
    return Object.entries(reading)
      .map(([value, sample]) => renderSample(name, `${label}="${escapeLabel(value)}"`, sample))
      .join('');
  }
}

const escapeHelp = (help: string): string => help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
