import {
  attempt,
  baseStyles,
  DataWaveElement,
  enterField,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Account, faultAt, otherFault, userPath } from './api.ts';
import { newPasswordField } from './new-password.ts';
import { type ResetLink, resetLink } from './reset-link.ts';

/** Adds somebody, who then sets a password by a link or is given one. Fires `dw-added`, and `dw-done` when nothing is left to be seen. */
export class IdentityNewUser extends DataWaveElement {
  static override properties = {
    byLink: { state: true },
    isShown: { state: true },
    isSaving: { state: true },
    problem: { state: true },
    made: { state: true },
  };
  declare byLink: boolean;
  declare isShown: boolean;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  declare made: { readonly account: Account; readonly link: ResetLink } | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .two { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); align-items: start; }
      fieldset { gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.byLink = true;
    this.isShown = false;
    this.isSaving = false;
    this.problem = null;
    this.made = null;
  }

  override firstUpdated(): void {
    void enterField(this.renderRoot, '#displayName');
  }

  #done(): void {
    this.dispatchEvent(new Event('dw-done'));
  }

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const given = (name: string): string => String(data.get(name) ?? '').trim();
    const email = given('email');
    const { api } = this.shell;
    await saveForm(this, async () => {
      const account = await api.post<Account>('/users', {
        username: given('username'),
        displayName: given('displayName'),
        ...(email === '' ? {} : { email }),
        // Not trimmed: spaces are characters.
        ...(this.byLink ? {} : { password: String(data.get('password') ?? '') }),
      });
      this.dispatchEvent(new Event('dw-added'));
      const link = this.byLink ? await this.#linkFor(account) : null;
      if (link !== null) this.made = { account, link };
      else {
        this.shell.notify({ tone: 'success', message: `${account.displayName} is added.` });
        this.#done();
      }
    });
  };

  /** Null where it could not be made: the account is there all the same, and its page makes another. */
  async #linkFor({ id }: Account): Promise<ResetLink | null> {
    let link: ResetLink | null = null;
    await attempt(this.shell, async () => {
      link = await this.shell.api.post<ResetLink>(`${userPath(id)}/password-reset`);
    });
    return link;
  }

  override render(): unknown {
    if (this.made !== null)
      return html`<dw-card><div class="stack">${resetLink(this.made.link, this.made.account, () => this.#done())}
        <p class="muted">Until a role is given to ${this.made.account.displayName}, or to a group with them in it, they see nothing: go on at <a href=${`/users/${encodeURIComponent(this.made.account.id)}`}>their account</a> once you have the link.</p></div></dw-card>`;
    const { problem } = this;
    const name = faultAt(problem, '/body/username', 'The name');
    const email = faultAt(problem, '/body/email', 'The address');
    const password = faultAt(problem, '/body/password', 'The password');
    const other = otherFault(problem, '/body/username', '/body/email', '/body/password');
    const choose = (byLink: boolean) => (): void => {
      this.byLink = byLink;
    };
    return html`<dw-card heading="Add somebody"><form class="stack" @submit=${this.#add}>
      <div class="two">
        ${fieldOf('displayName', 'Name', html`<input id="displayName" name="displayName" required maxlength="100" autocomplete="off">`)}
        ${fieldOf('username', 'User name', html`<input id="username" name="username" required maxlength="200" autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${name === null ? nothing : 'true'} aria-describedby=${name === null ? 'username-help' : 'username-help username-fault'}>`, { help: 'What they sign in with.', fault: name })}
        ${fieldOf('email', 'E-mail', html`<input id="email" name="email" type="email" maxlength="320" autocomplete="off" aria-invalid=${email === null ? nothing : 'true'} aria-describedby=${email === null ? nothing : 'email-fault'}>`, { fault: email })}
      </div>
      <fieldset><legend>Password</legend>
        <div class="check"><input type="radio" name="how" id="by-link" .checked=${this.byLink} @change=${choose(true)}><label for="by-link">They set it by a link that you hand over</label></div>
        <div class="check"><input type="radio" name="how" id="by-hand" .checked=${!this.byLink} @change=${choose(false)}><label for="by-hand">I set it now</label></div>
      </fieldset>
      ${
        this.byLink
          ? nothing
          : newPasswordField({
              label: 'Password',
              fault: password,
              isShown: this.isShown,
              show: (isShown) => {
                this.isShown = isShown;
              },
            })
      }
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>Add</dw-button><dw-button variant="quiet" @click=${() => this.#done()}>Cancel</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
