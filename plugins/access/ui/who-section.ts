import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  formStyles,
  layoutStyles,
  msg,
  PagedList,
  Resource,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Answered, Permission, Role, WhoExtra } from './api.ts';
import { permissionTitle } from './permission-tree.ts';
import { type ReasonNames, reasonWords } from './reason-words.ts';

const PERMISSIONS = [
  ['catalog:read', msg('See it')],
  ['catalog:write', msg('Say whose it is')],
  ['review:decide', msg('Decide what its columns hold')],
] as const;

/** On the page of an asset: who may see it, or do something to it, and why. */
export class AccessWhoSection extends DataWaveElement {
  static override properties = {
    context: { attribute: false },
    permission: { state: true },
    include: { state: true },
  };
  declare context: { readonly asset: { readonly urn: string } };
  declare permission: string;
  declare include: 'allowed' | 'all';
  #who = new PagedList<Answered, WhoExtra>(this, () => ({
    path: '/access/who',
    query: {
      permission: this.permission,
      kind: 'asset',
      id: this.context.asset.urn,
      include: this.include,
    },
  }));

  #titles = new Resource(
    this,
    () => 'titles',
    async (_, signal) => ({
      roles: this.shell.may('roles:read') ? await this.shell.api.all<Role>('/roles', { signal }) : [],
      permissions: this.shell.may('access:read')
        ? (await this.shell.api.list<Permission>('/access/permissions', { signal })).items
        : [],
    }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      h3 { margin: var(--dw-space-4) 0 var(--dw-space-1); }
      li { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: var(--dw-space-2); padding: var(--dw-space-2) 0; border-bottom: 1px solid var(--dw-border); overflow-wrap: anywhere; }
      li:last-child { border-bottom: 0; }
      li dw-icon { margin-top: 0.2rem; }
      .yes dw-icon { color: var(--dw-success-text); }
      .no dw-icon { color: var(--dw-danger-text); }
      .choices { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
      .choices select { width: auto; max-width: 100%; }
      .more { display: grid; place-items: center; }
    `,
  ];

  constructor() {
    super();
    this.permission = 'catalog:read';
    this.include = 'allowed';
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Who can see this, and why')} note=${t('Roles, groups and people, each with the role or the policy that decides it.')}>${this.#answer()}</dw-card>`;
  }

  #answer(): unknown {
    const listed = PERMISSIONS.filter(
      ([id]) => id === 'catalog:read' || this.shell.may(id) || this.shell.may('access:read'),
    );
    return html`<div class="choices">
        ${choiceOf({
          label: t('What they may do'),
          any: t('See it'),
          value: this.permission === 'catalog:read' ? '' : this.permission,
          options: listed.slice(1).map(([id, title]) => [id, t(title)] as const),
          choose: (chosen) => {
            this.permission = chosen === '' ? 'catalog:read' : chosen;
          },
        })}
        ${choiceOf({
          label: t('Who is told of'),
          any: t('Those who may'),
          value: this.include === 'all' ? 'all' : '',
          options: [['all', t('Everybody')]],
          choose: (chosen) => {
            this.include = chosen === 'all' ? 'all' : 'allowed';
          },
        })}</div>
      ${this.#who.view({
        ready: (people, { roles = [], groups = [] }) => [
          this.#list(t('Roles'), this.#wanted(roles), t('No role grants it by itself.')),
          groups.length === 0
            ? nothing
            : this.#list(t('Groups'), this.#wanted(groups), t('No group grants it by itself.')),
          this.#list(t('People and services'), people, t('Nobody of those looked at so far.'), true),
        ],
      })}
      <p class="muted small">${t('Asked now and without a network address.')}</p>`;
  }

  #names(): ReasonNames {
    const { roles = [], permissions = [] } = this.#titles.value ?? {};
    return {
      role: (key) => t(roles.find((role) => role.key === key)?.title ?? key),
      permission: (id) => permissionTitle(id, permissions),
    };
  }

  #wanted(answered: readonly Answered[]): readonly Answered[] {
    return this.include === 'all' ? answered : answered.filter(({ allowed }) => allowed);
  }

  #list(title: string, answered: readonly Answered[], nobody: string, isSomebody = false): unknown {
    return html`<section aria-label=${title}><h3>${title}</h3>${
      answered.length === 0
        ? html`<p class="muted">${nobody}</p>`
        : html`<ul role="list">${answered.map((one) => this.#entry(one, isSomebody))}</ul>`
    }</section>`;
  }

  #entry({ id, name, allowed, reason }: Answered, isSomebody: boolean): unknown {
    const link = withQuery('/access/test', {
      ...{ who: id, permission: this.permission, object: this.context.asset.urn },
    });
    return html`<li class=${allowed ? 'yes' : 'no'}><dw-icon name=${allowed ? 'check' : 'lock'}></dw-icon>
      <div><span class="visually-hidden">${allowed ? t('Allowed:') : t('Denied:')}</span> ${isSomebody ? html`<a href=${link}><bdi>${name}</bdi></a>` : html`<bdi>${t(name)}</bdi>`} <span class="muted small">${reasonWords(reason, this.#names())}</span></div></li>`;
  }
}
