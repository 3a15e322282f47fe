import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { latencyWords } from './words.ts';

/** The last answers of a source as a small line; marks where one did not come. */
export class SourcesLatencyLine extends DataWaveElement {
  static override properties = { values: { attribute: false } };
  /** Milliseconds, oldest first; null where no answer came. */
  declare values: readonly (number | null)[];

  static override styles = [baseStyles];

  constructor() {
    super();
    this.values = [];
  }

  override render(): unknown {
    const { values } = this;
    const measured = values.filter((value) => value !== null);
    if (values.length < 2) return nothing;
    const most = Math.max(0, ...measured);
    const failures = values.length - measured.length;
    const told = {
      ...{ n: values.length, least: latencyWords(Math.min(...(measured.length === 0 ? [0] : measured))) },
      ...{ most: latencyWords(most), failures },
    };
    const words =
      failures === 0
        ? t('Last {n, plural, one {# answer} other {# answers}}: {least} to {most}', told)
        : t(
            'Last {n, plural, one {# answer} other {# answers}}: {least} to {most}, {failures, number} did not come',
            told,
          );
    return html`<dw-spark marked label=${words} .values=${values}></dw-spark>`;
  }
}
