import {
  attempt,
  baseStyles,
  checkboxOf,
  confirmAction,
  DataWaveElement,
  EditGuard,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  msg,
  type PageLocation,
  type ProblemError,
  Resource,
  rich,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Permission, type Policy, type PolicyDraft, policyHref, type Role } from './api.ts';
import { AccessConditionsForm } from './conditions-form.ts';
import { policyWords } from './conditions-words.ts';
import { refusalOf } from './faults.ts';
import { AccessPermissionPicker } from './permission-picker.ts';
import { means } from './permission-tree.ts';
import { policyNames } from './policy-names.ts';
import { accessStyles } from './styles.ts';
import { nameOfWhom, suggestValues } from './suggest.ts';
import { AccessTokenField } from './token-field.ts';

const crumbs = () => [
  { title: t('Access'), href: '/access' },
  { title: t('Policies'), href: '/access/policies' },
];
const EMPTY: PolicyDraft = {
  ...{ title: '', description: '', effect: 'deny', enabled: true, permissions: [], subjects: {}, when: {} },
};
const ATTRIBUTES = {
  owner: msg('Owner'),
  domain: msg('Domain'),
  sensitivity: msg('Sensitivity'),
  tags: msg('Tags'),
  source: msg('Source'),
} as const;
const ATTRIBUTE_NAMES = ['owner', 'domain', 'sensitivity', 'tags', 'source'] as const;

const draftOf = ({
  title,
  description,
  effect,
  enabled,
  permissions,
  subjects,
  when,
}: PolicyDraft): PolicyDraft => ({ title, description, effect, enabled, permissions, subjects, when });

