import type { ShellContext } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

const TABS = [
  ['/access', 'Roles', 'roles:read'],
  ['/access/assignments', 'Who holds them', 'roles:read'],
  ['/access/policies', 'Policies', 'access-policies:read'],
  ['/elevations', 'Elevation', 'elevations:read'],
  ['/access/test', 'Test', 'access:test'],
] as const;

/** The way between the pages of access: those that the user may see, where there are several. */
export function tabsOf(shell: ShellContext, current: (typeof TABS)[number][0]): unknown {
  const tabs = TABS.filter(([, , permission]) => shell.may(permission));
  return tabs.length < 2
    ? nothing
    : html`<nav class="tabs" aria-label="Access">${tabs.map(([path, title]) => html`<a href=${path} aria-current=${path === current ? 'page' : nothing}>${title}</a>`)}</nav>`;
}
