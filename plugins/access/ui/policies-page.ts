import {
  attempt,
  baseStyles,
  choiceOf,
  DataWaveElement,
  filterStyles,
  formStyles,
  layoutStyles,
  PagedList,
  type PageLocation,
  Resource,
  rich,
  SearchBox,
  suggestHolders,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type Permission, type Policy, policyHref, type Role } from './api.ts';
import { conditionWords, listOf } from './conditions-words.ts';
import { permissionTitle } from './permission-tree.ts';
import { accessStyles } from './styles.ts';
import { tabsOf } from './tabs.ts';

/** Policies: whom they allow or deny what, and where, in words. */
export class AccessPoliciesPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #search = new SearchBox(this, (q) => this.#choose({ q }));
  #policies = new PagedList<Policy>(this, () => ({ path: '/access-policies', query: this.#chosen() }), {
    follows: ['access-policies'],
  });
  #names = new Resource(
    this,
    () => 'names',
    async (_, signal) => ({
      roles: new Map(
        this.shell.may('roles:read')
          ? (await this.shell.api.all<Role>('/roles', { signal })).map(({ key, title }) => [key, title])
          : [],
      ),
      holders: new Map(await suggestHolders(this.shell, signal)),
      permissions: this.shell.may('access:read')
        ? (await this.shell.api.list<Permission>('/access/permissions', { signal })).items
        : [],
    }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    filterStyles,
    accessStyles,
    css`
      li { display: grid; gap: var(--dw-space-1); position: relative; padding: var(--dw-space-4) var(--dw-space-5); border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li:last-child { border-bottom: 0; }
      li:hover { background: var(--dw-surface-2); }
      a.whole { color: var(--dw-text); font-weight: 550; }
      a.whole:hover { text-decoration: none; }
      a.whole::after { content: ''; position: absolute; inset: 0; }
      .off { opacity: 0.75; }
      li dw-button { position: relative; }
    `,
  ];

  #chosen(): { readonly q: string; readonly effect: string } {
    const { query } = this.page;
    return { q: query.get('q') ?? '', effect: query.get('effect') ?? '' };
  }

  #choose(change: Partial<{ readonly q: string; readonly effect: string }>): void {
    this.shell.navigate(withQuery('/access/policies', { ...this.#chosen(), ...change }), { replace: true });
  }

  async #switch({ id, title, enabled }: Policy): Promise<void> {
    await attempt(this.shell, async () => {
      await this.shell.api.patch(`/access-policies/${id}`, { enabled: !enabled });
      this.shell.notify({
        tone: 'success',
        message: enabled ? t('{title} is turned off.', { title }) : t('{title} is turned on.', { title }),
      });
      await this.#policies.reload();
    });
  }

  override render(): unknown {
    const { q, effect } = this.#chosen();
    const options = [
      ['deny', t('Deny')],
      ['allow', t('Allow')],
    ] as const;
    return html`<dw-page-header heading=${t('Policies')}><p slot="sub">${t('Allow or deny by what a thing is like, when it is asked and from where. One that denies wins.')}</p>
        ${this.shell.may('access-policies:write') ? html`<dw-button slot="actions" variant="primary" icon="plus" href="/access/policies/new">${t('Add policy')}</dw-button>` : nothing}</dw-page-header>
      ${tabsOf(this.shell, '/access/policies')}
      <div class="filters" role="search" aria-label=${t('Filter policies')}>${this.#search.view(q, t('Title'))}
        ${choiceOf({ label: t('Effect'), any: t('Allow and deny'), value: effect, options, choose: (chosen) => this.#choose({ effect: chosen }) })}</div>
      <dw-card flush>${this.#policies.view({ ready: (policies) => this.#list(policies) })}</dw-card>`;
  }

  #list(policies: readonly Policy[]): unknown {
    const { q, effect } = this.#chosen();
    if (policies.length === 0)
      return q === '' && effect === ''
        ? html`<dw-empty icon="shield" heading=${t('No policy yet')}>${t('Roles alone decide. A policy can keep restricted assets from viewers, or let owners change what is theirs.')}</dw-empty>`
        : html`<dw-empty icon="search" heading=${t('No policy fits')}>${t('Try another word.')}</dw-empty>`;
    return html`<ul role="list">${repeat(
      policies,
      ({ id }) => id,
      (policy) => this.#entry(policy),
    )}</ul>`;
  }

  #entry(policy: Policy): unknown {
    const { id, title, effect, enabled, when } = policy;
    const conditions = conditionWords(when, { holder: (one) => this.#names.value?.holders.get(one) ?? one });
    return html`<li>
      <div class="row apart"><span class="row"><dw-badge tone=${effect === 'deny' ? 'danger' : 'success'}>${effect === 'deny' ? t('Denies') : t('Allows')}</dw-badge>
        <a class="whole ${enabled ? '' : 'off'}" href=${policyHref(id)}><bdi>${title}</bdi></a>${enabled ? nothing : html`<dw-badge>${t('off', {}, 'state')}</dw-badge>`}</span>
        ${this.shell.may('access-policies:write') ? html`<dw-button size="small" variant="quiet" @click=${() => void this.#switch(policy)}>${enabled ? t('Turn off') : t('Turn on')}<span class="visually-hidden">: ${title}</span></dw-button>` : nothing}</div>
      <p class="muted small">${this.#subjects(policy)}: ${policy.permissions.map((pattern) => permissionTitle(pattern, this.#names.value?.permissions ?? [])).join(', ')}</p>
      ${conditions.length === 0 ? nothing : html`<p class="small">${t('Where {conditions}.', { conditions: listOf(conditions, 'and') })}</p>`}
    </li>`;
  }

  /** Whom it is about; a role that is gone is said to be. */
  #subjects({ subjects: { roles = [], groups = [], principals = [] } }: Policy): unknown {
    const names = this.#names.value;
    const role = (key: string): unknown => {
      const title = names?.roles.get(key);
      const isGone = names !== undefined && names.roles.size > 0 && title === undefined;
      return html`<bdi>${t(title ?? key)}</bdi>${isGone ? html` <dw-badge tone="warning">${t('removed role')}</dw-badge>` : nothing}`;
    };
    const parts = [
      ...roles.map(role),
      ...groups.map((id) => rich('group {name}', { name: html`<bdi>${names?.holders.get(id) ?? id}</bdi>` })),
      ...principals.map((id) => html`<bdi>${names?.holders.get(id) ?? id}</bdi>`),
    ];
    return parts.length === 0
      ? t('Everybody')
      : parts.map((part, index) => html`${index === 0 ? nothing : ', '}${part}`);
  }
}
