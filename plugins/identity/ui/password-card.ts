import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  type ProblemError,
  saveForm,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { faultAt, focusFault, type OwnAccount, otherFault } from './api.ts';
import { newPasswordField } from './new-password.ts';

const WRONG = new Set(['DW_AUTH_FAILED', 'DW_AUTH_SECOND_FACTOR']);

/** Changes one's own password. Every other session ends with it. Fires `dw-changed`. */
export class IdentityPassword extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    isSaving: { state: true },
    isShown: { state: true },
    problem: { state: true },
  };
  declare account: OwnAccount;
  declare isSaving: boolean;
  declare isShown: boolean;
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
    this.isSaving = false;
    this.isShown = false;
    this.problem = null;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const data = new FormData(form);
    const given = (name: string): string => String(data.get(name) ?? '');
    const code = given('code').replaceAll(/\s/g, '');
    await saveForm(this, async () => {
      await this.shell.api.put('/account/password', {
        current: given('current'),
        next: given('password'),
        ...(code === '' ? {} : { code }),
      });
      form.reset();
      this.isShown = false;
      this.shell.notify({
        tone: 'success',
        message: t('The password is changed. Every other session has ended.'),
      });
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    });
    if (this.problem !== null) await focusFault(this);
  };

  override render(): unknown {
    return html`<dw-card heading=${t('Password')}>${this.account.hasPassword ? this.#form() : html`<p class="muted">${t('A directory checks your password. Change it there.')}</p>`}</dw-card>`;
  }

  #form(): unknown {
    const { problem } = this;
    const isWrong = problem !== null && WRONG.has(problem.code);
    const next = faultAt(problem, '/body/next', t('The password'));
    const other = isWrong ? null : otherFault(problem, '/body/next');
    const current = !isWrong
      ? null
      : this.account.hasTotp
        ? t('The password or the code is wrong.')
        : t('The password is wrong.');
    const invalid = isWrong ? 'true' : nothing;
    return html`<form @submit=${this.#save}>
      <input type="text" name="username" autocomplete="username" .value=${this.account.username} hidden>
      ${fieldOf('current', t('Present password'), html`<input id="current" name="current" type="password" autocomplete="current-password" required maxlength="1000" aria-invalid=${invalid} aria-describedby=${isWrong ? 'current-fault' : nothing}>`, { fault: current })}
      ${
        this.account.hasTotp
          ? fieldOf(
              'code',
              t('Code'),
              html`<input id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40" required aria-invalid=${invalid} aria-describedby="code-help">`,
              { help: t('Of your authenticator app, or a recovery code.') },
            )
          : nothing
      }
      ${newPasswordField({
        label: t('New password'),
        fault: next,
        isShown: this.isShown,
        show: (isShown) => {
          this.isShown = isShown;
        },
      })}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div><dw-button type="submit" ?busy=${this.isSaving}>${t('Change the password')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }
}
