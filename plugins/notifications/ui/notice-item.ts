import { formatNumber, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { iconOf, type ShownNotice, titleOf, toneOf } from './api.ts';

/** What can be done with a notification. */
export interface NoticeActions {
  /** Its link was followed. */
  opened(notice: ShownNotice): void;
  mark(notice: ShownNotice, isRead: boolean): void;
  dismiss(notice: ShownNotice): void;
}

export const noticeStyles = css`
  .notices { display: grid; grid-template-columns: minmax(0, 1fr); }
  .notice { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--dw-space-3); align-items: start; padding: var(--dw-space-3) var(--dw-space-4); }
  .notice:hover { background: var(--dw-surface-2); }
  .notice > dw-icon { margin-block-start: 0.125rem; color: var(--dw-info-text); }
  .notice.success > dw-icon { color: var(--dw-success-text); }
  .notice.warning > dw-icon { color: var(--dw-warning-text); }
  .notice.danger > dw-icon { color: var(--dw-danger-text); }
  .notice .what { display: block; color: var(--dw-text); overflow-wrap: anywhere; }
  .notice.unread .what { font-weight: 600; }
  .notice .when { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .notice.unread::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: 0; width: 3px; background: var(--dw-accent); }
  .notice .do { display: flex; }
  .day { padding: var(--dw-space-3) var(--dw-space-4) var(--dw-space-1); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 560; }
`;

/** One notification as an item of a list. */
export function noticeItem(notice: ShownNotice, actions: NoticeActions): unknown {
  const title = titleOf(notice);
  const { isRead, href, times } = notice;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Delete') return;
    event.preventDefault();
    actions.dismiss(notice);
  };
  return html`<li class="notice ${toneOf(notice.tone)} ${isRead ? '' : 'unread'}" @keydown=${onKey}>
    <dw-icon name=${iconOf(notice.tone)}></dw-icon>
    <div>${
      href === null
        ? html`<span class="what">${title}</span>`
        : html`<a class="what" data-notice href=${href} @click=${() => actions.opened(notice)}>${title}</a>`
    }
      <span class="when">${isRead ? nothing : html`<span class="visually-hidden">${t('Unread')}</span>`}<dw-time at=${notice.at}></dw-time>${
        times > 1 ? html`<span>${t('{n} times', { n: formatNumber(times) })}</span>` : nothing
      }</span></div>
    <div class="do">
      <dw-button size="small" variant="quiet" icon=${isRead ? 'bell' : 'check'} label=${isRead ? t('Mark “{title}” unread', { title }) : t('Mark “{title}” read', { title })} @click=${() => actions.mark(notice, !isRead)}></dw-button>
      <dw-button size="small" variant="quiet" icon="close" label=${t('Put “{title}” away', { title })} @click=${() => actions.dismiss(notice)}></dw-button></div></li>`;
}
