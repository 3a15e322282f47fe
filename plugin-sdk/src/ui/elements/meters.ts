import { css, html, LitElement, nothing, svg } from 'lit';
import { formatConfidence, formatNumber } from '../i18n/numbers.ts';
import { t } from '../i18n/translate.ts';
import type { Tone } from '../shell-context.ts';
import { baseStyles } from '../styles/base.ts';

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;

const barStyles = css`
  svg { display: block; width: 100%; border-radius: 999px; background: var(--dw-track); }
  rect { fill: var(--dw-accent); transition: width 300ms ease-out; }
  rect.neutral { fill: var(--dw-neutral-fill); }
  rect.info { fill: var(--dw-info-fill); }
  rect.success { fill: var(--dw-success-fill); }
  rect.warning { fill: var(--dw-warning-fill); }
  rect.danger { fill: var(--dw-danger-fill); }
`;

/** `<dw-confidence value="0.97">`: the probability of a verdict as a calm bar and a number. @public */
export class DwConfidence extends LitElement {
  static override properties = { value: { type: Number } };
  declare value: number;
  static override styles = [
    baseStyles,
    barStyles,
    css`
      :host { display: inline-block; }
      .meter { display: inline-flex; align-items: center; gap: var(--dw-space-2); }
      svg { width: 3.5rem; height: 0.3125rem; }
      rect { fill: color-mix(in srgb, var(--dw-accent) 75%, var(--dw-neutral-fill)); }
      .number { min-width: 2.1em; font-size: var(--dw-font-size-s); }
    `,
  ];

  constructor() {
    super();
    this.value = 0;
  }

  override render(): unknown {
    return html`<span class="meter"><svg aria-hidden="true" height="5"><rect height="100%" width=${percent(this.value)}></rect></svg>
      <span class="number"><span class="visually-hidden">${t('Confidence')} </span>${formatConfidence(this.value)}</span></span>`;
  }
}

/** Progress of something that runs. `value` from 0 to 1; left out while nobody knows. @public */
export class DwProgress extends LitElement {
  static override properties = { value: { type: Number }, label: { type: String }, tone: { type: String } };
  declare value: number | null;
  declare label: string;
  declare tone: Tone | '';
  static override styles = [
    baseStyles,
    barStyles,
    css`
      :host { display: block; }
      svg { height: 0.5rem; }
      rect.unknown { width: 30%; animation: wander 1.6s ease-in-out infinite alternate; }
      @keyframes wander { from { transform: translateX(0); } to { transform: translateX(233%); } }
    `,
  ];

  constructor() {
    super();
    this.value = null;
    this.label = t('Progress');
    this.tone = '';
  }

  override render(): unknown {
    const now = this.value === null ? nothing : Math.round(this.value * 100);
    return html`<div role="progressbar" aria-label=${this.label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${now}>
      <svg aria-hidden="true">${this.value === null ? svg`<rect class="unknown" height="100%"></rect>` : svg`<rect class=${this.tone} height="100%" width=${percent(this.value)}></rect>`}</svg>
    </div>`;
  }
}

/** One bar of a chart. @public */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly tone: Tone;
  readonly href?: string;
  /** Said beside the number: `restricted`. */
  readonly note?: string;
}

/** Horizontal bars with their labels and numbers: a chart that is a list to a screen reader. @public */
export class DwBars extends LitElement {
  static override properties = { bars: { attribute: false }, label: { type: String } };
  declare bars: readonly Bar[];
  declare label: string;
  static override styles = [
    baseStyles,
    barStyles,
    css`
      :host { display: block; container-type: inline-size; }
      ul { display: grid; gap: 0.125rem; }
      .bar { display: grid; grid-template-columns: minmax(7rem, 11.5rem) minmax(0, 1fr) 2.75rem; align-items: center; gap: var(--dw-space-3); padding: 0.3125rem var(--dw-space-2); margin-inline: calc(-1 * var(--dw-space-2)); border-radius: var(--dw-radius); color: inherit; }
      a.bar:hover { background: var(--dw-surface-2); text-decoration: none; }
      svg { height: 0.5rem; background: transparent; border-radius: 3px; }
      .value { text-align: end; font-weight: 550; }
      @container (max-width: 24rem) { .bar { grid-template-columns: minmax(0, 10.5rem) minmax(0, 1fr) 2.25rem; } }
    `,
  ];

  constructor() {
    super();
    this.bars = [];
    this.label = '';
  }

  override render(): unknown {
    const most = Math.max(1, ...this.bars.map((bar) => bar.value));
    return html`<ul role="list" aria-label=${this.label}>${this.bars.map((bar) => html`<li>${this.#bar(bar, most)}</li>`)}</ul>`;
  }

  #bar(bar: Bar, most: number): unknown {
    const content = html`<span class="truncate" title=${bar.label}>${bar.label}</span>
      <svg aria-hidden="true"><rect class=${bar.tone} height="100%" rx="3" width=${percent(bar.value / most)}></rect></svg>
      <span class="value number">${formatNumber(bar.value)}${bar.note === undefined ? nothing : html`<span class="visually-hidden"> ${bar.note}</span>`}</span>`;
    return bar.href === undefined
      ? html`<span class="bar">${content}</span>`
      : html`<a class="bar" href=${bar.href}>${content}</a>`;
  }
}

/** Parts of a whole as one bar with a legend. @public */
export class DwParts extends LitElement {
  static override properties = { parts: { attribute: false }, label: { type: String } };
  declare parts: readonly Bar[];
  declare label: string;
  static override styles = [
    baseStyles,
    barStyles,
    css`
      :host { display: block; }
      svg { height: 0.75rem; border-radius: 4px; }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: var(--dw-space-1) var(--dw-space-5); margin-top: var(--dw-space-4); }
      li > * { display: flex; align-items: center; gap: var(--dw-space-2); padding: 0.125rem 0; color: inherit; }
      .swatch { flex: none; width: 0.625rem; height: 0.625rem; border-radius: 3px; background: var(--dw-neutral-fill); }
      .swatch.info { background: var(--dw-info-fill); }
      .swatch.success { background: var(--dw-success-fill); }
      .swatch.warning { background: var(--dw-warning-fill); }
      .swatch.danger { background: var(--dw-danger-fill); }
      .value { margin-inline-start: auto; font-weight: 550; }
    `,
  ];

  constructor() {
    super();
    this.parts = [];
    this.label = '';
  }

  override render(): unknown {
    const total = Math.max(
      1,
      this.parts.reduce((sum, part) => sum + part.value, 0),
    );
    let before = 0;
    const rects = this.parts
      .filter((part) => part.value > 0)
      .map((part) => {
        const x = before / total;
        before += part.value;
        return svg`<rect class=${part.tone} height="100%" x=${percent(x)} width=${percent(part.value / total)}></rect>`;
      });
    return html`<svg aria-hidden="true">${rects}</svg><ul role="list" aria-label=${this.label}>${this.parts.map(
      (part) => {
        const content = html`<span class="swatch ${part.tone}" aria-hidden="true"></span><span>${part.label}</span><span class="value number">${part.value}</span>`;
        return html`<li>${part.href === undefined ? html`<span>${content}</span>` : html`<a href=${part.href}>${content}</a>`}</li>`;
      },
    )}</ul>`;
  }
}
