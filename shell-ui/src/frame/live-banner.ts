import { baseStyles, DataWaveElement, type LiveState, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Says when the server cannot be heard, and nothing else: it goes away by itself. */
export class ShellLiveBanner extends DataWaveElement {
  static override properties = { state: { state: true } };
  declare state: LiveState;

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      p { display: flex; align-items: center; justify-content: center; gap: var(--dw-space-2); padding: var(--dw-space-2) var(--dw-space-6); background: var(--dw-warning-soft); color: var(--dw-warning-text); text-align: center; }
      @media (max-width: 640px) { p { padding-inline: var(--dw-space-4); } }
    `,
  ];

  constructor() {
    super();
    this.state = 'connecting';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { live } = this.shell;
    this.state = live.state;
    this.onDisconnect(
      live.onStateChange((state) => {
        if (state === 'live' && this.state === 'behind') this.shell.announce(t('Connected again.'));
        this.state = state;
      }),
    );
  }

  override render(): unknown {
    return html`<div role="status">${
      this.state === 'behind'
        ? html`<p><dw-icon name="cloud-off"></dw-icon><span>${t('What you see may be old; connecting again…')}</span></p>`
        : nothing
    }</div>`;
  }
}
