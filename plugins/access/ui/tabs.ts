import { type ShellContext, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

const tabs = () =>
  [
    ['/access', t('Roles'), 'roles:read'],
    ['/access/assignments', t('Who holds them'), 'roles:read'],
    ['/access/policies', t('Policies'), 'access-policies:read'],
    ['/elevations', t('Elevation'), 'elevations:read'],
    ['/access/test', t('Test', {}, 'access'), 'access:test'],
  ] as const;

/** The way between the pages of access: those that the user may see, where there are several. */
export function tabsOf(shell: ShellContext, current: ReturnType<typeof tabs>[number][0]): unknown {
  const seen = tabs().filter(([, , permission]) => shell.may(permission));
  return seen.length < 2
    ? nothing
    : html`<nav class="tabs" aria-label=${t('Access')}>${seen.map(([path, title]) => html`<a href=${path} aria-current=${path === current ? 'page' : nothing}>${title}</a>`)}</nav>`;
}
