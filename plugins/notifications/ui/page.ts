import {
  attempt,
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dismiss, type Inbox, mark, markAll, type Preference, type ShownNotice } from './api.ts';
import { byDay } from './days.ts';
import { type NoticeActions, noticeItem, noticeStyles } from './notice-item.ts';

/** All of one's notifications, by day, which may be narrowed to unread ones and to a topic. */
export class NotificationsPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #notices = new PagedList<ShownNotice, Pick<Inbox, 'unread'>>(
    this,
    () => ({ path: '/notifications', query: { state: this.#chosen('state'), topic: this.#chosen('topic') } }),
    { follows: ['notifications', 'session'] },
  );
  #topics = new Resource(
    this,
    () => 'topics',
    (_, signal) =>
      this.shell.api.get<{ readonly items: readonly Preference[] }>('/notifications/preferences', { signal }),
    { follows: ['plugins'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    noticeStyles,
    css`
      .notice { padding-inline: var(--dw-space-5); }
      .day { padding-inline: var(--dw-space-5); }
      .notices { padding-block-end: var(--dw-space-2); }
      @media (max-width: 640px) { .notice, .day { padding-inline: var(--dw-space-4); } }
    `,
  ];

  #chosen(filter: 'state' | 'topic'): string {
    return this.page?.query.get(filter) ?? '';
  }

  #choose(change: Readonly<Record<string, string>>): void {
    const query = { state: this.#chosen('state'), topic: this.#chosen('topic'), ...change };
    this.shell.navigate(withQuery('/notifications', query), { replace: true });
  }

  async #do(work: () => Promise<void>): Promise<void> {
    await attempt(this.shell, work);
    await this.#notices.reload();
  }

  readonly #actions: NoticeActions = {
    opened: (notice) => {
      if (!notice.isRead) void attempt(this.shell, () => mark(this.shell, notice.id, true));
    },
    mark: (notice, isRead) => void this.#do(() => mark(this.shell, notice.id, isRead)),
    dismiss: (notice) => void this.#do(() => dismiss(this.shell, notice.id)),
  };

  override render(): unknown {
    const unread = this.#notices.page?.unread ?? 0;
    return html`<dw-page-header heading=${t('Notifications')}><p slot="sub">${t('What concerns you, and nobody else.')}</p>
        ${unread === 0 ? nothing : html`<dw-button slot="actions" icon="check" @click=${() => void this.#do(() => markAll(this.shell))}>${t('Mark all read')}</dw-button>`}
        <dw-button slot="actions" variant="quiet" icon="settings" href="/settings/notifications-settings">${t('What you are told of')}</dw-button></dw-page-header>
      ${this.#filters()}<dw-card flush>${this.#notices.view({ ready: (items) => this.#items(items) })}</dw-card>`;
  }

  #filters(): unknown {
    const topics = this.#topics.value?.items ?? [];
    return html`<div class="filters" role="search" aria-label=${t('Narrow the list')}>
      ${choiceOf({
        label: t('State'),
        any: t('All states'),
        value: this.#chosen('state'),
        options: [
          ['unread', t('Unread')],
          ['read', t('Read', {}, 'state')],
        ],
        choose: (state) => this.#choose({ state }),
      })}
      ${choiceOf({
        label: t('Topic'),
        any: t('All topics'),
        value: this.#chosen('topic'),
        options: topics.map(({ id, title }) => [id, t(title)] as const),
        choose: (topic) => this.#choose({ topic }),
      })}</div>`;
  }

  #items(items: readonly ShownNotice[]): unknown {
    if (items.length === 0)
      return this.#chosen('state') === '' && this.#chosen('topic') === ''
        ? html`<dw-empty icon="bell" heading=${t('Nothing new')}>${t('What concerns you is shown here.')}</dw-empty>`
        : html`<dw-empty icon="search" heading=${t('Nothing fits')}>${t('Choose another state or topic.')}</dw-empty>`;
    return byDay(items, ({ at }) => at).map(
      ({ heading, items: own }) =>
        html`<h2 class="day">${heading}</h2><ul role="list" class="notices">${repeat(
          own,
          ({ id }) => id,
          (notice) => noticeItem(notice, this.#actions),
        )}</ul>`,
    );
  }
}
