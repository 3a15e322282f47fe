import { css, html, LitElement, nothing, svg } from 'lit';
import { baseStyles } from '../styles/base.ts';

const WIDTH = 100;
const HEIGHT = 24;
const EDGE = 2;

/**
 * `<dw-spark .values=${[3, null, 5]} label="Last answers: 3 ms to 5 ms">`: figures over time as a small line, from 0 up; null leaves a
 * gap. `filled` shades what is below it, `marked` shows where it ends and where nothing was. As large as `--dw-spark-width` and
 * `--dw-spark-height`. Its label says it all to a screen reader.
 * @public
 */
export class DwSpark extends LitElement {
  static override properties = {
    values: { attribute: false },
    label: { type: String },
    tone: { type: String },
    filled: { type: Boolean },
    marked: { type: Boolean },
  };
  /** The oldest first. */
  declare values: readonly (number | null)[];
  declare label: string;
  declare tone: '' | 'warning';
  declare filled: boolean;
  declare marked: boolean;

  static override styles = [
    baseStyles,
    css`
      :host { display: inline-block; vertical-align: middle; inline-size: var(--dw-spark-width, 6rem); }
      svg { display: block; inline-size: 100%; block-size: var(--dw-spark-height, 1.375rem); overflow: visible; stroke: var(--dw-accent); }
      svg.warning { stroke: var(--dw-warning-fill); }
      polyline { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
      polygon { fill: var(--dw-accent); stroke: none; opacity: 0.1; }
      .warning polygon { fill: var(--dw-warning-fill); }
      .dot { stroke-width: 4.5; }
      .gone { stroke: var(--dw-danger-fill); }
    `,
  ];

  constructor() {
    super();
    this.values = [];
    this.label = '';
    this.tone = '';
    this.filled = false;
    this.marked = false;
  }

  override render(): unknown {
    const { values } = this;
    if (values.length < 2) return nothing;
    const most = Math.max(1, ...values.map((value) => value ?? 0));
    const x = (index: number): string => ((index * WIDTH) / (values.length - 1)).toFixed(1);
    const y = (value: number): string => (HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE)).toFixed(1);
    const stretches: number[][] = [[]];
    for (const [index, value] of values.entries())
      if (value === null) stretches.push([]);
      else stretches.at(-1)?.push(index);
    const pathOf = (indexes: readonly number[]): string =>
      indexes.map((index) => `${x(index)},${y(values[index] ?? 0)}`).join(' ');
    // A line of no length has round ends whatever the drawing is stretched to.
    const dot = (index: number, kind: string) => {
      const at = `${x(index)},${y(values[index] ?? 0)}`;
      return svg`<polyline class=${kind} points="${at} ${at}"></polyline>`;
    };
    return html`<svg class=${this.tone} role="img" aria-label=${this.label} viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><title>${this.label}</title>
      ${stretches
        .filter((indexes) => indexes.length > 0)
        .map((indexes) => {
          const path = pathOf(indexes);
          const area = `${x(indexes[0] ?? 0)},${HEIGHT} ${path} ${x(indexes.at(-1) ?? 0)},${HEIGHT}`;
          return svg`${this.filled ? svg`<polygon points=${area}></polygon>` : nothing}<polyline points=${indexes.length === 1 ? `${path} ${path}` : path}></polyline>`;
        })}
      ${this.marked ? values.map((value, index) => (value === null ? dot(index, 'dot gone') : index === values.length - 1 ? dot(index, 'dot') : nothing)) : nothing}</svg>`;
  }
}
