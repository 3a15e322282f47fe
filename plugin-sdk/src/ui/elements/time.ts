import { css, html, LitElement } from 'lit';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `just now`, `3 minutes ago`. @public */
export function formatRelative(time: Date, now = new Date()): string {
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 45) return 'just now';
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(Math.sign(seconds), 'minute');
}

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
    return html`<time datetime=${this.at} title=${exact.format(time)}>${formatRelative(time)}</time>`;
  }
}
