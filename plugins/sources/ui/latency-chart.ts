import { baseStyles, DataWaveElement, t } from '@datawave/plugin-sdk/ui';
import { css, html, svg } from 'lit';
import type { ShownHealth } from './api.ts';
import { latencyWords } from './words.ts';

const HEIGHT = 72;
const HOUR_MS = 3_600_000;

/** How long a source's answers took over some hours: a bar for each stretch, red where answers did not come. */
export class SourcesLatencyChart extends DataWaveElement {
  static override properties = { history: { attribute: false } };
  declare history: ShownHealth['history'];

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      .plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--dw-space-2); }
      .scale { display: flex; flex-direction: column; justify-content: space-between; color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); text-align: end; line-height: 1; }
      svg { display: block; width: 100%; height: 4.5rem; border-bottom: 1px solid var(--dw-border); }
      rect.answers { fill: var(--dw-accent); opacity: 0.35; }
      rect.usual { fill: var(--dw-accent); }
      rect.failed { fill: var(--dw-danger-fill); }
      .axis { grid-column: 2; display: flex; justify-content: space-between; margin-top: var(--dw-space-1); color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); }
    `,
  ];

  override render(): unknown {
    const { hours, series, checks, failures, latency } = this.history;
    const now = Date.now();
    const begin = now - hours * HOUR_MS;
    const most = Math.max(1, ...series.map(({ p95 }) => p95 ?? 0));
    const width = 100 / 96;
    const words = t(
      '{n, plural, one {# check} other {# checks}} in {hours, number} hours, {failures, number} without an answer. Half of the answers within {half}, 95 % within {most}.',
      { n: checks, hours, failures, half: latencyWords(latency.p50), most: latencyWords(latency.p95) },
    );
    const bar = (kind: string, x: number, value: number) => {
      const height = Math.max(1.5, (value / most) * (HEIGHT - 4));
      return svg`<rect class=${kind} x="${x}%" y=${HEIGHT - height} width="${width * 0.8}%" height=${height}></rect>`;
    };
    return html`<div class="plot">
      <div class="scale" aria-hidden="true"><span>${latencyWords(most)}</span><span>0</span></div>
      <svg role="img" aria-label=${words} viewBox="0 0 1000 ${HEIGHT}" preserveAspectRatio="none"><title>${words}</title>
        ${series.map((point) => {
          const x = Math.max(
            0,
            Math.min(100 - width, ((Date.parse(point.at) - begin) / (now - begin)) * 100),
          );
          return svg`${point.p95 === null ? '' : bar('answers', x, point.p95)}${point.p50 === null ? '' : bar('usual', x, point.p50)}${point.failures === 0 ? '' : bar('failed', x, most * 0.12)}`;
        })}</svg>
      <div class="axis" aria-hidden="true"><span>${t('{n, plural, one {# hour ago} other {# hours ago}}', { n: hours })}</span><span>${t('now')}</span></div></div>`;
  }
}
