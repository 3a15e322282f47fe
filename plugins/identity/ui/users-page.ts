import {
  baseStyles,
  choiceOf,
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
import { css, html, nothing } from 'lit';
import { type Account, STATE_TITLES, STATE_TONES } from './api.ts';
import { peopleTabs, tabStyles } from './tabs.ts';

const STATES = [
  ['active', 'Active'],
  ['locked', 'Locked'],
  ['deactivated', 'Deactivated'],
] as const;

/** Who has an account: found by words and state, with the way to add somebody. */
export class IdentityUsersPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #accounts = new PagedList<Account>(this, () => ({ path: '/users', query: this.#chosen() }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    tabStyles,
    css`
      identity-new-user { display: block; margin-bottom: var(--dw-space-4); }
    `,
  ];

  #chosen(): { readonly q: string; readonly state: string } {
    const { query } = this.page;
    return { q: query.get('q') ?? '', state: query.get('state') ?? '' };
  }

  /** `add` opens what adds somebody, so that a link leads there. */
  #choose(change: { readonly q?: string; readonly state?: string; readonly add?: string }): void {
    this.shell.navigate(withQuery('/users', { ...this.#chosen(), ...change }), { replace: true });
  }

  override render(): unknown {
    const isAdding = this.page.query.has('add') && this.shell.may('users:write');
    const toggle = (): void => this.#choose(isAdding ? {} : { add: '1' });
    const { q, state } = this.#chosen();
    return html`<dw-page-header heading="People"><p slot="sub">Who may sign in, and in which groups they are.</p>
        ${this.shell.may('users:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${isAdding ? 'true' : 'false'} @click=${toggle}>Add somebody</dw-button>` : nothing}
      </dw-page-header>
      ${peopleTabs('/users', (permission) => this.shell.may(permission))}
      ${isAdding ? html`<identity-new-user @dw-added=${() => void this.#accounts.reload()} @dw-done=${toggle}></identity-new-user>` : nothing}
      <div class="filters" role="search" aria-label="Filter accounts">
        ${this.#search.view(q, 'Name or e-mail')}
        ${choiceOf({ label: 'State', any: 'Any state', value: state, options: STATES, choose: (chosen) => this.#choose({ state: chosen }) })}
      </div>
      <dw-card flush>${this.#accounts.view({ ready: (accounts) => this.#list(accounts, q !== '' || state !== '') })}</dw-card>`;
  }

  #list(accounts: readonly Account[], isNarrowed: boolean): unknown {
    if (accounts.length === 0)
      return isNarrowed
        ? html`<dw-empty icon="search" heading="Nobody fits">Try other words, or any state.</dw-empty>`
        : html`<dw-empty icon="user" heading="Nobody yet">Add somebody, or connect a directory.</dw-empty>`;
    return tableOf<Account>({
      label: 'Accounts',
      rows: accounts,
      key: ({ id }) => id,
      href: ({ id }) => `/users/${encodeURIComponent(id)}`,
      columns: [
        {
          key: 'name',
          title: 'Name',
          cell: ({ displayName, username }) =>
            html`${displayName}<br><span class="muted small">${username}</span>`,
        },
        { key: 'email', title: 'E-mail', cell: ({ email }) => email ?? '', wide: true },
        {
          key: 'state',
          title: 'State',
          cell: ({ state }) =>
            html`<dw-badge tone=${STATE_TONES[state]} dot>${STATE_TITLES[state]}</dw-badge>`,
        },
        { key: 'roles', title: 'Roles', cell: ({ roles }) => roles.join(', ') },
        {
          key: 'groups',
          title: 'Groups',
          align: 'end',
          cell: ({ groups }) => (groups.length === 0 ? '' : groups.length),
          wide: true,
        },
        {
          key: 'provider',
          title: 'From',
          cell: ({ identities }) => [...new Set(identities.map(({ provider }) => provider))].join(', '),
          wide: true,
        },
      ],
    });
  }
}
