import {
  attempt,
  baseStyles,
  confirmAction,
  DataWaveElement,
  formStyles,
  layoutStyles,
  type PageLocation,
  Resource,
  rich,
  suggestHolders,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Assignment, type Permission, type Role, roleHref, rolePath } from './api.ts';
import { byPlugin, grantsOf, means } from './permission-tree.ts';
import { originOf } from './roles-page.ts';
import { accessStyles } from './styles.ts';
import { holderLink, nameOfWhom } from './suggest.ts';

const crumbs = () => [{ title: t('Access'), href: '/access' }];

/** One role: what it grants, plugin by plugin, from where, and who holds it; or the form for a new one. */
export class AccessRolePage extends DataWaveElement {
  static override properties = { page: { attribute: false }, isEditing: { state: true } };
  declare page: PageLocation;
  declare isEditing: boolean;
  #role = new Resource(
    this,
    () => (this.#isNew ? null : (this.page.params['id'] ?? null)),
    async (id, signal) => {
      const [{ value, etag }, all] = await Promise.all([
        this.shell.api.getVersioned<Role>(rolePath(id), { signal }),
        this.shell.api.all<Role>('/roles', { signal }),
      ]);
      return { role: value, etag, all };
    },
    { follows: ['roles'] },
  );
  #permissions = new Resource(
    this,
    () => (this.shell.may('access:read') ? 'permissions' : null),
    async (_, signal) => (await this.shell.api.list<Permission>('/access/permissions', { signal })).items,
  );
  #holderNames = new Resource(
    this,
    () => 'holders',
    (_, signal) => suggestHolders(this.shell, signal),
  );
  #holders = new Resource(
    this,
    () => (this.#isNew ? null : (this.page.params['id'] ?? null)),
    (role, signal) =>
      this.shell.api.list<Assignment>('/role-assignments', { query: { role, limit: 10 }, signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    accessStyles,
    css`
      .grants { display: grid; gap: var(--dw-space-4); }
      .grants ul { display: grid; gap: var(--dw-space-1); margin-top: var(--dw-space-1); }
      .grants li { overflow-wrap: anywhere; }
      .grants code { color: var(--dw-text-muted); }
    `,
  ];

  constructor() {
    super();
    this.isEditing = false;
  }

  get #isNew(): boolean {
    return this.page.params['id'] === 'new';
  }

  async #remove({ id, title }: Role, etag: string | null): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Remove the role {title}?', { title }),
      text: t(
        'This is refused while somebody holds it, another role inherits from it, or a policy names it.',
      ),
      action: t('Remove role'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(rolePath(id), { ifMatch: etag });
      this.shell.navigate('/access');
    });
  }

  override render(): unknown {
    if (this.#isNew)
      return html`<dw-page-header heading=${t('Add a role')} .crumbs=${crumbs()}></dw-page-header>
        <access-role-form @dw-saved=${(event: CustomEvent<Role>) => this.shell.navigate(roleHref(event.detail.id))} @dw-cancel=${() => this.shell.navigate('/access')}></access-role-form>`;
    return this.#role.view({
      ready: ({ role, etag, all }) => html`
        <dw-page-header heading=${t(role.title)} .crumbs=${crumbs()}>
          <p slot="sub" class="row"><code>${role.key}</code>${originOf(role)}${role.isBuiltIn ? nothing : html`<span class="small">${this.#added(role)}</span>`}</p>
          ${
            role.isBuiltIn || this.isEditing || !this.shell.may('roles:write')
              ? nothing
              : html`<dw-button slot="actions" icon="edit" @click=${() => {
                  this.isEditing = true;
                }}>${t('Edit')}</dw-button><dw-button slot="actions" variant="danger" icon="trash" @click=${() => void this.#remove(role, etag)}>${t('Remove')}</dw-button>`
          }
        </dw-page-header>
        ${
          this.isEditing
            ? this.#form(role, etag)
            : html`<div class="stack">
          ${role.description === '' ? nothing : html`<p>${t(role.description)}</p>`}
          ${this.#inheritance(role, all)}
          ${this.#grants(role, all)}
          ${this.#holdersCard(role)}</div>`
        }`,
    });
  }

  #added({ createdAt, createdBy }: Role): unknown {
    const when = html`<dw-time at=${createdAt}></dw-time>`;
    const name = nameOfWhom(createdBy, this.#holderNames.value);
    return name === null
      ? rich('added {when}', { when })
      : rich('added {when} by {name}', { when, name: html`<bdi>${name}</bdi>` });
  }

  #form(role: Role, etag: string | null): unknown {
    const done = (): void => {
      this.isEditing = false;
    };
    return html`<access-role-form .present=${role} .etag=${etag} @dw-cancel=${done} @dw-saved=${() => {
      done();
      void this.#role.reload();
    }}></access-role-form>`;
  }

  #inheritance(role: Role, all: readonly Role[]): unknown {
    const heirs = all.filter(({ inherits }) => inherits.includes(role.key));
    if (role.inherits.length === 0 && heirs.length === 0) return nothing;
    const known = new Map(all.map((one) => [one.key, one]));
    const link = (key: string): unknown => {
      const found = known.get(key);
      return found === undefined
        ? html`<code>${key}</code> <dw-badge tone="warning">${t('removed', {}, 'role')}</dw-badge>`
        : html`<a href=${roleHref(found.id)}>${t(found.title)}</a>`;
    };
    const links = (keys: readonly string[]): unknown => html`<span class="row">${keys.map(link)}</span>`;
    return html`<dw-card heading=${t('Inheritance')}><dl class="facts">
      ${role.inherits.length === 0 ? nothing : html`<div><dt>${t('Inherits from')}</dt><dd>${links(role.inherits)}</dd></div>`}
      ${heirs.length === 0 ? nothing : html`<div><dt>${t('Inherited by')}</dt><dd>${links(heirs.map(({ key }) => key))}</dd></div>`}
    </dl></dw-card>`;
  }

  #grants(role: Role, all: readonly Role[]): unknown {
    const grants = grantsOf(role, all);
    const from = (id: string): string | null =>
      grants.find(({ pattern }) => means(pattern, id))?.from ?? null;
    if (grants.some(({ pattern }) => pattern === '*'))
      return html`<dw-card heading=${t('What it grants')}><p>${t('Everything, also what plugins bring later.')}</p></dw-card>`;
    const declared = this.#permissions.value;
    if (declared === undefined)
      return html`<dw-card heading=${t('What it grants')}><ul>${grants.map(({ pattern }) => html`<li><code>${pattern}</code></li>`)}</ul></dw-card>`;
    const held = declared.filter(({ id }) => grants.some(({ pattern }) => means(pattern, id)));
    const idle = grants.filter(({ pattern }) => !declared.some(({ id }) => means(pattern, id)));
    return html`<dw-card heading=${t('What it grants')}>
      ${held.length === 0 ? html`<p class="muted">${t('Nothing.')}</p>` : nothing}
      <div class="grants">${byPlugin(held).map(
        ({ title: group, permissions }) =>
          html`<section aria-label=${group}><h3>${group}</h3><ul role="list">${permissions.map(
            ({ id, title }) => {
              const origin = from(id);
              return html`<li>${t(title)} <code>${id}</code>${origin === null ? nothing : html` <dw-badge>${t('from {role}', { role: t(all.find(({ key }) => key === origin)?.title ?? origin) })}</dw-badge>`}</li>`;
            },
          )}</ul></section>`,
      )}
      ${idle.length === 0 ? nothing : html`<section aria-label=${t('Without effect now')}><h3>${t('Without effect now')}</h3><p class="muted small">${t('No plugin declares them at the moment.')}</p><ul role="list">${idle.map(({ pattern }) => html`<li><code>${pattern}</code></li>`)}</ul></section>`}</div></dw-card>`;
  }

  #holdersCard({ key }: Role): unknown {
    return html`<dw-card heading=${t('Who holds it')}><dw-button slot="actions" variant="quiet" size="small" href="/access/assignments?role=${key}">${t('All of them')}</dw-button>${this.#holders.view(
      {
        ready: ({ items }) =>
          items.length === 0
            ? html`<p class="muted">${t('It was given to nobody here. Accounts may hold it by themselves, and members of the workspace.')}</p>`
            : html`<ul role="list">${items.map(({ holder, everywhere, isExpired }) => html`<li>${holderLink(holder, this.#holderNames.value)}${everywhere ? html` <dw-badge tone="info">${t('every workspace')}</dw-badge>` : nothing}${isExpired ? html` <dw-badge tone="warning">${t('over', {}, 'time')}</dw-badge>` : nothing}</li>`)}</ul>`,
      },
    )}</dw-card>`;
  }
}
