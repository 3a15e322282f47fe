import {
  baseStyles,
  choiceOf,
  DataWaveElement,
  formStyles,
  layoutStyles,
  PagedList,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Answered, WhoExtra } from './api.ts';

const PERMISSIONS = [
  ['catalog:read', 'See it'],
  ['catalog:write', 'Say whose it is'],
  ['review:decide', 'Decide what its columns hold'],
] as const;

/** On the page of an asset: who may see it, or do something to it, and why. Loaded when it is opened. */
export class AccessWhoSection extends DataWaveElement {
  static override properties = {
    context: { attribute: false },
    isOpen: { state: true },
    permission: { state: true },
    include: { state: true },
  };
  declare context: { readonly asset: { readonly urn: string } };
  declare isOpen: boolean;
  declare permission: string;
  declare include: 'allowed' | 'all';
  #who = new PagedList<Answered, WhoExtra>(this, () =>
    this.isOpen
      ? {
          path: '/access/who',
          query: {
            permission: this.permission,
            kind: 'asset',
            id: this.context.asset.urn,
            include: this.include,
          },
        }
      : null,
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
    this.isOpen = false;
    this.permission = 'catalog:read';
    this.include = 'allowed';
  }

  override render(): unknown {
    return html`<dw-card heading="Who can see this, and why">
      <dw-button slot="actions" size="small" variant="quiet" expanded=${this.isOpen ? 'true' : 'false'} @click=${() => {
        this.isOpen = !this.isOpen;
      }}>${this.isOpen ? 'Hide' : 'Show'}</dw-button>
      ${this.isOpen ? this.#answer() : html`<p class="muted">Roles, groups and people, each with the role or the policy that decides it.</p>`}</dw-card>`;
  }

  #answer(): unknown {
    const listed = PERMISSIONS.filter(
      ([id]) => id === 'catalog:read' || this.shell.may(id) || this.shell.may('access:read'),
    );
    return html`<div class="choices">
        ${choiceOf({
          label: 'What they may do',
          any: 'See it',
          value: this.permission === 'catalog:read' ? '' : this.permission,
          options: listed.slice(1),
          choose: (chosen) => {
            this.permission = chosen === '' ? 'catalog:read' : chosen;
          },
        })}
        ${choiceOf({
          label: 'Who is told of',
          any: 'Those who may',
          value: this.include === 'all' ? 'all' : '',
          options: [['all', 'Everybody']],
          choose: (chosen) => {
            this.include = chosen === 'all' ? 'all' : 'allowed';
          },
        })}</div>
      ${this.#who.view({
        ready: (people, { roles = [], groups = [] }) => [
          this.#list('Roles', this.#wanted(roles), 'No role grants it by itself.'),
          groups.length === 0
            ? nothing
            : this.#list('Groups', this.#wanted(groups), 'No group grants it by itself.'),
          this.#list('People and services', people, 'Nobody of those looked at so far.'),
        ],
      })}
      <p class="muted small">Asked now and without a network address.</p>`;
  }

  #wanted(answered: readonly Answered[]): readonly Answered[] {
    return this.include === 'all' ? answered : answered.filter(({ allowed }) => allowed);
  }

  #list(title: string, answered: readonly Answered[], nobody: string): unknown {
    return html`<section aria-label=${title}><h3>${title}</h3>${
      answered.length === 0
        ? html`<p class="muted">${nobody}</p>`
        : html`<ul role="list">${answered.map((one) => this.#entry(one, title === 'People and services'))}</ul>`
    }</section>`;
  }

  #entry({ id, name, allowed, reason }: Answered, isSomebody: boolean): unknown {
    const link = withQuery('/access/test', {
      ...{ who: id, permission: this.permission, object: this.context.asset.urn },
    });
    return html`<li class=${allowed ? 'yes' : 'no'}><dw-icon name=${allowed ? 'check' : 'lock'}></dw-icon>
      <div><span class="visually-hidden">${allowed ? 'Allowed:' : 'Denied:'}</span> ${isSomebody ? html`<a href=${link}>${name}</a>` : name} <span class="muted small">${reason}</span></div></li>`;
  }
}
