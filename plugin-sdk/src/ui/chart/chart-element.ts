import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  DoughnutController,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { html, LitElement, nothing } from 'lit';
import { followAppearance } from '../follow-appearance.ts';
import { direction } from '../i18n/language.ts';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';
import { chartStyles } from './chart-styles.ts';
import { configOf, tableOf, typeOf } from './config.ts';
import { figureOf, isEmptyChart, labelOf, pointWords, shownSeries, summaryOf } from './figures.ts';
import type { ChartOptions } from './options.ts';
import { DASHES, paintsOf, patternOf } from './palette.ts';

Chart.register(
  ...[LineController, BarController, DoughnutController],
  ...[LineElement, PointElement, BarElement, ArcElement],
  ...[CategoryScale, LinearScale, Filler, Tooltip],
);

type AnyChart = Chart<'line' | 'bar' | 'doughnut', (number | null)[], string>;

/** What a legend entry stands for. */
interface Entry {
  readonly label: string;
  readonly value: string;
  readonly color: (paints: ReturnType<typeof paintsOf>) => string;
}

/**
 * `<dw-chart>`: figures as a drawing, and as a table for whoever does not see it or wants the numbers. Made by {@link chartOf}.
 * @public
 */
export class DwChart extends LitElement {
  static override properties = { options: { attribute: false }, showsTable: { state: true } };
  /** Null until it is given. */
  declare options: ChartOptions | null;
  declare showsTable: boolean;
  static override styles = [baseStyles, chartStyles];
  #chart: AnyChart | null = null;
  #stop: (() => void) | null = null;
  /** The point that the keyboard stands on. */
  #at: { index: number; series: number } | null = null;
  #said = '';

