import {
  attempt,
  baseStyles,
  confirmAction,
  count,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  Resource,
  t,
  tableOf,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Account, type Group, groupPath, STATE_TONES, stateTitle } from './api.ts';

const crumbs = () => [
  { title: t('People'), href: '/users' },
  { title: t('Groups'), href: '/users/groups' },
];
/** Accounts that are offered while somebody is looked for. */
const OFFERED = 8;
const TYPING_PAUSE_MS = 200;

/** One group: who is in it, to be put in and taken out. */
export class IdentityGroupPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    sought: { state: true },
    isRenaming: { state: true },
  };
  declare page: PageLocation;
  /** Words by which somebody is looked for. */
  declare sought: string;
  declare isRenaming: boolean;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #group = new Resource(
    this,
    () => this.#id,
    (id, signal) => this.shell.api.getVersioned<Group>(groupPath(id), { signal }),
    { follows: ['users'] },
  );
  #members = new PagedList<Account>(this, () => ({ path: '/users', query: { group: this.#id } }), {
    follows: ['users'],
  });
  #found = new Resource(
    this,
    () => (this.sought === '' ? null : this.sought),
    async (q, signal) =>
      (await this.shell.api.list<Account>('/users', { query: { q, limit: OFFERED }, signal })).items,
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .found li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2); padding: var(--dw-space-2) 0; }
      .sub { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 400; }
    `,
  ];

  constructor() {
    super();
    this.sought = '';
    this.isRenaming = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  get #id(): string {
    return this.page.params['id'] ?? '';
  }

  async #reload(): Promise<void> {
    await Promise.all([this.#group.reload(), this.#members.reload()]);
  }

  async #put({ id, displayName }: Account): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.put(`${groupPath(this.#id)}/members/${encodeURIComponent(id)}`, {});
      this.shell.announce(t('{name} is in the group', { name: displayName }));
      await this.#reload();
    });
  }

  async #take({ id, displayName }: Account): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`${groupPath(this.#id)}/members/${encodeURIComponent(id)}`);
      this.shell.announce(t('{name} is taken out', { name: displayName }));
      await this.#reload();
    });
  }

  async #rename(event: SubmitEvent, etag: string | null): Promise<void> {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const name = String(new FormData(event.target).get('name') ?? '').trim();
    await attempt(this.shell, async () => {
      await this.shell.api.patch(groupPath(this.#id), { name }, { ifMatch: etag });
      this.isRenaming = false;
      await this.#group.reload();
    });
  }

  async #remove({ name }: Group): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Remove {name}?', { name }),
      text: t('Its members stay, and may no more what they may through this group.'),
      action: t('Remove'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(groupPath(this.#id));
      this.shell.navigate('/users/groups');
    });
  }

  override render(): unknown {
    return this.#group.view({ ready: ({ value, etag }) => this.#page(value, etag) });
  }

  #page(group: Group, etag: string | null): unknown {
    // What a directory says of its groups is brought along with the next sign-in: changed here, it would not last.
    const mayChange = this.shell.may('groups:write') && group.provider === null;
    const toggle = (): void => {
      this.isRenaming = !this.isRenaming;
    };
    return html`<dw-page-header heading=${group.name} .crumbs=${crumbs()}>
        <p slot="sub">${count(group.memberCount, 'member')}${group.provider === null ? nothing : html`, ${t('kept by {provider}', { provider: group.provider })}`}</p>
        ${
          mayChange
            ? html`<dw-button slot="actions" icon="edit" @click=${toggle}>${t('Rename')}</dw-button>
              <dw-button slot="actions" variant="danger" @click=${() => void this.#remove(group)}>${t('Remove')}</dw-button>`
            : nothing
        }</dw-page-header>
      <div class="stack">
        ${
          this.isRenaming
            ? html`<dw-card heading=${t('Rename')}><form class="stack" @submit=${(event: SubmitEvent) => void this.#rename(event, etag)}>
              ${fieldOf('name', t('Name'), html`<input id="name" name="name" required maxlength="100" .value=${group.name}>`)}
              <div class="row"><dw-button type="submit" variant="primary">${t('Save')}</dw-button><dw-button variant="quiet" @click=${toggle}>${t('Cancel')}</dw-button></div><input type="submit" hidden></form></dw-card>`
            : nothing
        }
        ${mayChange ? this.#adder() : nothing}
        <dw-card heading=${t('Members')} flush>${this.#members.view({ ready: (members) => this.#list(members, mayChange) })}</dw-card>
        <dw-slot name="holder.sections" .context=${{ holder: { kind: 'group', id: group.id } }}></dw-slot>
      </div>`;
  }

  #adder(): unknown {
    const seek = (event: Event): void => {
      const text = textOf(event).trim();
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => {
        this.sought = text;
      }, TYPING_PAUSE_MS);
    };
    return html`<dw-card heading=${t('Put somebody in')}><div class="stack">
      ${fieldOf('sought', t('Who'), html`<input id="sought" type="search" autocomplete="off" spellcheck="false" placeholder=${t('Name or e-mail')} .value=${live(this.sought)} @input=${seek}>`)}
      ${this.#found.view({ ready: (found) => this.#offered(found) })}</div></dw-card>`;
  }

  #offered(found: readonly Account[]): unknown {
    if (found.length === 0) return html`<p class="muted" role="status">${t('Nobody fits.')}</p>`;
    return html`<ul class="found" role="list" aria-label=${t('Found')}>${found.map(
      (
        account,
      ) => html`<li><span><bdi>${account.displayName}</bdi> <span class="muted small">${account.username}</span></span>
        ${
          account.groups.includes(this.#id) || this.#members.items.some(({ id }) => id === account.id)
            ? html`<span class="muted small">${t('in the group')}</span>`
            : html`<dw-button size="small" icon="plus" @click=${() => void this.#put(account)}>${t('Put in')}<span class="visually-hidden">: ${account.displayName}</span></dw-button>`
        }</li>`,
    )}</ul>`;
  }

  #list(members: readonly Account[], mayChange: boolean): unknown {
    if (members.length === 0)
      return html`<dw-empty icon="user" heading=${t('Nobody is in it')}>${mayChange ? t('Put somebody in above.') : t('Members appear here.')}</dw-empty>`;
    return tableOf<Account>({
      label: t('Members'),
      rows: members,
      key: ({ id }) => id,
      href: ({ id }) => `/users/${encodeURIComponent(id)}`,
      columns: [
        {
          key: 'name',
          title: t('Name'),
          cell: ({ displayName, username }) =>
            html`<bdi>${displayName}</bdi> <span class="muted small">${username}</span>`,
        },
        {
          key: 'state',
          title: t('State'),
          cell: ({ state }) => html`<dw-badge tone=${STATE_TONES[state]} dot>${stateTitle(state)}</dw-badge>`,
        },
        {
          key: 'take',
          title: '',
          align: 'end',
          cell: (account) =>
            mayChange
              ? html`<dw-button class="above" size="small" @click=${() => void this.#take(account)}>${t('Take out')}<span class="visually-hidden">: ${account.displayName}</span></dw-button>`
              : nothing,
        },
      ],
    });
  }
}
