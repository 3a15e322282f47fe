import {
  baseStyles,
  checkboxOf,
  DataWaveElement,
  EditGuard,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  Resource,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type Permission, type Role, type RoleDraft, rolePath } from './api.ts';
import { refusalOf } from './faults.ts';
import { AccessPermissionPicker } from './permission-picker.ts';
import { accessStyles } from './styles.ts';

const EMPTY: RoleDraft = {
  key: '',
  title: '',
  description: '',
  permissions: [],
  inherits: [],
  everywhere: false,
};

/** `Data owner` becomes `data-owner`. */
const keyOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);

const draftOf = ({ key, title, description, permissions, inherits, everywhere }: RoleDraft): RoleDraft => ({
  key,
  title,
  description,
  permissions,
  inherits,
  everywhere,
});

/** Writes a role: a new one without {@link present}. Fires `dw-saved` with it, and `dw-cancel`. */
export class AccessRoleForm extends DataWaveElement {
  static override properties = {
    present: { attribute: false },
    etag: { attribute: false },
    draft: { state: true },
    problem: { state: true },
    isSaving: { state: true },
  };
  /** The role as it is; null for a new one. */
  declare present: Role | null;
  declare etag: string | null;
  declare draft: RoleDraft;
  declare problem: ProblemError | null;
  declare isSaving: boolean;
  #isFilled = false;
  #choices = new Resource(
    this,
    () => 'choices',
    async (_, signal) => {
      const roles = await this.shell.api.all<Role>('/roles', { signal });
      const permissions = this.shell.may('access:read')
        ? (await this.shell.api.list<Permission>('/access/permissions', { signal })).items
        : [];
      return { roles, permissions };
    },
  );

  readonly #kept = new FormDraft<RoleDraft>(this, () => 'role');
  readonly #guard = new EditGuard<RoleDraft>(this, {
    topic: 'roles',
    load: async (signal) => {
      const { value, etag } = await this.shell.api.getVersioned<Role>(rolePath(this.present?.id ?? ''), {
        signal,
      });
      return { value: draftOf(value), etag };
    },
    mine: () => this.draft,
    take: (draft) => {
      this.draft = draft;
    },
    fields: () => ({
      title: t('Name'),
      description: t('Description'),
      inherits: t('Inherits from'),
      permissions: t('Permissions of its own'),
    }),
  });

  static override styles = [baseStyles, layoutStyles, formStyles, accessStyles];

  constructor() {
    super();
    this.present = null;
    this.etag = null;
    this.draft = EMPTY;
    this.problem = null;
    this.isSaving = false;
  }

  /** What is read anew while somebody writes stays out of the form; saving it finds what has changed. */
  override willUpdate(): void {
    if (this.#isFilled) return;
    this.#isFilled = true;
    const present = this.present === null ? EMPTY : draftOf(this.present);
    const kept = this.#kept.take();
    this.draft = kept?.values ?? present;
    if (this.present !== null) this.#guard.begin(present, kept === null ? this.etag : kept.etag);
  }

  #change(part: Partial<RoleDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.#kept.keep(this.draft, { etag: this.#guard.etag });
  }

  readonly #startAnew = (): void => {
    this.#isFilled = false;
    this.requestUpdate();
  };

  #cancel(): void {
    this.#kept.clear();
    this.dispatchEvent(new Event('dw-cancel'));
  }

  async #save(): Promise<void> {
    const save = async (): Promise<void> => {
      const { key, everywhere, ...parts } = this.draft;
      const detail =
        this.present === null
          ? await this.shell.api.post<Role>('/roles', {
              ...this.draft,
              key: key === '' ? keyOf(parts.title) : key,
              everywhere,
            })
          : await this.shell.api.patch<Role>(rolePath(this.present.id), parts, { ifMatch: this.#guard.etag });
      saved = detail;
    };
    let saved: Role | null = null;
    await saveForm(this, save, { draft: this.#kept, guard: this.#guard });
    if (saved !== null) this.dispatchEvent(new CustomEvent('dw-saved', { detail: saved }));
  }

  override render(): unknown {
    const { title, key, description, everywhere } = this.draft;
    const isNew = this.present === null;
    return html`<form class="stack" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#save();
    }}>
      ${this.#guard.note()}${this.#kept.note(this.#startAnew)}
      <dw-card heading=${t('What it is')}><div class="stack">
        <div class="two">${fieldOf('title', t('Name'), html`<input id="title" required maxlength="200" .value=${title} @input=${(event: Event) => this.#change({ title: textOf(event) })}>`)}
        ${isNew ? fieldOf('key', t('Key'), html`<input id="key" pattern="[a-z][a-z0-9\\-]{0,59}" maxlength="60" spellcheck="false" autocapitalize="off" aria-describedby="key-help" placeholder=${keyOf(title)} .value=${key} @input=${(event: Event) => this.#change({ key: textOf(event) })}>`, { help: t('What explanations call it. It stays as it is.') }) : nothing}</div>
        ${fieldOf('description', t('Description'), html`<textarea id="description" maxlength="2000" rows="2" .value=${description} @input=${(event: Event) => this.#change({ description: textOf(event) })}></textarea>`)}
        ${isNew ? checkboxOf('everywhere', t('A role of every workspace; else of this one alone'), everywhere, (isOn) => this.#change({ everywhere: isOn })) : nothing}
      </div></dw-card>
      ${this.#choices.view({ ready: ({ roles, permissions }) => [this.#inherits(roles), this.#permissions(permissions)] })}
      ${refusalOf(this.problem)}
      <div class="actions"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${isNew ? t('Add role') : t('Save')}</dw-button>
        <dw-button @click=${() => this.#cancel()}>${t('Cancel')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }

  #inherits(roles: readonly Role[]): unknown {
    const { inherits, key } = this.draft;
    const others = roles.filter((role) => role.key !== key);
    const known = new Set(others.map((role) => role.key));
    const toggle = (of: string, isOn: boolean): void =>
      this.#change({ inherits: isOn ? [...inherits, of] : inherits.filter((one) => one !== of) });
    return html`<dw-card heading=${t('Inherits from')}><div class="checks">
      ${others.map((role) => checkboxOf(`inherits-${role.key}`, t(role.title), inherits.includes(role.key), (isOn) => toggle(role.key, isOn)))}
      ${inherits.filter((of) => !known.has(of)).map((of) => checkboxOf(`inherits-${of}`, t('{role} (removed)', { role: of }), true, (isOn) => toggle(of, isOn)))}
    </div></dw-card>`;
  }

  #permissions(permissions: readonly Permission[]): unknown {
    return html`<dw-card heading=${t('Permissions of its own')}><p class="muted small">${t('You can grant what you hold yourself through roles.')}</p>
      <access-permission-picker .permissions=${permissions} .chosen=${this.draft.permissions} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof AccessPermissionPicker)
          this.#change({ permissions: event.target.chosen });
      }}></access-permission-picker></dw-card>`;
  }
}
