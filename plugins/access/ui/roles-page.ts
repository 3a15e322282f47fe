import {
  baseStyles,
  count,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  SearchBox,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Role, roleHref } from './api.ts';
import { accessStyles } from './styles.ts';
import { tabsOf } from './tabs.ts';

/** Where a role comes from. */
export const originOf = ({ isBuiltIn, everywhere }: Pick<Role, 'isBuiltIn' | 'everywhere'>): unknown =>
  isBuiltIn
    ? html`<dw-badge>built in</dw-badge>`
    : everywhere
      ? html`<dw-badge tone="info">every workspace</dw-badge>`
      : html`<dw-badge tone="success">this workspace</dw-badge>`;

const grantWords = ({ permissions }: Role): string =>
  permissions.includes('*')
    ? 'everything'
    : permissions.length === 0
      ? 'nothing itself'
      : count(permissions.length, 'permission');

/** Roles that can be held in the workspace. */
export class AccessRolesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) =>
    this.shell.navigate(withQuery('/access', { q }), { replace: true }),
  );
  #roles = new PagedList<Role>(this, () => ({ path: '/roles', query: { q: this.page.query.get('q') } }));

  static override styles = [baseStyles, layoutStyles, formStyles, filterStyles, accessStyles];

  override render(): unknown {
    return html`<dw-page-header heading="Access"><p slot="sub">Who may do what. Roles grant, policies allow or deny by what a thing is like, and a policy that denies wins.</p>
        ${this.shell.may('roles:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/access/roles/new">Add role</dw-button>` : nothing}</dw-page-header>
      ${tabsOf(this.shell, '/access')}
      <div class="filters" role="search" aria-label="Filter roles">${this.#search.view(this.page.query.get('q') ?? '', 'Key or name')}</div>
      <dw-card flush>${this.#roles.view({ ready: (roles) => this.#list(roles) })}</dw-card>`;
  }

  #list(roles: readonly Role[]): unknown {
    if (roles.length === 0)
      return html`<dw-empty icon="search" heading="No role fits">Try another word.</dw-empty>`;
    return tableOf<Role>({
      label: 'Roles',
      rows: roles,
      key: ({ id }) => id,
      href: ({ id }) => roleHref(id),
      columns: [
        { key: 'title', title: 'Role', cell: ({ title }) => title },
        { key: 'key', title: 'Key', cell: ({ key }) => html`<code>${key}</code>` },
        { key: 'origin', title: '', cell: originOf },
        {
          key: 'description',
          title: 'For',
          grows: true,
          cell: ({ description }) => html`<span class="muted small">${description}</span>`,
        },
        {
          key: 'grants',
          title: 'Grants',
          cell: (role) => html`<span class="number">${grantWords(role).replace(' ', '\u00a0')}</span>`,
        },
        { key: 'inherits', title: 'Inherits', wide: true, cell: ({ inherits }) => inherits.join(', ') },
      ],
    });
  }
}
