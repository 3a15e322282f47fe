import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  type ProblemError,
  saveForm,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { faultAt, type OwnAccount, otherFault } from './api.ts';

/** One's own name and e-mail address. Fires `dw-changed`. */
export class IdentityProfile extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    etag: { attribute: false },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare account: OwnAccount;
  /** Version that is shown; none when empty. */
  declare etag: string;
  declare isSaving: boolean;
  declare problem: ProblemError | null;

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
    this.isSaving = false;
    this.problem = null;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const email = String(data.get('email') ?? '').trim();
    await saveForm(this, async () => {
      await this.shell.api.patch(
        '/account',
        { displayName: String(data.get('displayName') ?? '').trim(), email: email === '' ? null : email },
        { ifMatch: this.etag === '' ? null : this.etag },
      );
      this.shell.notify({ tone: 'success', message: 'Saved.' });
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    });
    // What somebody else has changed is shown, and what was written here stays to be saved over it.
    if (this.problem?.status === 412)
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
  };

  override render(): unknown {
    const { displayName, email, identities } = this.account;
    const name = faultAt(this.problem, '/body/displayName', 'The name');
    const mail = faultAt(this.problem, '/body/email', 'The address');
    const other = otherFault(this.problem, '/body/displayName', '/body/email');
    return html`<dw-card heading="Profile"><form @submit=${this.#save}>
      ${fieldOf('displayName', 'Name', html`<input id="displayName" name="displayName" autocomplete="name" required maxlength="100" .value=${displayName} aria-invalid=${name === null ? nothing : 'true'} aria-describedby=${name === null ? nothing : 'displayName-fault'}>`, { fault: name })}
      ${fieldOf('email', 'E-mail', html`<input id="email" name="email" type="email" autocomplete="email" maxlength="320" .value=${email ?? ''} aria-invalid=${mail === null ? nothing : 'true'} aria-describedby=${mail === null ? nothing : 'email-fault'}>`, { fault: mail })}
      ${identities.length === 0 ? nothing : html`<p class="help">Known by ${identities.map(({ provider }) => provider).join(', ')}, which may change this at the next sign-in.</p>`}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div><dw-button type="submit" ?busy=${this.isSaving}>Save</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
