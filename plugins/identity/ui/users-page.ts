import {
  baseStyles,
  DataWaveElement,
  filterStyles,
  forEachSelected,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  SearchBox,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import type { GridBulkAction, GridSelected, GridState } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { type Account, userPath } from './api.ts';
import { askReason, reasonStyles } from './ask-reason.ts';
import { chooseGroup } from './choose-group.ts';
import { loadHeldRoles } from './held-roles.ts';
import { peopleTabs, tabStyles } from './tabs.ts';
import { type AccountRow, accountColumns, accountListStyles } from './user-columns.ts';

/** Accounts that one list holds; of more of them somebody is found by words. */
const MOST = 2_000;

/** Who has an account: found by words, sorted and narrowed, with the way to add somebody. */
export class IdentityUsersPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) => this.#go({ q }));
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #accounts = new Resource(
    this,
    () => this.page.query.get('q') ?? '',
    async (q, signal) => {
      const [accounts, rolesOf] = await Promise.all([
        this.shell.api.all<Account>('/users', { query: { q }, signal, limit: MOST }),
        loadHeldRoles(this.shell, signal),
      ]);
      return accounts.map((account): AccountRow => ({ ...account, held: rolesOf(account) }));
    },
    { follows: ['users', 'roles', 'elevations'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    tabStyles,
    reasonStyles,
    css`
      identity-new-user { display: block; margin-bottom: var(--dw-space-4); }
    `,
  ];

  /** `add` opens what adds somebody, so that a link leads there. */
  #go(change: { readonly q?: string; readonly add?: string }): void {
    const query = new URLSearchParams(this.page.query);
    for (const [name, value] of Object.entries(change))
      if (value === '') query.delete(name);
      else query.set(name, value);
    this.shell.navigate(withQuery('/users', Object.fromEntries(query)), { replace: true });
  }

  override render(): unknown {
    const mayWrite = this.shell.may('users:write');
    const isAdding = this.page.query.has('add') && mayWrite;
    const toggle = (): void => this.#go({ add: isAdding ? '' : '1' });
    return html`<dw-page-header heading=${t('People')}><p slot="sub">${t('Who may sign in, and in which groups they are.')}</p>
        ${mayWrite ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${isAdding ? 'true' : 'false'} @click=${toggle}>${t('Add somebody')}</dw-button>` : nothing}
      </dw-page-header>
      ${peopleTabs('/users', (permission) => this.shell.may(permission))}
      ${isAdding ? html`<identity-new-user @dw-added=${() => void this.#accounts.reload()} @dw-done=${toggle}></identity-new-user>` : nothing}
      <div class="filters" role="search" aria-label=${t('Filter accounts')}>${this.#search.view(this.page.query.get('q') ?? '', t('Name or e-mail'))}</div>
      ${this.#accounts.view({
        ready: (accounts) => this.#list(accounts),
        loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      })}`;
  }

  #list(accounts: readonly AccountRow[]): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="8"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const columns = accountColumns();
        const keep = (state: GridState): void =>
          this.shell.navigate(withQuery('/users', Object.fromEntries(gridQuery(state, this.page.query))), {
            replace: true,
          });
        const isNarrowed = (this.page.query.get('q') ?? '') !== '';
        return html`<dw-card flush>${gridOf<AccountRow>({
          ...{ label: t('Accounts'), columns, rows: accounts, most: MOST, storageKey: 'users' },
          fileName: 'accounts',
          key: ({ id }) => id,
          href: ({ id }) => `/users/${encodeURIComponent(id)}`,
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          bulk: this.#bulk(),
          styles: accountListStyles,
          empty: isNarrowed
            ? { icon: 'search', heading: t('Nobody fits'), text: t('Try other words.') }
            : { icon: 'user', heading: t('Nobody yet'), text: t('Add somebody, or connect a directory.') },
        })}</dw-card>`;
      },
    });
  }

  #bulk(): readonly GridBulkAction<AccountRow>[] {
    type Selected = GridSelected<AccountRow>;
    return [
      ...(this.shell.may('groups:write')
        ? [{ label: t('Add to a group'), icon: 'plus', run: (selected: Selected) => this.#group(selected) }]
        : []),
      ...(this.shell.may('users:write')
        ? [
            {
              label: t('Activate', {}, 'account'),
              icon: 'play',
              run: (one: Selected) => this.#activate(one),
            },
            {
              ...({ label: t('Deactivate', {}, 'account'), icon: 'pause', variant: 'danger' } as const),
              run: (one: Selected) => this.#deactivate(one),
            },
          ]
        : []),
    ];
  }

  async #each(selected: GridSelected<AccountRow>, act: (one: AccountRow) => Promise<unknown>): Promise<void> {
    await forEachSelected(this.shell, selected, act);
    await this.#accounts.reload();
  }

  async #group(selected: GridSelected<AccountRow>): Promise<void> {
    const group = await chooseGroup(this, selected.rows.length);
    if (group === null) return;
    await this.#each(selected, ({ id }) =>
      this.shell.api.put(`/groups/${encodeURIComponent(group)}/members/${encodeURIComponent(id)}`, {}),
    );
  }

  #activate(selected: GridSelected<AccountRow>): Promise<void> {
    return this.#each(selected, ({ id, state }) =>
      state === 'active'
        ? Promise.resolve()
        : this.shell.api.post(`${userPath(id)}/${state === 'locked' ? 'unlock' : 'activate'}`, {}),
    );
  }

  async #deactivate(selected: GridSelected<AccountRow>): Promise<void> {
    const n = selected.rows.length;
    const reason = await askReason(this, {
      heading: t('Deactivate {n, plural, one {# account} other {# accounts}}?', { n }),
      text: t('For who has left: they are signed out and cannot sign in. What belongs to them stays.'),
      action: t('Deactivate', {}, 'account'),
    });
    if (reason === null) return;
    await this.#each(selected, ({ id, state }) =>
      state === 'deactivated'
        ? Promise.resolve()
        : this.shell.api.post(`${userPath(id)}/deactivate`, { reason }),
    );
  }
}
