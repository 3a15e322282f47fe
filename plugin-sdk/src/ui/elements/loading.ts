import { css, html, LitElement } from 'lit';
import { t } from '../i18n/translate.ts';
import { baseStyles } from '../styles/base.ts';

/** In what shape something is awaited. @public */
export type LoadingShape = 'lines' | 'table' | 'cards' | 'facts' | 'chart';

/**
 * Grey shapes where content will be, as big as it will be, so that nothing jumps. They appear only after a moment, so that what is fast
 * does not flicker. `lines` is how many of them there are.
 * @public
 */
export class DwLoading extends LitElement {
  static override properties = { lines: { type: Number }, shape: { type: String, reflect: true } };
  declare lines: number;
  declare shape: LoadingShape;
  static override styles = [
    baseStyles,
    css`
      :host { display: block; padding: var(--dw-space-4) 0; animation: appear 200ms 150ms both; }
      :host([shape='table']), :host([shape='cards']) { padding: 0; }
      .grey { border-radius: var(--dw-radius-s); background: var(--dw-surface-3); animation: breathe 1.4s ease-in-out infinite; }
      .line { height: 0.875rem; margin-bottom: var(--dw-space-3); }
      .line:nth-child(3n) { width: 72%; }
      .line:nth-child(3n + 1) { width: 94%; }
      .line:nth-child(3n + 2) { width: 84%; }
      .row { display: grid; grid-template-columns: 3fr 1fr 1fr; align-items: center; gap: var(--dw-space-5); padding: var(--dw-row) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
      .row:last-child { border-bottom: 0; }
      .row .grey { height: 0.875rem; margin-block: 0.3rem; }
      .row:nth-child(odd) .grey:first-child { width: 62%; }
      .row:nth-child(even) .grey:first-child { width: 78%; }
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: var(--dw-space-4); }
      .cards .grey { height: 8rem; border-radius: var(--dw-radius-l); }
      .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: var(--dw-space-4) var(--dw-space-5); }
      .facts .grey:first-child { width: 50%; height: 0.75rem; margin-bottom: 0.5rem; }
      .facts .grey { width: 75%; height: 1rem; }
      .chart { display: flex; align-items: flex-end; gap: 4%; height: 10rem; }
      .chart .grey { flex: 1; height: 45%; }
      .chart .grey:nth-child(3n) { height: 90%; }
      .chart .grey:nth-child(4n + 1) { height: 68%; }
      @keyframes appear { from { opacity: 0; } }
      @keyframes breathe { 50% { opacity: 0.45; } }
      @media (forced-colors: active) { .grey { border: 1px solid GrayText; } }
    `,
  ];

  constructor() {
    super();
    this.lines = 4;
    this.shape = 'lines';
  }

  override render(): unknown {
    const times = (one: unknown): unknown => Array.from({ length: this.lines }, () => one);
    const grey = html`<div class="grey"></div>`;
    return html`<div role="status"><span class="visually-hidden">${t('Loading')}</span>${this.#shapes(times, grey)}</div>`;
  }

  #shapes(times: (one: unknown) => unknown, grey: unknown): unknown {
    switch (this.shape) {
      case 'table':
        return html`<div aria-hidden="true">${times(html`<div class="row">${grey}${grey}${grey}</div>`)}</div>`;
      case 'cards':
        return html`<div class="cards" aria-hidden="true">${times(grey)}</div>`;
      case 'facts':
        return html`<div class="facts" aria-hidden="true">${times(html`<div>${grey}${grey}</div>`)}</div>`;
      case 'chart':
        return html`<div class="chart" aria-hidden="true">${times(grey)}</div>`;
      default:
        return times(html`<div class="grey line" aria-hidden="true"></div>`);
    }
  }
}
