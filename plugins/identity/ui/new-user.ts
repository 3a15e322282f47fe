import {
  attempt,
  baseStyles,
  DataWaveElement,
  enterField,
  FormDraft,
  fieldOf,
  formStyles,
  layoutStyles,
  type ProblemError,
  rich,
  saveForm,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type Account, type AccountNames, faultAt, focusFault, otherFault, userPath } from './api.ts';
import { newPasswordField } from './new-password.ts';
import { type ResetLink, resetLink } from './reset-link.ts';

const EMPTY: AccountNames = { displayName: '', username: '', email: '' };

/** Adds somebody, who then sets a password by a link or is given one. Fires `dw-added`, and `dw-done` when nothing is left to be seen. */
export class IdentityNewUser extends DataWaveElement {
  static override properties = {
    values: { state: true },
    byLink: { state: true },
    isShown: { state: true },
    isSaving: { state: true },
    problem: { state: true },
    made: { state: true },
  };
  declare values: AccountNames;
  declare byLink: boolean;
  declare isShown: boolean;
  declare isSaving: boolean;
  declare problem: ProblemError | null;
  declare made: { readonly account: Account; readonly link: ResetLink } | null;

  /** Without the password, which is never kept. */
  readonly #draft = new FormDraft<AccountNames>(this, () => 'new-user');

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
    this.values = EMPTY;
    this.byLink = true;
    this.isShown = false;
    this.isSaving = false;
    this.problem = null;
    this.made = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.values = this.#draft.take()?.values ?? EMPTY;
  }

  override firstUpdated(): void {
    void enterField(this.renderRoot, '#displayName');
  }

  #typed(name: keyof AccountNames): (event: Event) => void {
    return (event) => {
      this.values = { ...this.values, [name]: textOf(event) };
      this.#draft.keep(this.values);
    };
  }

  #cancel(): void {
    this.#draft.clear();
    this.#done();
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
    const add = async (): Promise<void> => {
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
        this.shell.notify({ tone: 'success', message: t('{name} is added.', { name: account.displayName }) });
        this.#done();
      }
    };
    await saveForm(this, add, { draft: this.#draft });
    if (this.problem !== null) await focusFault(this);
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
    if (this.made !== null) {
      const { account } = this.made;
      return html`<dw-card><div class="stack">${resetLink(this.made.link, this.made.account, () => this.#done())}
        <p class="muted">${rich('Until a role is given to {name}, or to a group with them in it, they see nothing: go on at <a>their account</a> once you have the link.', { name: html`<bdi>${this.made.account.displayName}</bdi>`, a: (parts) => html`<a href=${`/users/${encodeURIComponent(account.id)}?tab=roles`}>${parts}</a>` })}</p></div></dw-card>`;
    }
    const { problem, values } = this;
    const name = faultAt(problem, '/body/username', t('The name'));
    const email = faultAt(problem, '/body/email', t('The address'));
    const password = faultAt(problem, '/body/password', t('The password'));
    const other = otherFault(problem, '/body/username', '/body/email', '/body/password');
    const choose = (byLink: boolean) => (): void => {
      this.byLink = byLink;
    };
    return html`<dw-card heading=${t('Add somebody')}><form class="stack" @submit=${this.#add}>
      ${this.#draft.note(() => {
        this.values = EMPTY;
      })}
      <div class="two">
        ${fieldOf('displayName', t('Name'), html`<input id="displayName" name="displayName" required maxlength="100" autocomplete="off" .value=${values.displayName} @input=${this.#typed('displayName')}>`)}
        ${fieldOf('username', t('User name'), html`<input id="username" name="username" .value=${values.username} @input=${this.#typed('username')} required maxlength="200" autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${name === null ? nothing : 'true'} aria-describedby=${name === null ? 'username-help' : 'username-help username-fault'}>`, { help: t('What they sign in with.'), fault: name })}
        ${fieldOf('email', t('E-mail'), html`<input id="email" name="email" .value=${values.email} @input=${this.#typed('email')} type="email" maxlength="320" autocomplete="off" aria-invalid=${email === null ? nothing : 'true'} aria-describedby=${email === null ? nothing : 'email-fault'}>`, { fault: email })}
      </div>
      <fieldset><legend>${t('Password')}</legend>
        <div class="check"><input type="radio" name="how" id="by-link" .checked=${this.byLink} @change=${choose(true)}><label for="by-link">${t('They set it by a link that you hand over')}</label></div>
        <div class="check"><input type="radio" name="how" id="by-hand" .checked=${!this.byLink} @change=${choose(false)}><label for="by-hand">${t('I set it now')}</label></div>
      </fieldset>
      ${
        this.byLink
          ? nothing
          : newPasswordField({
              label: t('Password'),
              fault: password,
              isShown: this.isShown,
              show: (isShown) => {
                this.isShown = isShown;
              },
            })
      }
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Add')}</dw-button><dw-button variant="quiet" @click=${() => this.#cancel()}>${t('Cancel')}</dw-button></div><input type="submit" hidden>
    </form></dw-card>`;
  }
}