/** One policy, or a new one: whom it is about, what it permits or denies, and under which conditions. */
export class AccessPolicyPage extends DataWaveElement {
  static override properties = {
    page: { attribute: false },
    draft: { state: true },
    etag: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  declare page: PageLocation;
  declare draft: PolicyDraft;
  declare etag: string | null;
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  #policy = new Resource(
    this,
    () => this.page.params['id'] ?? null,
    async (id, signal) => {
      if (id === 'new') {
        this.draft = this.#kept.take()?.values ?? EMPTY;
        this.etag = null;
        return null;
      }
      const { value, etag } = await this.shell.api.getVersioned<Policy>(
        `/access-policies/${encodeURIComponent(id)}`,
        { signal },
      );
      const kept = this.#kept.take();
      this.draft = kept?.values ?? draftOf(value);
      this.etag = etag;
      this.#guard.begin(draftOf(value), kept === null ? etag : kept.etag);
      return value;
    },
  );
  readonly #kept = new FormDraft<PolicyDraft>(this, () => 'policy');
  readonly #guard = new EditGuard<PolicyDraft>(this, {
    topic: 'access-policies',
    load: async (signal) => {
      const id = encodeURIComponent(this.page.params['id'] ?? '');
      const { value, etag } = await this.shell.api.getVersioned<Policy>(`/access-policies/${id}`, { signal });
      return { value: draftOf(value), etag };
    },
    mine: () => this.draft,
    take: (draft) => {
      this.draft = draft;
    },
    fields: () => ({
      title: t('Name'),
      description: t('Description'),
      effect: t('Effect'),
      enabled: t('Enabled'),
      permissions: t('Permissions'),
      subjects: t('Whom it is about'),
      when: t('Conditions'),
    }),
  });
  #choices = new Resource(
    this,
    () => 'choices',
    async (_, signal) => {
      const [roles, permissions, values] = await Promise.all([
        this.shell.may('roles:read') ? this.shell.api.all<Role>('/roles', { signal }) : [],
        this.shell.may('access:read')
          ? this.shell.api.list<Permission>('/access/permissions', { signal }).then(({ items }) => items)
          : [],
        suggestValues(this.shell, signal),
      ]);
      return { roles, permissions, values };
    },
  );

  static override styles = [baseStyles, layoutStyles, formStyles, accessStyles];

  constructor() {
    super();
    this.draft = EMPTY;
    this.etag = null;
    this.problem = null;
    this.isSaving = false;
  }

  #change(part: Partial<PolicyDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.#kept.keep(this.draft, { etag: this.#guard.etag });
  }

  async #save(policy: Policy | null): Promise<void> {
    const save = async (): Promise<void> => {
      if (policy === null) {
        const { id } = await this.shell.api.post<Policy>('/access-policies', this.draft);
        this.shell.navigate(policyHref(id), { replace: true });
      } else
        await this.shell.api.patch(`/access-policies/${policy.id}`, this.draft, {
          ifMatch: this.#guard.etag,
        });
      this.shell.notify({ tone: 'success', message: t('The policy holds from now on.') });
    };
    await saveForm(this, save, { draft: this.#kept, guard: this.#guard });
    if (this.problem === null && policy !== null) await this.#policy.reload();
  }

  async #remove({ id, title }: Policy): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Remove the policy {title}?', { title }),
      text: t('What it allows ends, and what it denies is decided by the others.'),
      action: t('Remove policy'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attempt(this.shell, async () => {
      await this.shell.api.delete(`/access-policies/${id}`, { ifMatch: this.etag });
      this.shell.navigate('/access/policies');
    });
  }

  #changed({ updatedAt, updatedBy }: Policy): unknown {
    const when = html`<dw-time at=${updatedAt}></dw-time>`;
    const name = nameOfWhom(updatedBy, this.#choices.value?.values.people);
    return name === null
      ? rich('changed {when}', { when })
      : rich('changed {when} by {name}', { when, name: html`<bdi>${name}</bdi>` });
  }

  override render(): unknown {
    return this.#policy.view({
      ready: (policy) => {
        const mayWrite = this.shell.may('access-policies:write');
        return html`<dw-page-header heading=${policy === null ? t('Add a policy') : policy.title} .crumbs=${crumbs()}>
          ${policy === null ? nothing : html`<p slot="sub" class="small">${this.#changed(policy)}</p>`}
          ${policy === null || !mayWrite ? nothing : html`<dw-button slot="actions" variant="danger" icon="trash" @click=${() => void this.#remove(policy)}>${t('Remove')}</dw-button>`}
        </dw-page-header>
        ${this.#guard.note()}${this.#kept.note(() => void this.#policy.reload())}
        ${this.#choices.view({ ready: (choices) => this.#form(policy, choices, mayWrite) })}`;
      },
    });
  }

  #form(
    policy: Policy | null,
    {
      roles,
      permissions,
      values,
    }: {
      readonly roles: readonly Role[];
      readonly permissions: readonly Permission[];
      readonly values: Awaited<ReturnType<typeof suggestValues>>;
    },
    mayWrite: boolean,
  ): unknown {
    const { draft } = this;
    const names = policyNames({ roles, permissions, values });
    const untold = ATTRIBUTE_NAMES.filter(
      (name) =>
        draft.when[name] !== undefined &&
        draft.permissions.some(
          (pattern) =>
            !permissions.some(({ id, attributes = [] }) => means(pattern, id) && attributes.includes(name)),
        ),
    );
    const summary = html`<dw-callout tone=${draft.effect === 'deny' ? 'warning' : 'info'} icon="shield">${policyWords(draft, names)}</dw-callout>`;
    const raw = html`<details><summary>${t('As JSON')}</summary><pre>${JSON.stringify(draft, null, 2)}</pre></details>`;
    if (!mayWrite) return html`<div class="stack">${summary}${raw}</div>`;
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save(policy);
    }}>
      <dw-card heading=${t('What it is')}><div class="stack">
        <div class="two">
        ${fieldOf('title', t('Name'), html`<input id="title" required maxlength="200" aria-describedby="title-help" .value=${draft.title} @input=${(event: Event) => this.#change({ title: textOf(event) })}>`, { help: t('Whoever is denied reads it.') })}
        ${fieldOf('effect', t('Effect'), html`<select id="effect" @change=${(event: Event) => this.#change({ effect: textOf(event) === 'allow' ? 'allow' : 'deny' })}><option value="deny" ?selected=${draft.effect === 'deny'}>${t('Deny, whatever else allows it')}</option><option value="allow" ?selected=${draft.effect === 'allow'}>${t('Allow, where nothing denies it')}</option></select>`)}</div>
        ${fieldOf('description', t('Description'), html`<textarea id="description" rows="2" maxlength="2000" .value=${draft.description} @input=${(event: Event) => this.#change({ description: textOf(event) })}></textarea>`)}
        ${checkboxOf('enabled', t('It is in force'), draft.enabled, (enabled) => this.#change({ enabled }))}
      </div></dw-card>
      <dw-card heading=${t('What it is about')}><access-permission-picker .permissions=${permissions} .chosen=${draft.permissions} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof AccessPermissionPicker)
          this.#change({ permissions: event.target.chosen });
      }}></access-permission-picker></dw-card>
      ${this.#subjects(roles, values)}
      <dw-card heading=${t('Under which conditions')}><p class="muted small">${t('All of them must fit. Of what nobody knows nothing is allowed, and what is denied stays denied.')}</p>
        ${untold.length === 0 ? nothing : html`<dw-callout tone="warning">${t('Not all permissions above ask about this of a thing: {names}. Such a condition cannot be kept for them.', { names: untold.map((name) => t(ATTRIBUTES[name])).join(', ') })}</dw-callout>`}
        <access-conditions-form .conditions=${draft.when} .suggestions=${values} @change=${(event: Event) => {
          if (event.target instanceof AccessConditionsForm) this.#change({ when: event.target.conditions });
        }}></access-conditions-form></dw-card>
      ${summary}${raw}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving} ?disabled=${draft.permissions.length === 0}>${policy === null ? t('Add policy') : t('Save')}</dw-button>
        <dw-button href="/access/policies">${t('Back')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }

  #subjects(
    roles: readonly Role[],
    {
      people,
      groups,
    }: { readonly people: AccessTokenField['suggestions']; readonly groups: AccessTokenField['suggestions'] },
  ): unknown {
    const { subjects } = this.draft;
    const change = (name: keyof typeof subjects, values: readonly string[]): void => {
      const { [name]: _gone, ...rest } = subjects;
      this.#change({ subjects: values.length === 0 ? rest : { ...rest, [name]: values } });
    };
    const field = (
      name: 'groups' | 'principals',
      label: string,
      suggestions: AccessTokenField['suggestions'],
    ): unknown =>
      html`<access-token-field label=${label} .values=${subjects[name] ?? []} .suggestions=${suggestions} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof AccessTokenField) change(name, event.target.values);
      }}></access-token-field>`;
    const chosen = subjects.roles ?? [];
    const toggle = (key: string, isOn: boolean): void =>
      change('roles', isOn ? [...chosen, key] : chosen.filter((one) => one !== key));
    const known = new Set(roles.map(({ key }) => key));
    return html`<dw-card heading=${t('Whom it is about')}><div class="stack">
      <p class="muted small">${t('Any of these; everybody where nothing is chosen. A policy about a role is also about those who inherit it.')}</p>
      <div class="checks" role="group" aria-label=${t('Roles')}>${roles.map(({ key, title }) => checkboxOf(`role-${key}`, t(title), chosen.includes(key), (isOn) => toggle(key, isOn)))}
        ${chosen.filter((key) => !known.has(key)).map((key) => checkboxOf(`role-${key}`, t('{role} (removed)', { role: key }), true, (isOn) => toggle(key, isOn)))}</div>
      <div class="two">${field('groups', t('Groups'), groups)}${field('principals', t('Accounts and services'), people)}</div>
    </div></dw-card>`;
  }
}
