import { t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Looks of {@link peopleTabs}. */
export const tabStyles = css`
  .tabs { display: flex; gap: var(--dw-space-5); margin-bottom: var(--dw-space-4); border-bottom: 1px solid var(--dw-border); overflow-x: auto; scrollbar-width: none; }
  .tabs a { padding: var(--dw-space-2) 0; margin-bottom: -1px; border-bottom: 2px solid transparent; border-radius: 0; color: var(--dw-text-muted); font-weight: 550; white-space: nowrap; }
  .tabs a:hover { text-decoration: none; color: var(--dw-text); }
  .tabs a[aria-current] { border-color: var(--dw-accent); color: var(--dw-text); }
  .tabs a:focus-visible { outline-offset: -2px; }
`;

const tabs = () =>
  [
    { path: '/users', title: t('Accounts'), permission: 'users:read' },
    { path: '/users/groups', title: t('Groups'), permission: 'users:read' },
    { path: '/users/tokens', title: t('API tokens'), permission: 'api-tokens:manage' },
  ] as const;

/** The way between the lists of accounts, groups and tokens, as far as whoever is signed in may see them. */
export const peopleTabs = (path: string, may: (permission: string) => boolean): unknown =>
  html`<nav class="tabs" aria-label=${t('People')}>${tabs().map((tab) =>
    may(tab.permission)
      ? html`<a href=${tab.path} aria-current=${tab.path === path ? 'page' : nothing}>${tab.title}</a>`
      : nothing,
  )}</nav>`;
