import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  Resource,
  rich,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Assignment, roleHref } from './api.ts';

const SHOWN = 20;

/** On the page of an account or a group: the roles that were given to it, and the way to give it one. */
export class AccessHeldSection extends DataWaveElement {
  static override properties = { context: { attribute: false } };
  declare context: { readonly holder: { readonly kind: 'principal' | 'group'; readonly id: string } };
  #held = new Resource(
    this,
    () => this.context.holder.id,
    (holder, signal) =>
      this.shell.api.list<Assignment>('/role-assignments', { query: { holder, limit: SHOWN }, signal }),
  );

  static override styles = [baseStyles, layoutStyles];

  override render(): unknown {
    const { id, kind } = this.context.holder;
    const all = withQuery('/access/assignments', { holder: id });
    return html`<dw-card heading=${t('Roles')} note=${kind === 'group' ? t('What everybody in it may.') : t('Given to the account itself; those of its groups count, too.')}>
      <div class="stack">${this.#held.view({ ready: ({ items, nextCursor }) => this.#list(items, nextCursor === null ? null : all) })}
      ${this.shell.may('roles:assign') ? html`<div><dw-button icon="plus" href=${withQuery('/access/assignments', { holder: id, give: 'one' })}>${t('Give a role')}</dw-button></div>` : nothing}</div></dw-card>`;
  }

  #list(held: readonly Assignment[], rest: string | null): unknown {
    if (held.length === 0)
      return html`<p class="muted">${this.context.holder.kind === 'group' ? t('None yet: being in this group permits nothing.') : t('None was given to the account in this way. What it holds by itself, through a group or as a member counts all the same.')}</p>`;
    return html`<ul role="list">${held.map(
      ({ role, everywhere, expiresAt, isExpired }) =>
        html`<li class="row"><a href=${roleHref(role.id)}>${t(role.title)}</a> <span class="muted small">${everywhere ? t('in every workspace') : t('in this workspace')}${expiresAt === null ? nothing : isExpired ? html`, ${t('over', {}, 'time')}` : html`, ${rich('until {when}', { when: html`<dw-time at=${expiresAt}></dw-time>` })}`}</span></li>`,
    )}</ul>${rest === null ? nothing : html`<p><a href=${rest}>${t('All of them')}</a></p>`}`;
  }
}
