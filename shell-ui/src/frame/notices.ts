import { baseStyles, DataWaveElement, type Notice, t } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

const SHOWN_MS = 6000;

interface ShownNotice extends Notice {
  readonly id: number;
}

/** Short messages in a corner; each goes away by itself and is read out by screen readers. */
export class ShellNotices extends DataWaveElement {
  static override properties = { notices: { state: true } };
  declare notices: readonly ShownNotice[];
  #last = 0;

  static override styles = [
    baseStyles,
    css`
      :host { position: fixed; inset-block-end: 0; inset-inline-end: 0; z-index: 50; display: block; padding: var(--dw-space-4); pointer-events: none; }
      ol { display: grid; gap: var(--dw-space-2); }
      li { pointer-events: auto; display: flex; align-items: center; gap: var(--dw-space-3); width: min(24rem, calc(100vw - 2rem)); padding-block: var(--dw-space-3); padding-inline: var(--dw-space-4) var(--dw-space-2); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); animation: rise var(--dw-speed) ease-out; }
      li span { flex: 1; min-width: 0; overflow-wrap: anywhere; }
      .success > dw-icon { color: var(--dw-success-text); }
      .warning > dw-icon { color: var(--dw-warning-text); }
      .danger > dw-icon { color: var(--dw-danger-text); }
      .info > dw-icon, .neutral > dw-icon { color: var(--dw-info-text); }
      @keyframes rise { from { opacity: 0; transform: translateY(0.5rem); } }
    `,
  ];

  constructor() {
    super();
    this.notices = [];
  }

  show(notice: Notice): void {
    this.#last += 1;
    const id = this.#last;
    this.notices = [...this.notices.slice(-3), { ...notice, id }];
    setTimeout(() => this.#remove(id), SHOWN_MS);
  }

  #remove(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  override render(): unknown {
    const icons = {
      neutral: 'info',
      info: 'info',
      success: 'success',
      warning: 'warning',
      danger: 'error',
    } as const;
    return html`<ol role="list" aria-live="polite" aria-label=${t('Messages')}>${repeat(
      this.notices,
      (notice) => notice.id,
      (notice) => html`
      <li class=${notice.tone ?? 'info'}><dw-icon name=${icons[notice.tone ?? 'info']}></dw-icon><span>${notice.message}</span>
        <dw-button variant="quiet" size="small" icon="close" label=${t('Dismiss')} @click=${() => this.#remove(notice.id)}></dw-button></li>`,
    )}</ol>`;
  }
}