  constructor() {
    super();
    this.options = null;
    this.showsTable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const stillness = matchMedia('(prefers-reduced-motion: reduce)');
    const redraw = (): void => this.requestUpdate();
    stillness.addEventListener('change', redraw);
    const stop = followAppearance(redraw);
    this.#stop = () => {
      stop();
      stillness.removeEventListener('change', redraw);
    };
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
    this.#destroy();
  }

  #destroy(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }

  override render(): unknown {
    const { options } = this;
    if (options === null) return nothing;
    if (isEmptyChart(options))
      return options.kind === 'sparkline'
        ? html`<span class="muted">–</span>`
        : html`<dw-empty icon="activity" heading=${options.empty ?? t('No figures yet')}></dw-empty>`;
    const height = `block-size:${options.height ?? (options.kind === 'sparkline' ? 32 : 240)}px`;
    const name = `${options.label}: ${summaryOf(options)}`;
    if (options.kind === 'sparkline')
      return html`<div class="area" role="img" aria-label=${name} .style=${height}><canvas aria-hidden="true"></canvas></div>`;
    return html`<figure class=${options.kind}>
      <div class="drawing" ?hidden=${this.showsTable}>
        <div class="area" tabindex="0" role="group" aria-roledescription=${t('chart')} aria-label=${name} aria-describedby="how" .style=${height}
          @keydown=${this.#keyed} @blur=${this.#left}><canvas aria-hidden="true"></canvas></div>
        ${this.#legend(options)}
        <p id="how" hidden>${t('Arrow keys step over the points.')}</p>
      </div>
      <div class=${this.showsTable ? 'table' : 'visually-hidden'}>${this.#table(options)}</div>
      <figcaption><dw-button size="small" variant="quiet" icon=${this.showsTable ? 'activity' : 'table'} pressed=${String(this.showsTable)} @click=${this.#toggle}>${t('Show as table')}</dw-button></figcaption>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#said}</div>
    </figure>`;
  }

  #table(options: ChartOptions): unknown {
    const [head = [], ...rows] = tableOf(options);
    return html`<table><caption class="visually-hidden">${options.label}</caption>
      <thead><tr>${head.map((title, index) => html`<th scope="col" class=${index === 0 ? '' : 'end'}>${title === '' ? html`<span class="visually-hidden">${t('Label')}</span>` : title}</th>`)}</tr></thead>
      <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td class="end">${cell}</td>`)}</tr>`)}</tbody></table>`;
  }

  #entries(options: ChartOptions): readonly Entry[] {
    const shown = shownSeries(options);
    if (options.kind === 'doughnut')
      return options.labels.map((label, index) => ({
        label: labelOf(label),
        value: figureOf(options, shown[0]?.values[index]),
        color: (paints) => paints.color(index, options.tones?.[index]),
      }));
    if (shown.length < 2) return [];
    return shown.map(({ label, tone }, index) => ({
      label,
      value: '',
      color: (paints) => paints.color(index, tone),
    }));
  }

  // The table says the same to screen readers.
  #legend(options: ChartOptions): unknown {
    const entries = this.#entries(options);
    return entries.length === 0
      ? nothing
      : html`<ul class="legend" role="list" aria-hidden="true">${entries.map(
          ({ label, value }) =>
            html`<li><canvas class="swatch" width="28" height="28"></canvas><span>${label}</span>${value === '' ? nothing : html`<span class="value number">${value}</span>`}</li>`,
        )}</ul>`;
  }

  protected override updated(): void {
    const { options } = this;
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('.area canvas');
    if (options === null || canvas === null || !this.isConnected) {
      this.#destroy();
      return;
    }
    const paints = paintsOf(this);
    const config = configOf(options, paints, {
      isRightToLeft: direction() === 'rtl',
      isStill: options.kind === 'sparkline' || matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    if (this.#chart !== null && (this.#chart.canvas !== canvas || this.#drawn !== typeOf(options)))
      this.#destroy();
    if (this.#chart === null) {
      this.#chart = new Chart(canvas, config);
      this.#drawn = typeOf(options);
    } else {
      this.#chart.data = config.data;
      if (config.options !== undefined) this.#chart.options = config.options;
      this.#chart.update('none');
    }
    this.#swatches(options, paints);
  }

  #drawn = '';

  #swatches(options: ChartOptions, paints: ReturnType<typeof paintsOf>): void {
    const entries = this.#entries(options);
    for (const [index, swatch] of this.renderRoot
      .querySelectorAll<HTMLCanvasElement>('canvas.swatch')
      .entries()) {
      const context = swatch.getContext('2d');
      const color = entries[index]?.color(paints);
      if (context === null || color === undefined) continue;
      context.reset();
      if (typeOf(options) === 'line') {
        context.strokeStyle = color;
        context.lineWidth = 4;
        context.setLineDash((DASHES[index % DASHES.length] ?? []).map((length) => length * 1.5));
        context.beginPath();
        context.moveTo(0, 14);
        context.lineTo(28, 14);
        context.stroke();
      } else {
        context.fillStyle = patternOf(color, paints.surface, index);
        context.fillRect(2, 2, 24, 24);
      }
    }
  }

  readonly #toggle = (): void => {
    this.showsTable = !this.showsTable;
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const { options } = this;
    if (options === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const places = options.labels.length;
    const series = shownSeries(options).length;
    const forward = direction() === 'rtl' ? -1 : 1;
    const { index, series: row } = this.#at ?? { index: -forward, series: 0 };
    const first = this.#at === null;
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [first ? 0 : index + forward, row],
      ArrowLeft: [first ? places - 1 : index - forward, row],
      ArrowDown: [Math.max(0, index), row + 1],
      ArrowUp: [Math.max(0, index), row - 1],
      Home: [0, row],
      End: [places - 1, row],
    };
    if (event.key === 'Enter' && this.#at !== null) {
      options.onChoose?.(this.#at);
      return;
    }
    if (event.key === 'Escape') {
      this.#left();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
    this.#show(within(step[0], places), within(step[1], series));
  };

  #show(index: number, series: number): void {
    const { options } = this;
    const chart = this.#chart;
    if (options === null || chart === null) return;
    this.#at = { index, series };
    const active = [{ datasetIndex: series, index }];
    const point = chart.getDatasetMeta(series).data[index]?.tooltipPosition(true) ?? { x: 0, y: 0 };
    chart.setActiveElements(active);
    chart.tooltip?.setActiveElements(active, { x: point.x ?? 0, y: point.y ?? 0 });
    chart.draw();
    this.#said = pointWords(options, index, series);
    this.requestUpdate();
  }

  readonly #left = (): void => {
    this.#at = null;
    this.#chart?.setActiveElements([]);
    this.#chart?.tooltip?.setActiveElements([], { x: 0, y: 0 });
    this.#chart?.draw();
  };
}
