import {
  baseStyles,
  count,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  SearchBox,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Role, roleHref } from './api.ts';
import { type RoleNode, roleTree } from './role-tree.ts';
import { accessStyles } from './styles.ts';
import { tabsOf } from './tabs.ts';

/** Where a role comes from. */
export const originOf = ({ isBuiltIn, everywhere }: Pick<Role, 'isBuiltIn' | 'everywhere'>): unknown =>
  isBuiltIn
    ? html`<dw-badge>${t('built in')}</dw-badge>`
    : everywhere
      ? html`<dw-badge tone="info">${t('every workspace')}</dw-badge>`
      : html`<dw-badge tone="success">${t('this workspace')}</dw-badge>`;

const grantWords = ({ permissions }: Role): string =>
  permissions.includes('*')
    ? t('everything')
    : permissions.length === 0
      ? t('nothing itself')
      : count(permissions.length, 'permission');

/** Roles that can be held in the workspace, each below the one from which it inherits. */
export class AccessRolesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) =>
    this.shell.navigate(withQuery('/access', { q }), { replace: true }),
  );
  #roles = new Resource(
    this,
    () => 'roles',
    (_, signal) => this.shell.api.all<Role>('/roles', { signal }),
    { follows: ['roles'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    accessStyles,
    css`
      .tree ul { padding-inline-start: var(--dw-space-6); }
      .role { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--dw-space-1) var(--dw-space-4); padding: var(--dw-space-3) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      .role:hover { background: var(--dw-surface-2); }
      .tree > ul { padding: 0; }
      .tree > ul > li:last-child > .role:last-child { border-bottom: 0; }
      .tree ul ul > li { position: relative; }
      .tree ul ul > li::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: 0; width: 2px; background: var(--dw-border); }
      .name { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); }
      .name code { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      a.whole { color: var(--dw-text); font-weight: 550; }
      a.whole:hover { text-decoration: none; }
      a.whole::after { content: ''; position: absolute; inset: 0; }
      .role p { grid-column: 1 / -1; }
      .grants { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); white-space: nowrap; }
      @media (max-width: 640px) { .role { grid-template-columns: minmax(0, 1fr); } .tree ul ul { padding-inline-start: var(--dw-space-4); } }
    `,
  ];

  override render(): unknown {
    return html`<dw-page-header heading=${t('Access')}><p slot="sub">${t('Who may do what. Roles grant, policies allow or deny by what a thing is like, and a policy that denies wins.')}</p>
        ${this.shell.may('roles:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/access/roles/new">${t('Add role')}</dw-button>` : nothing}</dw-page-header>
      ${tabsOf(this.shell, '/access')}
      <div class="filters" role="search" aria-label=${t('Filter roles')}>${this.#search.view(this.page.query.get('q') ?? '', t('Key or name'))}</div>
      <dw-card flush>${this.#roles.view({ ready: (roles) => this.#list(roles) })}</dw-card>`;
  }

  #list(roles: readonly Role[]): unknown {
    const sought = (this.page.query.get('q') ?? '').toLowerCase();
    const fits = ({ key, title }: Role): boolean =>
      `${key} ${title} ${t(title)}`.toLowerCase().includes(sought);
    const tree = roleTree(roles, fits);
    if (tree.length === 0)
      return html`<dw-empty icon="search" kind="filtered" clear="/access" heading=${t('No role fits')}>${t('Try another word.')}</dw-empty>`;
    return html`<nav class="tree" aria-label=${t('Roles')}>${this.#level(tree, roles)}</nav>`;
  }

  #level(nodes: readonly RoleNode[], roles: readonly Role[]): unknown {
    return html`<ul role="list">${nodes.map(
      ({ role, heirs, others }) =>
        html`<li>${this.#role(role, others, roles)}${heirs.length === 0 ? nothing : this.#level(heirs, roles)}</li>`,
    )}</ul>`;
  }

  #role(role: Role, others: readonly string[], roles: readonly Role[]): unknown {
    const titleOf = (key: string): string => t(roles.find((one) => one.key === key)?.title ?? key);
    return html`<div class="role"><span class="name"><a class="whole" href=${roleHref(role.id)}><bdi>${t(role.title)}</bdi></a> <code>${role.key}</code> ${originOf(role)}
        ${others.length === 0 ? nothing : html`<span class="muted small">${t('inherits also from {roles}', { roles: others.map(titleOf).join(', ') })}</span>`}</span>
      <span class="grants">${grantWords(role)}</span>
      ${role.description === '' ? nothing : html`<p class="muted small">${t(role.description)}</p>`}</div>`;
  }
}
