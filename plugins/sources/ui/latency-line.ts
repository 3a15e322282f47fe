import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing, svg } from 'lit';
import { latencyWords } from './words.ts';

const WIDTH = 96;
const HEIGHT = 22;
const EDGE = 3;

/** The last answers of a source as a small line; marks where one did not come. */
export class SourcesLatencyLine extends DataWaveElement {
  static override properties = { values: { attribute: false } };
  /** Milliseconds, oldest first; null where no answer came. */
  declare values: readonly (number | null)[];

  static override styles = [
    baseStyles,
    css`
      :host { display: inline-block; vertical-align: middle; }
      svg { display: block; width: 6rem; height: 1.375rem; overflow: visible; }
      polyline { fill: none; stroke: var(--dw-accent); stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
      circle { fill: var(--dw-danger-fill); }
      circle.last { fill: var(--dw-accent); }
    `,
  ];

  constructor() {
    super();
    this.values = [];
  }

  override render(): unknown {
    const { values } = this;
    const measured = values.filter((value) => value !== null);
    if (values.length < 2) return nothing;
    const most = Math.max(1, ...measured);
    const x = (index: number): number => EDGE + (index * (WIDTH - 2 * EDGE)) / (values.length - 1);
    const y = (value: number): number => HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE);
    const lines: string[][] = [[]];
    for (const [index, value] of values.entries())
      if (value === null) lines.push([]);
      else lines.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
    const last = values.at(-1);
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
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}><title>${words}</title>
      ${lines.filter((line) => line.length > 0).map((line) => svg`<polyline points=${(line.length === 1 ? [...line, ...line] : line).join(' ')}></polyline>`)}
      ${values.map((value, index) => (value === null ? svg`<circle cx=${x(index)} cy=${HEIGHT - EDGE} r="2"></circle>` : nothing))}
      ${typeof last === 'number' ? svg`<circle class="last" cx=${x(values.length - 1)} cy=${y(last)} r="2"></circle>` : nothing}</svg>`;
  }
}
