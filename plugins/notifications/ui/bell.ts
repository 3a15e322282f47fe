import { baseStyles, DataWaveElement, formatNumber, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { NotificationsPanel } from './panel.ts';

/** The server counts no further. */
const MOST_COUNTED = 100;

/** The bell above every page: how many notifications are unread, and the latest of them in a panel. */
export class NotificationsBell extends DataWaveElement {
  static override properties = { isOpen: { state: true } };
  declare isOpen: boolean;
  #last: number | null = null;
  #count = new Resource(
    this,
    () => 'count',
    async (_, signal) => {
      const { unread } = await this.shell.api.get<{ readonly unread: number }>('/notifications/count', {
        signal,
      });
      this.#announce(unread);
      return unread;
    },
    { follows: ['notifications', 'session'] },
  );

  static override styles = [
    baseStyles,
    css`
      :host { position: relative; display: block; }
      .bell { position: relative; display: grid; place-items: center; width: var(--dw-control); height: var(--dw-control); padding: 0; border: 0; border-radius: var(--dw-radius); background: none; color: var(--dw-text-muted); cursor: pointer; }
      .bell:hover, .bell[aria-expanded='true'] { background: var(--dw-surface-3); color: var(--dw-text); }
      .count { position: absolute; inset-block-start: 0.0625rem; inset-inline-end: -0.125rem; display: grid; place-items: center; min-width: 1.125rem; height: 1.125rem; padding-inline: 0.1875rem; border: 2px solid var(--dw-canvas); border-radius: var(--dw-radius-full); background: var(--dw-accent); color: var(--dw-on-accent); box-sizing: border-box; font-size: 0.625rem; font-weight: 650; line-height: 1; font-variant-numeric: tabular-nums; }
      .panel { position: absolute; inset-block-start: calc(100% + 0.375rem); inset-inline-end: 0; z-index: 30; display: flex; flex-direction: column; width: 26rem; max-height: min(36rem, calc(100dvh - 5rem)); overflow: hidden; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); }
      .panel:focus { outline: none; }
      notifications-panel { min-height: 0; flex: 0 1 auto; }
      @media (max-width: 860px) { .bell { width: 2.5rem; height: 2.5rem; } .count { inset-block-start: 0.125rem; inset-inline-end: 0.125rem; } }
      @media (max-width: 640px) { .panel { position: fixed; inset-block-start: 3.75rem; inset-inline: 0.5rem; width: auto; max-height: calc(100dvh - 4.5rem); } }
    `,
  ];

  constructor() {
    super();
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(document, 'click', (event) => {
      if (!event.composedPath().includes(this)) this.isOpen = false;
    });
    this.listen(this, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || !this.isOpen) return;
      event.stopPropagation();
      this.#close();
      this.renderRoot.querySelector<HTMLElement>('.bell')?.focus();
    });
    this.listen(this, 'focusout', (event) => {
      const next = event instanceof FocusEvent ? event.relatedTarget : null;
      if (next instanceof Node && next !== this && !this.contains(next)) this.isOpen = false;
    });
  }

  /** Says aloud what is new, not what was there when the page was opened. */
  #announce(unread: number): void {
    const news = this.#last === null ? 0 : unread - this.#last;
    this.#last = unread;
    if (news > 0)
      this.shell.announce(
        t('{n, plural, one {# new notification} other {# new notifications}}', { n: news }),
      );
  }

  readonly #close = (): void => {
    this.isOpen = false;
  };

  readonly #move = (event: KeyboardEvent): void =>
    this.renderRoot.querySelector<NotificationsPanel>('notifications-panel')?.move(event);

  readonly #toggle = async (): Promise<void> => {
    this.isOpen = !this.isOpen;
    await this.updateComplete;
    if (this.isOpen) this.renderRoot.querySelector<HTMLElement>('.panel')?.focus();
  };

  override render(): unknown {
    const unread = this.#count.value ?? 0;
    const shown = unread >= MOST_COUNTED ? `${formatNumber(MOST_COUNTED - 1)}+` : formatNumber(unread);
    const label =
      unread === 0
        ? t('Notifications')
        : t('Notifications: {n, plural, one {# unread} other {# unread}}', { n: unread });
    return html`<button class="bell" type="button" aria-haspopup="dialog" aria-expanded=${this.isOpen} aria-label=${label} title=${t('Notifications')} @click=${this.#toggle}>
        <dw-icon name="bell"></dw-icon>${unread === 0 ? nothing : html`<span class="count" aria-hidden="true">${shown}</span>`}</button>
      ${
        this.isOpen
          ? html`<div class="panel" role="dialog" aria-label=${t('Notifications')} tabindex="-1" @keydown=${this.#move}><notifications-panel @dw-close=${this.#close}></notifications-panel></div>`
          : nothing
      }`;
  }
}
