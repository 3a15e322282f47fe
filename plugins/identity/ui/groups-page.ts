import {
  baseStyles,
  DataWaveElement,
  enterField,
  fieldOf,
  filterStyles,
  formatNumber,
  formStyles,
  layoutStyles,
  type PageLocation,
  type ProblemError,
  Resource,
  SearchBox,
  saveForm,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import type { GridColumn, GridState } from '@datawave/plugin-sdk/ui/grid';
import { css, html, nothing } from 'lit';
import { focusFault, type Group, otherFault } from './api.ts';
import { peopleTabs, tabStyles } from './tabs.ts';

/** Groups that one list holds; of more of them one is found by words. */
const MOST = 2_000;
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
  #grid = new Resource(
    this,
    () => 'grid',
    () => import('@datawave/plugin-sdk/ui/grid'),
  );
  #groups = new Resource(
    this,
    () => this.page.query.get('q') ?? '',
    (q, signal) => this.shell.api.all<Group>('/groups', { query: { q }, signal, limit: MOST }),
    { follows: ['users'] },
  );

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
    if (this.problem !== null) await focusFault(this);
  };

  override render(): unknown {
    const toggle = (): void => {
      this.isAdding = !this.isAdding;
    };
    return html`<dw-page-header heading=${t('Groups')}><p slot="sub">${t('What a group may do, everybody in it may.')}</p>
        ${this.shell.may('groups:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" expanded=${this.isAdding ? 'true' : 'false'} @click=${toggle}>${t('Add a group')}</dw-button>` : nothing}
      </dw-page-header>
      ${peopleTabs('/users/groups', (permission) => this.shell.may(permission))}
      ${this.isAdding ? this.#form(toggle) : nothing}
      <div class="filters" role="search" aria-label=${t('Filter groups')}>${this.#search.view(this.page.query.get('q') ?? '', t('Name'))}</div>
      ${this.#groups.view({
        ready: (groups) => this.#list(groups),
        loading: () => html`<dw-card><dw-loading lines="6"></dw-loading></dw-card>`,
      })}`;
  }

  #form(cancel: () => void): unknown {
    const fault = otherFault(this.problem);
    return html`<dw-card class="add" heading=${t('Add a group')}><form class="stack" @submit=${this.#add}>
      ${fieldOf('name', t('Name'), html`<input id="name" name="name" required maxlength="100" autocomplete="off" aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? nothing : 'name-fault'}>`, { fault })}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Add')}</dw-button><dw-button variant="quiet" @click=${cancel}>${t('Cancel')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }

  #list(groups: readonly Group[]): unknown {
    return this.#grid.view({
      loading: () => html`<dw-card><dw-loading lines="6"></dw-loading></dw-card>`,
      ready: ({ gridOf, gridQuery, gridStateIn }) => {
        const columns = groupColumns();
        const keep = (state: GridState): void =>
          this.shell.navigate(
            withQuery('/users/groups', Object.fromEntries(gridQuery(state, this.page.query))),
            { replace: true },
          );
        return html`<dw-card flush>${gridOf<Group>({
          ...{
            label: t('Groups'),
            columns,
            rows: groups,
            most: MOST,
            storageKey: 'groups',
            fileName: 'groups',
          },
          key: ({ id }) => id,
          href: ({ id }) => pagePath(id),
          state: gridStateIn(this.page.query, columns),
          onState: keep,
          empty:
            (this.page.query.get('q') ?? '') === ''
              ? {
                  ...{ icon: 'user', heading: t('No group yet') },
                  text: t('Add one here, or connect a directory that has some.'),
                }
              : { icon: 'search', heading: t('No group fits'), text: t('Try other words.') },
        })}</dw-card>`;
      },
    });
  }
}

const groupColumns = (): readonly GridColumn<Group>[] => [
  {
    ...{ key: 'name', title: t('Group'), grows: true, width: 260, filter: { kind: 'text' } },
    cell: ({ name }) => html`<bdi>${name}</bdi>`,
  },
  {
    ...{ key: 'members', title: t('Members'), width: 130, align: 'end', filter: { kind: 'number' } },
    value: ({ memberCount }) => memberCount,
    cell: ({ memberCount }) => formatNumber(memberCount),
  },
  {
    ...{ key: 'from', title: t('From', {}, 'origin'), width: 180, filter: { kind: 'text' } },
    value: ({ provider }) => provider ?? t('here'),
  },
  {
    ...{ key: 'made', title: t('Since'), width: 160, filter: { kind: 'date' }, wide: true },
    value: ({ createdAt }) => new Date(createdAt),
    cell: ({ createdAt }) => html`<dw-time at=${createdAt}></dw-time>`,
  },
];
