import { DataWaveError, type MetricOptions } from '@datawave/plugin-sdk';

/** Label values by label name. */
export type Labels = Readonly<Record<string, string>>;

/** Beyond this many label combinations of one metric, further ones are counted together under `other`. */
export const MAX_SERIES = 1_000;

const NAME = /^[a-z][a-z0-9_]*$/;

/** One metric of the registry. */
export interface Metric {
  readonly options: MetricOptions;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Id of the plugin that registered it. */
  readonly owner: string;
  /** The sample lines, without HELP and TYPE. */
  samples(): string | Promise<string>;
}

/** Checks names and answers the label names. */
export function checkMetric(options: MetricOptions): readonly string[] {
  const labels = options.labels ?? [];
  for (const name of [options.name, ...labels]) {
    if (!NAME.test(name) || name === 'le') {
      throw new DataWaveError({
        code: 'DW_METRIC_INVALID',
        message: `"${name}" cannot name a metric or a label.`,
        hint: 'Use lower case letters, digits and underscores, a letter first; `le` is taken.',
      });
    }
  }
  return labels;
}

/** The series of one metric, one for each combination of label values. */
export class SeriesMap<Series> {
  readonly #labels: readonly string[];
  readonly #make: (labelText: string) => Series;
  readonly #series = new Map<string, Series>();

  constructor(labels: readonly string[], make: (labelText: string) => Series) {
    this.#labels = labels;
    this.#make = make;
    // A metric without labels exists from the start, so that its rate is known from the first scrape on.
    if (labels.length === 0) this.#series.set('', make(''));
  }

  get(values: Labels | undefined): Series {
    let key = '';
    for (const label of this.#labels) key += `${values?.[label] ?? ''}\u0000`;
    const found = this.#series.get(key);
    if (found) return found;
    if (this.#series.size >= MAX_SERIES && values !== undefined && !isOverflow(values)) {
      return this.get(Object.fromEntries(this.#labels.map((label) => [label, 'other'])));
    }
    const made = this.#make(
      this.#labels.map((label) => `${label}="${escapeLabel(values?.[label] ?? '')}"`).join(','),
    );
    this.#series.set(key, made);
    return made;
  }

  values(): Iterable<Series> {
    return this.#series.values();
  }
}

const isOverflow = (values: Labels): boolean => Object.values(values).every((value) => value === 'other');

/** Escapes a label value as the text format wants it. */
export function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Writes a sample's value. */
export function renderNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

/** Writes one sample line. */
export function renderSample(name: string, labelText: string, value: number): string {
  return `${name}${labelText === '' ? '' : `{${labelText}}`} ${renderNumber(value)}\n`;
}
