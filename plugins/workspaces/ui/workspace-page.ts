import {
  attempt,
  baseStyles,
  checkboxOf,
  confirmAction,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  msg,
  namedHolder,
  PagedList,
  type PageLocation,
  type ProblemError,
  Resource,
  saveForm,
  suggestHolders,
  t,
  tableOf,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  isOpenToAll,
  type ListedWorkspace,
  type Member,
  type Role,
  stateTitle,
  type Usage,
  WORKSPACE_TONES,
  type WorkspaceDetail,
  workspacePath,
} from './api.ts';

const crumbs = () => [{ title: t('Workspaces'), href: '/workspaces' }];
const HOLDER_HELP = msg(
  'The name of somebody or of a group, or an id as their pages show it: user:…, group:… or service:…',
);

/** One workspace: how much it has, and who is in it. */
export class WorkspacesDetailPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    isSaving: { state: true },
    problem: { state: true },
    chosen: { state: true },
  };
  declare page: PageLocation;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  /** Keys of the roles for who is let in next. */
  declare chosen: ReadonlySet<string>;
  #workspace = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.get<WorkspaceDetail>(workspacePath(id), { signal }),
    { follows: ['workspaces'] },
  );
  #usage = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) =>
      this.shell.api.get<{ readonly items: readonly Usage[] }>(`${workspacePath(id)}/usage`, { signal }),
    { follows: ['workspaces'] },
  );
  #members = new PagedList<Member>(this, () => ({ path: `${this.#path}/members`, query: {} }), {
    follows: ['workspaces'],
  });
  #holders = new Resource(
    this,
    () => (this.shell.may('workspaces:members') ? 'holders' : null),
    (_, signal) => suggestHolders(this.shell, signal),
  );
  /** Those of the workspace that is worked in; empty where nobody lists them. Another one has those alone that hold everywhere. */
  #roles = new Resource(
    this,
    () => (this.shell.may('roles:read') ? (this.page.params['id'] ?? null) : null),
    async (id, signal) => {
      const [roles, enterable] = await Promise.all([
        this.shell.api.all<Role>('/roles', { signal }),
        this.shell.api.all<ListedWorkspace>('/workspaces', { signal }),
      ]);
      const isHere = enterable.some((one) => one.id === id && one.isCurrent);
      return roles.filter(({ everywhere }) => everywhere || isHere);
    },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .checks { display: grid; gap: var(--dw-space-2) var(--dw-space-4); grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
    `,
  ];

  constructor() {
    super();
    this.isSaving = false;
    this.problem = null;
    this.chosen = new Set();
  }

  get #path(): string {
    return workspacePath(this.page.params['id'] ?? '');
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const typed = text('roles')
      .split(/[\s,]+/)
      .filter((role) => role !== '');
    await saveForm(this, async () => {
      const { kind, id } = await namedHolder(this.shell, text('holder'), this.#holders.value ?? []);
      await this.shell.api.post(`${this.#path}/members`, {
        holder: { kind, id },
        roles: [...new Set([...this.chosen, ...typed])],
      });
      form.reset();
      this.shell.notify({ tone: 'success', message: t('They can work here from now on.') });
      this.chosen = new Set();
      await Promise.all([this.#members.reload(), this.#usage.reload()]);
    });
  }

  async #remove({ holder, name }: Member): Promise<void> {
    const who = name ?? holder.id;
    const isSure = await confirmAction(this, {
      heading: t('Take {who} out?', { who }),
      text: t('They see nothing of this workspace any more, within five seconds at most.'),
      action: t('Take out'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`${this.#path}/members/${holder.kind}/${encodeURIComponent(holder.id)}`);
      await Promise.all([this.#members.reload(), this.#usage.reload()]);
    });
  }

  readonly #changed = async (): Promise<void> => {
    await Promise.all([this.#workspace.reload(), this.#usage.reload()]);
  };

  override render(): unknown {
    return this.#workspace.view({
      ready: (workspace) => {
        const { title, key, state, stateReason } = workspace;
        const managesAll = this.shell.may('workspaces:manage');
        return html`
        <dw-page-header heading=${title} .crumbs=${crumbs()}><p slot="sub"><span class="row"><code>${key}</code><dw-badge tone=${WORKSPACE_TONES[state]} dot>${stateTitle(state)}</dw-badge></span></p></dw-page-header>
        <div class="stack" @dw-changed=${this.#changed}>
          ${state === 'active' ? nothing : html`<dw-callout tone="warning" heading="${state === 'suspended' ? t('This workspace is suspended') : t('This workspace is being deleted')}. ">${stateReason ?? ''}</dw-callout>`}
          ${
            managesAll
              ? tabsOf({
                  label: t('Workspace'),
                  param: 'tab',
                  selected: this.page.query.get('tab') ?? '',
                  tabs: [
                    { key: 'members', title: t('Members and usage') },
                    { key: 'limits', title: t('Limits') },
                    { key: 'settings', title: t('Settings') },
                  ],
                  panel: this.#panel(workspace),
                })
              : this.#overview(workspace)
          }
        </div>`;
      },
    });
  }

  #panel(workspace: WorkspaceDetail): unknown {
    switch (this.page.query.get('tab')) {
      case 'limits':
        return html`<workspaces-quotas workspace=${workspace.id}></workspaces-quotas>`;
      case 'settings':
        return html`<workspaces-care .workspace=${workspace}></workspaces-care>`;
      default:
        return this.#overview(workspace);
    }
  }

  #overview(workspace: WorkspaceDetail): unknown {
    return html`<div class="stack">
      <dw-card heading=${t('Usage')}>${this.#usage.view({ ready: ({ items }) => html`<workspaces-usage-bars .usage=${items} ?isOpenToAll=${isOpenToAll(workspace)}></workspaces-usage-bars>` })}</dw-card>
      <dw-card heading=${t('Members')} note=${isOpenToAll(workspace) ? t('Everybody who can sign in works here. Who is let in by name gets roles here.') : ''} flush>${this.#members.view({ ready: (members) => this.#list(members) })}</dw-card>
      ${this.shell.may('workspaces:members') && workspace.state !== 'deleting' ? this.#form() : nothing}
    </div>`;
  }

  #roleTitle(key: string): string {
    return t(this.#roles.value?.find((role) => role.key === key)?.title ?? key);
  }

  #list(members: readonly Member[]): unknown {
    const mayChange = this.shell.may('workspaces:members');
    if (members.length === 0)
      return html`<dw-empty icon="user" heading=${t('Nobody was let in by name')}>${t('Who holds a role in every workspace is here all the same, and in the default one everybody who can sign in.')}</dw-empty>`;
    return tableOf<Member>({
      label: t('Members'),
      rows: members,
      key: ({ holder }) => `${holder.kind} ${holder.id}`,
      columns: [
        { key: 'name', title: t('Member'), cell: ({ name, holder }) => memberLink(name, holder) },
        {
          key: 'kind',
          title: t('Is'),
          cell: ({ holder }) => (holder.kind === 'group' ? t('a group') : t('an account')),
        },
        {
          key: 'roles',
          title: t('Roles'),
          cell: ({ roles }) => roles.map((key) => this.#roleTitle(key)).join(', '),
          grows: true,
        },
        {
          key: 'remove',
          title: '',
          align: 'end',
          cell: (member) =>
            mayChange
              ? html`<dw-button size="small" variant="quiet" label=${t('Take {who} out', { who: member.name ?? member.holder.id })} icon="trash" @click=${() => void this.#remove(member)}></dw-button>`
              : nothing,
        },
      ],
    });
  }

  #roleFields(): unknown {
    const roles = this.#roles.value ?? [];
    if (roles.length === 0)
      return fieldOf(
        'roles',
        t('Roles'),
        html`<input id="roles" name="roles" maxlength="1000" spellcheck="false" autocapitalize="off" aria-describedby="roles-help">`,
        {
          help: t(
            'Keys such as steward or viewer, separated by commas; you can give those that you hold yourself.',
          ),
        },
      );
    return html`<fieldset><legend>${t('Roles')}</legend><p class="help">${t('What they may do in this workspace. You can give those that you hold yourself.')}</p>
      <div class="checks">${roles.map(({ key, title }) =>
        checkboxOf(`role-${key}`, t(title), this.chosen.has(key), (isOn) => {
          this.chosen = new Set(isOn ? [...this.chosen, key] : [...this.chosen].filter((one) => one !== key));
        }),
      )}</div></fieldset>`;
  }

  #form(): unknown {
    return html`<dw-card heading=${t('Let somebody in')}><form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) void this.#add(event.currentTarget);
    }}>
      ${fieldOf('holder', t('Who'), html`<input id="holder" name="holder" required maxlength="300" list="holders" autocomplete="off" spellcheck="false" autocapitalize="off" aria-describedby="holder-help">`, { help: t(HOLDER_HELP) })}
      <datalist id="holders">${(this.#holders.value ?? []).map(([, title]) => html`<option value=${title}></option>`)}</datalist>
      ${this.#roleFields()}
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${t(this.problem.message)}${this.problem.hint === null ? nothing : html` ${t(this.problem.hint)}`}</dw-callout>`}
      <div><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Let in')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}

const memberLink = (name: string | null, { kind, id }: Member['holder']): unknown => {
  const shown = html`<bdi>${name ?? id}</bdi>`;
  if (kind === 'group') return html`<a href="/users/groups/${encodeURIComponent(id)}">${shown}</a>`;
  return id.startsWith('user:') ? html`<a href="/users/${encodeURIComponent(id)}">${shown}</a>` : shown;
};
