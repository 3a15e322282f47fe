import {
  baseStyles,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type AccountDetail, type Group, STATE_TITLES, STATE_TONES, userPath } from './api.ts';

const CRUMBS = [{ title: 'People', href: '/users' }];

/** Somebody's account: who they are, how they sign in, where they are signed in, and what may be done about it. */
export class IdentityUserPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #account = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (id, signal) => this.shell.api.getVersioned<AccountDetail>(userPath(id), { signal }),
  );
  #groups = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    (member, signal) => this.shell.api.list<Group>('/groups', { query: { member, limit: 100 }, signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .columns { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
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
    const { id, displayName, username, state, stateReason } = account;
    return html`
      <dw-page-header heading=${displayName} .crumbs=${CRUMBS}><p slot="sub"><span class="row">${username}
        <dw-badge tone=${STATE_TONES[state]} dot>${STATE_TITLES[state]}</dw-badge></span></p>
        ${mayWrite ? html`<identity-user-actions slot="actions" .account=${account} @dw-changed=${this.#changed}></identity-user-actions>` : nothing}</dw-page-header>
      <div class="stack" @dw-changed=${this.#changed}>
        ${state === 'active' ? nothing : html`<dw-callout tone="warning" heading="This account is ${STATE_TITLES[state].toLowerCase()}. ">${stateReason ?? 'No reason was given.'}</dw-callout>`}
        <div class="columns">
          ${mayWrite ? html`<identity-user-profile .account=${account} .etag=${etag ?? ''}></identity-user-profile>` : nothing}
          <div class="stack">${this.#facts(account)}
            <identity-user-sign-in .account=${account} .mayWrite=${mayWrite}></identity-user-sign-in></div>
        </div>
        <dw-slot name="holder.sections" .context=${{ holder: { kind: 'principal', id } }}></dw-slot>
        <dw-card heading="Sessions" note="Where they are signed in." flush><identity-sessions path="${userPath(id)}/sessions" ?mayEnd=${mayWrite}></identity-sessions></dw-card>
      </div>`;
  }

  #facts({ id, email, roles, identities, createdAt }: AccountDetail): unknown {
    return html`<dw-card heading="About"><dl class="facts">
      <div><dt>E-mail</dt><dd>${email ?? 'none'}</dd></div>
      <div><dt>Roles everywhere</dt><dd>${roles.length === 0 ? 'none' : roles.join(', ')}</dd></div>
      <div><dt>Groups</dt><dd>${this.#groups.view({ loading: () => '…', ready: ({ items }) => groupLinks(items) })}</dd></div>
      <div><dt>Comes from</dt><dd>${identities.length === 0 ? 'here' : identities.map(({ provider, subject }) => html`<div>${provider}: <code>${subject}</code></div>`)}</dd></div>
      <div><dt>Added</dt><dd><dw-time at=${createdAt}></dw-time></dd></div>
      <div><dt>Id</dt><dd><code>${id}</code></dd></div>
    </dl></dw-card>`;
  }
}

const groupLinks = (groups: readonly Group[]): unknown =>
  groups.length === 0
    ? 'none'
    : groups.map(
        ({ id, name }, index) =>
          html`${index === 0 ? '' : ', '}<a href="/users/groups/${encodeURIComponent(id)}">${name}</a>`,
      );
