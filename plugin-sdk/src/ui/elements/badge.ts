import { css, html, LitElement, nothing } from 'lit';
import type { Severity } from '../../governance/framework.ts';
import type { Sensitivity } from '../../governance/info-types.ts';
import { t } from '../i18n/translate.ts';
import type { Tone } from '../shell-context.ts';
import { sensitivityTone, sensitivityWord, severityTone, severityWord } from '../words.ts';

const badgeStyles = css`
  :host { display: inline-flex; max-width: 100%; vertical-align: middle; }
  .badge {
    display: inline-flex; align-items: center; gap: 0.35rem; min-width: 0; padding: calc(0.1rem - 1px) calc(0.5rem - 1px); border: 1px solid transparent; border-radius: var(--dw-radius-full);
    font-size: var(--dw-font-size-xs); font-weight: 560; line-height: 1.45; white-space: nowrap;
    background: var(--dw-neutral-soft); color: var(--dw-neutral-text);
  }
  .text { overflow: hidden; text-overflow: ellipsis; }
  .dot { flex: none; width: 0.4rem; height: 0.4rem; border-radius: 50%; background: var(--dw-neutral-fill); }
  .info { background: var(--dw-info-soft); color: var(--dw-info-text); }
  .info .dot { background: var(--dw-info-fill); }
  .success { background: var(--dw-success-soft); color: var(--dw-success-text); }
  .success .dot { background: var(--dw-success-fill); }
  .warning { background: var(--dw-warning-soft); color: var(--dw-warning-text); }
  .warning .dot { background: var(--dw-warning-fill); }
  .danger { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
  .danger .dot { background: var(--dw-danger-fill); }
  .live .dot { animation: pulse 1.4s ease-in-out infinite; }
  @keyframes pulse { 50% { opacity: 0.25; } }
  @media (prefers-reduced-motion: reduce) { .live .dot { animation: none; } }
`;

/** `<dw-badge tone="success">Active</dw-badge>`: a state in a word. @public */
export class DwBadge extends LitElement {
  static override properties = { tone: { type: String }, dot: { type: Boolean }, live: { type: Boolean } };
  declare tone: Tone;
  declare dot: boolean;
  /** Lets the dot pulse: something is going on. */
  declare live: boolean;
  static override styles = badgeStyles;

  constructor() {
    super();
    this.tone = 'neutral';
    this.dot = false;
    this.live = false;
  }

  override render(): unknown {
    return html`<span class="badge ${this.tone} ${this.live ? 'live' : ''}">${this.dot || this.live ? html`<span class="dot" aria-hidden="true"></span>` : nothing}<span class="text"><slot></slot></span></span>`;
  }
}

/** `<dw-sensitivity level="restricted">`: how carefully values must be handled. @public */
export class DwSensitivity extends LitElement {
  static override properties = { level: { type: String } };
  declare level: Sensitivity | null;
  static override styles = badgeStyles;

  constructor() {
    super();
    this.level = null;
  }

  override render(): unknown {
    if (this.level === null)
      return html`<span class="badge neutral"><span class="text">${t('none')}</span></span>`;
    return html`<span class="badge ${sensitivityTone(this.level)}"><span class="dot" aria-hidden="true"></span><span class="text">${sensitivityWord(this.level)}</span></span>`;
  }
}

/** `<dw-severity level="high">`: how bad a violation is. @public */
export class DwSeverity extends LitElement {
  static override properties = { level: { type: String } };
  declare level: Severity;
  static override styles = badgeStyles;

  constructor() {
    super();
    this.level = 'low';
  }

  override render(): unknown {
    return html`<span class="badge ${severityTone(this.level)}"><span class="dot" aria-hidden="true"></span><span class="text">${severityWord(this.level)}</span></span>`;
  }
}
