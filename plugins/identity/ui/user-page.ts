import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  rich,
  type Tab,
  t,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type AccountDetail, type Group, STATE_TONES, stateTitle, userPath } from './api.ts';
import { type HeldRole, loadHeldRoles } from './held-roles.ts';
import { heldWords } from './user-columns.ts';

const crumbs = () => [{ title: t('People'), href: '/users' }];

/** Somebody's account: who they are, what they may, how and where they are signed in, and what may be done about it. */
export class IdentityUserPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #account = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.getVersioned<AccountDetail>(userPath(id), { signal }),
    { follows: ['users'] },
  );
  #groups = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (member, signal) => this.shell.api.list<Group>('/groups', { query: { member, limit: 100 }, signal }),
    { follows: ['users'] },
  );
  #rolesOf = new Resource(
    this,
    () => 'roles',
    (_, signal) => loadHeldRoles(this.shell, signal),
    { follows: ['users', 'roles', 'elevations'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .columns { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
      .roles { display: flex; flex-wrap: wrap; gap: var(--dw-space-1); }
    `,
  ];

  readonly #changed = async (): Promise<void> => {
    const sessions = this.renderRoot.querySelector<HTMLElement & { reload(): Promise<void> }>(
      'identity-sessions',
    );
    await Promise.all([this.#account.reload(), sessions?.reload()]);
  };

  override render(): unknown {
    return this.#account.view({ ready: ({ value, etag }) => this.#page(value, etag) });
  }

  #page(account: AccountDetail, etag: string | null): unknown {
    const mayWrite = this.shell.may('users:write');
    const { displayName, username, state, stateReason } = account;
    const note = { state: stateTitle(state).toLocaleLowerCase() };
    const tabs = this.#tabs();
    const asked = this.page.query.get('tab');
    const tab = tabs.find(({ key }) => key === asked)?.key ?? 'overview';
    return html`
      <dw-page-header heading=${displayName} .crumbs=${crumbs()}><p slot="sub"><span class="row"><bdi>${username}</bdi>
        <dw-badge tone=${STATE_TONES[state]} dot>${stateTitle(state)}</dw-badge></span></p>
        ${mayWrite ? html`<identity-user-actions slot="actions" .account=${account} @dw-changed=${this.#changed}></identity-user-actions>` : nothing}</dw-page-header>
      <div class="stack" @dw-changed=${this.#changed}>
        ${state === 'active' ? nothing : html`<dw-callout tone="warning" heading="${t('This account is {state}.', note)} ">${stateReason ?? t('No reason was given.')}</dw-callout>`}
        ${tabsOf({
          label: t('Account'),
          param: 'tab',
          ...{ selected: tab, tabs },
          panel: this.#panel(tab, account, etag),
        })}
      </div>`;
  }

  #tabs(): readonly Tab[] {
    return [
      { key: 'overview', title: t('Overview') },
      ...(this.shell.slots('holder.sections').length > 0 ? [{ key: 'roles', title: t('Roles') }] : []),
      { key: 'sessions', title: t('Sessions') },
      ...(this.shell.may('api-tokens:manage') ? [{ key: 'tokens', title: t('API tokens') }] : []),
      ...(this.shell.slots('holder.activity').length > 0 ? [{ key: 'activity', title: t('Activity') }] : []),
    ];
  }

  #panel(tab: string, account: AccountDetail, etag: string | null): unknown {
    const mayWrite = this.shell.may('users:write');
    const { id, displayName } = account;
    const context = { holder: { kind: 'principal', id, name: displayName } };
    switch (tab) {
      case 'roles':
        return html`<dw-slot name="holder.sections" .context=${context}></dw-slot>`;
      case 'sessions':
        return html`<dw-card heading=${t('Sessions')} note=${t('Where they are signed in.')} flush><identity-sessions path="${userPath(id)}/sessions" ?mayEnd=${mayWrite}></identity-sessions></dw-card>`;
      case 'tokens':
        return html`<identity-tokens all of=${id}></identity-tokens>`;
      case 'activity':
        return html`<dw-slot name="holder.activity" .context=${context}></dw-slot>`;
      default:
        return html`<div class="columns">
          <div class="stack">${this.#facts(account)}<identity-user-sign-in .account=${account} .mayWrite=${mayWrite}></identity-user-sign-in></div>
          ${mayWrite ? html`<identity-user-profile .account=${account} .etag=${etag ?? ''}></identity-user-profile>` : nothing}
        </div>`;
    }
  }

  #facts(account: AccountDetail): unknown {
    const { id, email, identities, createdAt } = account;
    return html`<dw-card heading=${t('About')}><dl class="facts">
      <div><dt>${t('E-mail')}</dt><dd>${email === null ? t('none') : html`<bdi>${email}</bdi>`}</dd></div>
      <div><dt>${t('Roles')}</dt><dd>${this.#rolesOf.view({ loading: () => '…', ready: (rolesOf) => roleBadges(rolesOf(account)) })}</dd></div>
      <div><dt>${t('Groups')}</dt><dd>${this.#groups.view({ loading: () => '…', ready: ({ items }) => groupLinks(items) })}</dd></div>
      <div><dt>${t('Comes from')}</dt><dd>${identities.length === 0 ? t('here') : identities.map(({ provider, subject }) => html`<div>${provider}: <code>${subject}</code></div>`)}</dd></div>
      <div><dt>${t('Added')}</dt><dd><dw-time at=${createdAt}></dw-time></dd></div>
      <div><dt>${t('Id')}</dt><dd><code>${id}</code></dd></div>
    </dl></dw-card>`;
  }
}

const roleBadges = (held: readonly HeldRole[]): unknown =>
  held.length === 0
    ? t('none')
    : html`<span class="roles">${held.map(
        (role) =>
          html`<dw-badge tone=${role.where === 'everywhere' ? 'info' : 'neutral'} title=${heldWords(role)}>${t(role.title)}${role.where === 'everywhere' ? html` · ${t('everywhere')}` : nothing}${role.group === null ? nothing : html` · ${role.group}`}${role.until === null ? nothing : html` · ${rich('ends {when}', { when: html`<dw-time at=${role.until}></dw-time>` })}`}</dw-badge>`,
      )}</span>`;

const groupLinks = (groups: readonly Group[]): unknown =>
  groups.length === 0
    ? t('none')
    : groups.map(
        ({ id, name }, index) =>
          html`${index === 0 ? '' : ', '}<a href="/users/groups/${encodeURIComponent(id)}"><bdi>${name}</bdi></a>`,
      );
