import {
  baseStyles,
  DataWaveElement,
  enterField,
  formStyles,
  layoutStyles,
  type ProblemError,
  saveForm,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { faultAt, focusFault, otherFault } from './api.ts';
import { newPasswordField } from './new-password.ts';

/**
 * Where a link to set a password leads. Its token stands in the fragment, which no server sees; it is taken out of the address at once,
 * so that it stays in no history either.
 */
export class IdentityResetPasswordPage extends DataWaveElement {
  static override properties = {
    isSaving: { state: true },
    isShown: { state: true },
    isDone: { state: true },
    problem: { state: true },
    token: { state: true },
  };
  declare isSaving: boolean;
  declare isShown: boolean;
  declare isDone: boolean;
  declare problem: ProblemError | null;
  declare token: string;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      :host { display: grid; gap: var(--dw-space-5); width: min(23rem, calc(100vw - 2rem)); }
      .brand { display: flex; align-items: center; gap: var(--dw-space-3); font-size: var(--dw-font-size-l); font-weight: 640; letter-spacing: -0.015em; }
      .brand img { width: 2rem; height: 2rem; }
      .panel { display: grid; gap: var(--dw-space-5); padding: var(--dw-space-6); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow); }
      @media (max-width: 480px) { .panel { padding: var(--dw-space-5); } }
    `,
  ];

  constructor() {
    super();
    this.isSaving = false;
    this.isShown = false;
    this.isDone = false;
    this.problem = null;
    this.token = '';
    this.#takeToken();
  }

  override firstUpdated(): void {
    void enterField(this.renderRoot, 'input');
  }

  #takeToken(): void {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token === null) return;
    this.token = token;
    this.problem = null;
    this.isDone = false;
    history.replaceState(history.state, '', location.pathname);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${t('New password')} · DataWave`;
    // Another link, opened in the same tab, changes no more than the fragment.
    this.listen(window, 'hashchange', () => this.#takeToken());
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const password = String(new FormData(event.target).get('password') ?? '');
    await saveForm(this, async () => {
      await this.shell.api.post('/auth/password-resets', { token: this.token, password });
      this.isDone = true;
    });
    if (this.problem !== null) await focusFault(this);
  };

  override render(): unknown {
    return html`<div class="brand"><img src="/favicon.svg" alt="" width="32" height="32">DataWave</div>
      <div class="panel"><h1>${t('New password')}</h1>${this.#content()}</div>`;
  }

  #content(): unknown {
    // Anew, because whoever is signed in here may be so no more.
    const leave = (): void => location.assign('/');
    const signIn = html`<dw-button variant=${this.isDone ? 'primary' : 'secondary'} @click=${leave}>${t('To the sign-in')}</dw-button>`;
    if (this.isDone)
      return html`<dw-callout tone="success" live>${t('The password is set. Every session of the account has ended.')}</dw-callout>${signIn}`;
    if (this.token === '' || this.problem?.status === 401)
      return html`<dw-callout tone="danger" live heading="${t('This link is not good any more.')} ">${t('It was used, is too old, or another was made after it. Ask for a new one.')}</dw-callout>${signIn}`;
    const other = otherFault(this.problem, '/body/password');
    return html`<form class="stack" @submit=${this.#save}>
      ${newPasswordField({
        label: t('New password'),
        fault: faultAt(this.problem, '/body/password', t('The password')),
        isShown: this.isShown,
        show: (isShown) => {
          this.isShown = isShown;
        },
      })}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <dw-button variant="primary" type="submit" ?busy=${this.isSaving}>${t('Set the password')}</dw-button><input type="submit" hidden>
    </form>`;
  }
}
