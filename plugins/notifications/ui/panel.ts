import { attempt, baseStyles, DataWaveElement, formatRelative, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dismiss, type Inbox, iconOf, mark, markAll, type ShownNotice, toneOf } from './api.ts';
import { byDay } from './days.ts';
import { type NoticeActions, noticeItem, noticeStyles } from './notice-item.ts';

const SHOWN = 30;
const TOASTS_SHOWN = 5;

/** One's latest notifications, the unread first, and the short messages of this tab. Fires `dw-close` when a link was followed. */
export class NotificationsPanel extends DataWaveElement {
  #inbox = new Resource(
    this,
    () => 'latest',
    (_, signal) =>
      this.shell.api.get<Inbox>('/notifications', { query: { limit: SHOWN, unreadFirst: true }, signal }),
    { follows: ['notifications', 'session'] },
  );

  static override styles = [
    baseStyles,
    noticeStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; max-height: inherit; }
      .top { display: flex; align-items: center; gap: var(--dw-space-2); padding-block: var(--dw-space-3); padding-inline: var(--dw-space-4) var(--dw-space-3); border-block-end: 1px solid var(--dw-border); }
      .top h2 { flex: 1; }
      .list { overflow-y: auto; overscroll-behavior: contain; }
      .list:focus { outline: none; }
      .end { display: flex; justify-content: space-between; gap: var(--dw-space-3); padding: var(--dw-space-3) var(--dw-space-4); border-block-start: 1px solid var(--dw-border); }
      dw-loading { display: block; padding: var(--dw-space-4); }
      dw-empty { padding-block: var(--dw-space-5); }
      @media (max-width: 860px) { .end a { padding-block: 0.375rem; } }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.listen(this.shell.notices, 'change', () => this.requestUpdate());
  }

  /** Arrow keys go from one to the next, from wherever in the panel. */
  move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-notice]')];
    const active = this.shadowRoot?.activeElement;
    const at = links.findIndex((link) => link === active || link.closest('li') === active?.closest('li'));
    const next = at < 0 ? links.at(step > 0 ? 0 : -1) : links[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  async #do(work: () => Promise<void>): Promise<void> {
    await attempt(this.shell, work);
    await this.#inbox.reload();
  }

  readonly #actions: NoticeActions = {
    opened: (notice) => {
      // The page that it leads to comes at once; whether the mark could be set is seen in the list.
      if (!notice.isRead) void attempt(this.shell, () => mark(this.shell, notice.id, true));
      this.#close();
    },
    mark: (notice, isRead) => void this.#do(() => mark(this.shell, notice.id, isRead)),
    dismiss: (notice) => void this.#do(() => dismiss(this.shell, notice.id)),
  };

  readonly #close = (): void => void this.dispatchEvent(new Event('dw-close'));

  override render(): unknown {
    const unread = this.#inbox.value?.unread ?? 0;
    return html`<div class="top"><h2>${t('Notifications')}</h2>${
      unread === 0
        ? nothing
        : html`<dw-button size="small" variant="quiet" icon="check" @click=${() => void this.#do(() => markAll(this.shell))}>${t('Mark all read')}</dw-button>`
    }</div>
      <div class="list" tabindex="-1">${this.#toasts()}${this.#inbox.view({
        loading: () => html`<dw-loading lines="4"></dw-loading>`,
        ready: ({ items }) => this.#items(items),
      })}</div>
      <div class="end"><a href="/notifications" @click=${this.#close}>${t('All notifications')}</a><a href="/settings/notifications-settings" @click=${this.#close}>${t('What you are told of')}</a></div>`;
  }

  /** Messages that went by while somebody looked elsewhere. */
  #toasts(): unknown {
    const shown = this.shell.notices.recent.slice(0, TOASTS_SHOWN);
    if (shown.length === 0) return nothing;
    return html`<h3 class="day">${t('Just now')}</h3><ul role="list" class="notices">${repeat(
      shown,
      ({ id }) => id,
      ({
        tone,
        message,
        at,
      }) => html`<li class="notice ${toneOf(tone)}"><dw-icon name=${iconOf(tone)}></dw-icon>
        <div><span class="what">${message}</span><span class="when">${formatRelative(new Date(at))}</span></div></li>`,
    )}</ul>`;
  }

  #items(items: readonly ShownNotice[]): unknown {
    if (items.length === 0)
      return this.shell.notices.recent.length > 0
        ? nothing
        : html`<dw-empty icon="bell" heading=${t('Nothing new')}>${t('What concerns you is shown here.')}</dw-empty>`;
    const unread = items.filter(({ isRead }) => !isRead);
    const days = byDay(
      items.filter(({ isRead }) => isRead),
      ({ at }) => at,
    );
    const list = (own: readonly ShownNotice[]): unknown =>
      html`<ul role="list" class="notices">${repeat(
        own,
        ({ id }) => id,
        (notice) => noticeItem(notice, this.#actions),
      )}</ul>`;
    return html`${unread.length === 0 ? nothing : html`<h3 class="day">${t('Unread')}</h3>${list(unread)}`}${days.map(
      ({ heading, items: own }) => html`<h3 class="day">${heading}</h3>${list(own)}`,
    )}`;
  }
}
