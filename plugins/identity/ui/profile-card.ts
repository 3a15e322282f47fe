import {
  baseStyles,
  DataWaveElement,
  EditGuard,
  FormDraft,
  fieldOf,
  formStyles,
  type ProblemError,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import {
  type AccountNames,
  faultAt,
  focusFault,
  namesOf,
  type OwnAccount,
  otherFault,
  sentOf,
} from './api.ts';

/** One's own name and e-mail address. Fires `dw-changed`. */
export class IdentityProfile extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    etag: { attribute: false },
    values: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare account: OwnAccount;
  /** Version that is shown; none when empty. */
  declare etag: string;
  declare values: Omit<AccountNames, 'username'>;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  #isFilled = false;
  readonly #draft = new FormDraft<Omit<AccountNames, 'username'>>(this, () => 'profile');
  readonly #guard = new EditGuard<Omit<AccountNames, 'username'>>(this, {
    topic: 'session',
    load: async (signal) => {
      const { value, etag } = await this.shell.api.getVersioned<OwnAccount>('/account', { signal });
      return { value: ownNamesOf(value), etag };
    },
    mine: () => this.values,
    take: (values) => {
      this.values = values;
    },
    fields: () => ({ displayName: t('Name'), email: t('E-mail') }),
  });

  static override styles = [
    baseStyles,
    formStyles,
    css`
      form { display: grid; gap: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.etag = '';
    this.values = { displayName: '', email: '' };
    this.isSaving = false;
    this.problem = null;
  }

  /** What is read anew while somebody writes stays out of the form. */
  override willUpdate(): void {
    if (this.#isFilled) return;
    this.#isFilled = true;
    const present = ownNamesOf(this.account);
    const left = this.#draft.take();
    this.values = left?.values ?? present;
    this.#guard.begin(present, left === null ? this.etag || null : left.etag);
  }

  #change(part: Partial<Omit<AccountNames, 'username'>>): void {
    this.values = { ...this.values, ...part };
    this.#draft.keep(this.values, { etag: this.#guard.etag });
  }

  readonly #anew = (): void => {
    this.#isFilled = false;
    this.requestUpdate();
  };

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    await saveForm(
      this,
      async () => {
        const { value, etag } = await this.#send();
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

  async #send(): Promise<{ readonly value: OwnAccount; readonly etag: string | null }> {
    await this.shell.api.patch('/account', sentOf(this.values), { ifMatch: this.#guard.etag });
    return this.shell.api.getVersioned<OwnAccount>('/account');
  }

  override render(): unknown {
    const { identities } = this.account;
    const { displayName, email } = this.values;
    const name = faultAt(this.problem, '/body/displayName', t('The name'));
    const mail = faultAt(this.problem, '/body/email', t('The address'));
    const other = otherFault(this.problem, '/body/displayName', '/body/email');
    return html`<dw-card heading=${t('Profile')}><form @submit=${this.#save}>
      ${this.#guard.note()}${this.#draft.note(this.#anew)}
      ${fieldOf('displayName', t('Name'), html`<input id="displayName" name="displayName" autocomplete="name" required maxlength="100" .value=${displayName} @input=${(event: Event) => this.#change({ displayName: textOf(event) })} aria-invalid=${name === null ? nothing : 'true'} aria-describedby=${name === null ? nothing : 'displayName-fault'}>`, { fault: name })}
      ${fieldOf('email', t('E-mail'), html`<input id="email" name="email" type="email" autocomplete="email" maxlength="320" .value=${email} @input=${(event: Event) => this.#change({ email: textOf(event) })} aria-invalid=${mail === null ? nothing : 'true'} aria-describedby=${mail === null ? nothing : 'email-fault'}>`, { fault: mail })}
      ${identities.length === 0 ? nothing : html`<p class="help">${t('Known by {providers}, which may change this at the next sign-in.', { providers: identities.map(({ provider }) => provider).join(', ') })}</p>`}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div><dw-button type="submit" ?busy=${this.isSaving}>${t('Save')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}

const ownNamesOf = (account: OwnAccount): Omit<AccountNames, 'username'> => {
  const { displayName, email } = namesOf(account);
  return { displayName, email };
};
