import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
} from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type AccountDetail, faultAt, otherFault, userPath } from './api.ts';

/** Somebody's names and address, to be changed. Fires `dw-changed`. */
export class IdentityUserProfile extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    etag: { attribute: false },
    isSaving: { state: true },
    problem: { state: true },
  };
  declare account: AccountDetail;
  /** Version that is shown; none when empty. */
  declare etag: string;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  static override styles = [baseStyles, layoutStyles, formStyles];

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
    const given = (name: string): string => String(data.get(name) ?? '').trim();
    const email = given('email');
    await saveForm(this, async () => {
      await this.shell.api.patch(
        userPath(this.account.id),
        {
          displayName: given('displayName'),
          username: given('username'),
          email: email === '' ? null : email,
        },
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
    const { displayName, username, email } = this.account;
    const field = (name: string, label: string, value: string, type = 'text', isRequired = true): unknown => {
      const fault = faultAt(this.problem, `/body/${name}`, 'This');
      return fieldOf(
        name,
        label,
        html`<input id=${name} name=${name} type=${type} ?required=${isRequired} maxlength="200" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${value}
          aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? nothing : `${name}-fault`}>`,
        { fault },
      );
    };
    const other = otherFault(this.problem, '/body/displayName', '/body/username', '/body/email');
    return html`<dw-card heading="Edit"><form class="stack" @submit=${this.#save}>
      ${field('displayName', 'Name', displayName)}
      ${field('username', 'User name', username)}
      ${field('email', 'E-mail', email ?? '', 'email', false)}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div><dw-button type="submit" ?busy=${this.isSaving}>Save</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
