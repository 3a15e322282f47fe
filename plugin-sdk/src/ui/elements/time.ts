import { css, html, LitElement } from 'lit';
import { formatDateTime, formatRelative } from '../i18n/times.ts';

/** `<dw-time at="2026-01-31T12:00:00Z">`: how long ago, the exact time on hover; kept up to date. @public */
export class DwTime extends LitElement {
  static override properties = { at: { type: String } };
  declare at: string;
  #timer: ReturnType<typeof setInterval> | undefined;
  static override styles = css`:host { white-space: nowrap; }`;

  constructor() {
    super();
    this.at = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 30_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): unknown {
    const time = new Date(this.at);
    if (Number.isNaN(time.getTime())) return html`–`;
    return html`<time datetime=${this.at} title=${formatDateTime(time)}>${formatRelative(time)}</time>`;
  }
}
