import {
  baseStyles,
  DataWaveElement,
  EditGuard,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import {
  type AccountDetail,
  type AccountNames,
  faultAt,
  focusFault,
  namesOf,
  otherFault,
  sentOf,
  userPath,
} from './api.ts';

/** Somebody's names and address, to be changed. Fires `dw-changed`. */
export class IdentityUserProfile extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    etag: { attribute: false },
    values: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare account: AccountDetail;
  /** Version that is shown; none when empty. */
  declare etag: string;
  declare values: AccountNames;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  /** Id of the account that stands in the form. */
  #filledWith: string | null = null;
  readonly #draft = new FormDraft<AccountNames>(this, () => 'profile');
  readonly #guard = new EditGuard<AccountNames>(this, {
    topic: 'users',
    load: async (signal) => {
      const { value, etag } = await this.#read(signal);
      return { value: namesOf(value), etag };
    },
    mine: () => this.values,
    take: (values) => {
      this.values = values;
    },
    fields: () => ({ displayName: t('Name'), username: t('User name'), email: t('E-mail') }),
  });
  static override styles = [baseStyles, layoutStyles, formStyles];

  constructor() {
    super();
    this.etag = '';
    this.values = { displayName: '', username: '', email: '' };
    this.isSaving = false;
    this.problem = null;
  }

  /** What is read anew while somebody writes stays out of the form. */
  override willUpdate(): void {
    if (this.#filledWith === this.account.id) return;
    this.#filledWith = this.account.id;
    const present = namesOf(this.account);
    const left = this.#draft.take();
    this.values = left?.values ?? present;
    this.#guard.begin(present, left === null ? this.etag || null : left.etag);
  }

  #read(signal?: AbortSignal): Promise<{ readonly value: AccountDetail; readonly etag: string | null }> {
    return this.shell.api.getVersioned<AccountDetail>(
      userPath(this.account.id),
      signal === undefined ? {} : { signal },
    );
  }

  #change(part: Partial<AccountNames>): void {
    this.values = { ...this.values, ...part };
    this.#draft.keep(this.values, { etag: this.#guard.etag });
  }

  readonly #anew = (): void => {
    this.#filledWith = null;
    this.requestUpdate();
  };

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    await saveForm(
      this,
      async () => {
        const path = userPath(this.account.id);
        await this.shell.api.patch(path, sentOf(this.values), { ifMatch: this.#guard.etag });
        const { value, etag } = await this.#read();
        this.account = value;
        this.etag = etag ?? '';
        this.shell.notify({ tone: 'success', message: t('Saved.') });
        this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
      },
      { draft: this.#draft, guard: this.#guard },
    );
    if (this.problem === null) this.#anew();
    else await focusFault(this);
  };

  override render(): unknown {
    const field = (name: keyof AccountNames, label: string, type = 'text', isRequired = true): unknown => {
      const fault = faultAt(this.problem, `/body/${name}`, t('This'));
      return fieldOf(
        name,
        label,
        html`<input id=${name} name=${name} type=${type} ?required=${isRequired} maxlength="200" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${this.values[name]}
          @input=${(event: Event) => this.#change({ [name]: textOf(event) })} aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? nothing : `${name}-fault`}>`,
        { fault },
      );
    };
    const other = otherFault(this.problem, '/body/displayName', '/body/username', '/body/email');
    return html`<dw-card heading=${t('Edit')}><form class="stack" @submit=${this.#save}>
      ${this.#guard.note()}${this.#draft.note(this.#anew)}
      ${field('displayName', t('Name'))}
      ${field('username', t('User name'))}
      ${field('email', t('E-mail'), 'email', false)}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div><dw-button type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
