import {
  baseStyles,
  DataWaveElement,
  enterField,
  fieldOf,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  type ProblemError,
  SearchBox,
  saveForm,
  tableOf,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Group, otherFault } from './api.ts';
import { peopleTabs, tabStyles } from './tabs.ts';

const pagePath = (id: string): string => `/users/groups/${encodeURIComponent(id)}`;

/** Groups of accounts: those made here, and those of directories. */
export class IdentityGroupsPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isAdding: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare page: PageLocation;
  declare isAdding: boolean;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  readonly #search = new SearchBox(this, (q) =>
    this.shell.navigate(withQuery('/users/groups', { q }), { replace: true }),
  );
  #groups = new PagedList<Group>(this, () => ({
    path: '/groups',
    query: { q: this.page.query.get('q') },
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    filterStyles,
    formStyles,
    tabStyles,
    css`
      dw-card.add { display: block; margin-bottom: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.isAdding = false;
    this.isSaving = false;
    this.problem = null;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('isAdding') === false && this.isAdding) void enterField(this.renderRoot, '#name');
  }

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const name = String(new FormData(event.target).get('name') ?? '').trim();
    await saveForm(this, async () => {
      const { id } = await this.shell.api.post<Group>('/groups', { name });
      this.shell.navigate(pagePath(id));
    });
  };

  override render(): unknown {
    const toggle = (): void => {
      this.isAdding = !this.isAdding;
    };
    return html`<dw-page-header heading="Groups"><p slot="sub">What a group may do, everybody in it may.</p>
        ${this.shell.may('groups:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${toggle}>Add a group</dw-button>` : nothing}
      </dw-page-header>
      ${peopleTabs('/users/groups', (permission) => this.shell.may(permission))}
      ${this.isAdding ? this.#form(toggle) : nothing}
      <div class="filters" role="search" aria-label="Filter groups">${this.#search.view(this.page.query.get('q') ?? '', 'Name')}</div>
      <dw-card flush>${this.#groups.view({ ready: (groups) => this.#list(groups) })}</dw-card>`;
  }

  #form(cancel: () => void): unknown {
    const fault = otherFault(this.problem);
    return html`<dw-card class="add" heading="Add a group"><form class="stack" @submit=${this.#add}>
      ${fieldOf('name', 'Name', html`<input id="name" name="name" required maxlength="100" autocomplete="off">`, { fault })}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Add</dw-button><dw-button variant="quiet" @click=${cancel}>Cancel</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(groups: readonly Group[]): unknown {
    if (groups.length === 0)
      return (this.page.query.get('q') ?? '') === ''
        ? html`<dw-empty icon="user" heading="No group yet">Add one here, or connect a directory that has some.</dw-empty>`
        : html`<dw-empty icon="search" heading="No group fits">Try other words.</dw-empty>`;
    return tableOf<Group>({
      label: 'Groups',
      rows: groups,
      key: ({ id }) => id,
      href: ({ id }) => pagePath(id),
      columns: [
        { key: 'name', title: 'Group', cell: ({ name }) => name },
        {
          key: 'members',
          title: 'Members',
          align: 'end',
          cell: ({ memberCount }) => formatNumber(memberCount),
        },
        { key: 'from', title: 'From', cell: ({ provider }) => provider ?? 'here' },
        {
          key: 'made',
          title: 'Since',
          cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>`,
          wide: true,
        },
      ],
    });
  }
}
