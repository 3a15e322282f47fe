import {
  baseStyles,
  DataWaveElement,
  formStyles,
  type PasskeyAnswer,
  ProblemError,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Credentials } from '../session.ts';
import { type SignInWays, waysToSignIn } from '../sign-in-ways.ts';

/** The account asks for a code beside the password. */
const CODE_NEEDED = 'DW_AUTH_SECOND_FACTOR';

/**
 * Asks for name and password, and for a code where the account does, or for a passkey, or sends the browser to where people sign in.
 * Fires `dw-sign-in` with what was given, or `dw-sign-in-passkey`; the shell answers through `problem` and `busy`.
 */
export class ShellSignIn extends DataWaveElement {
  static override properties = {
    problem: { attribute: false },
    busy: { type: Boolean },
    bare: { type: Boolean, reflect: true },
    failedElsewhere: { type: String },
    asksCode: { state: true },
    ways: { state: true },
    isForgotten: { state: true },
  };
  declare problem: ProblemError | null;
  declare busy: boolean;
  /** Without the surroundings of a page: inside a dialog. */
  declare bare: boolean;
  /** Why a sign-in at a provider came to nothing, as a code; empty when none did. */
  declare failedElsewhere: string;
  /** Once asked for, the code stays asked for: a wrong one is no reason to hide its field. */
  declare asksCode: boolean;
  declare ways: SignInWays | null;
  declare isForgotten: boolean;
  #isByPasskey = false;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: grid; min-height: 100dvh; place-items: center; padding: var(--dw-space-4); }
      :host([bare]) { min-height: 0; padding: 0; place-items: stretch; }
      main, .bare { display: grid; gap: var(--dw-space-5); width: 100%; max-width: 23rem; }
      .bare { max-width: none; }
      .brand { display: flex; align-items: center; gap: var(--dw-space-3); font-size: var(--dw-font-size-l); font-weight: 640; letter-spacing: -0.015em; }
      .brand img { width: 2rem; height: 2rem; }
      .panel { display: grid; gap: var(--dw-space-5); padding: var(--dw-space-6); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow); }
      form { display: grid; gap: var(--dw-space-4); }
      .forgot { justify-self: start; min-height: 1.75rem; border: 0; padding: 0; background: none; color: var(--dw-link); font: inherit; font-size: var(--dw-font-size-s); cursor: pointer; }
      .forgot:hover { text-decoration: underline; }
      details p { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      details p + p { margin-top: var(--dw-space-2); }
      @media (max-width: 480px) { .panel { padding: var(--dw-space-5); } }
    `,
  ];

  constructor() {
    super();
    this.problem = null;
    this.busy = false;
    this.bare = false;
    this.failedElsewhere = '';
    this.asksCode = false;
    this.ways = null;
    this.isForgotten = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#learnWays();
  }

  async #learnWays(): Promise<void> {
    try {
      this.ways = await waysToSignIn(this.shell.api);
    } catch (error) {
      // A password does without them, and signing in tells when the server does not answer.
      if (!(error instanceof ProblemError)) throw error;
    }
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('problem') && this.problem?.code === CODE_NEEDED) this.asksCode = true;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>(this.bare ? '#password' : '#username')?.focus();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('problem') && this.problem !== null)
      this.renderRoot.querySelector<HTMLInputElement>(this.asksCode ? '#code' : '#password')?.select();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.busy) return;
    const data = new FormData(event.target);
    const given = (name: string): string => String(data.get(name) ?? '');
    const code = given('code').replaceAll(/\s/g, '');
    const detail: Credentials = {
      username: given('username').trim(),
      password: given('password'),
      ...(code === '' ? {} : { code }),
    };
    this.#isByPasskey = false;
    this.dispatchEvent(new CustomEvent('dw-sign-in', { detail }));
  };

  override render(): unknown {
    if (this.bare) return html`<div class="bare">${this.#form()}</div>`;
    return html`<main>
      <div class="brand"><img src="/favicon.svg" alt="" width="32" height="32">DataWave</div>
      ${this.isForgotten ? this.#forgotten() : this.#panel()}
    </main>`;
  }

  #forgotten(): unknown {
    const back = (): void => {
      this.isForgotten = false;
    };
    return html`<div class="panel"><h1>${t('Forgot password')}</h1><shell-forgot-password @dw-back=${back}></shell-forgot-password></div>`;
  }

  #panel(): unknown {
    const code = (parts: readonly unknown[]): unknown => html`<code>${parts}</code>`;
    return html`<div class="panel"><h1>${t('Sign in')}</h1>${this.#form()}
        <details><summary>${t('Where do I find the password?')}</summary>
          <p>${t('Your administrator gives you a link to set one by, also when it is forgotten.')}</p>
          <p>${rich('The first administrator is called <code>admin</code>. Its password was printed once in the terminal when DataWave started for the first time.', { code })}</p>
          <p>${rich('It can be set beforehand with the environment variable <code>DATAWAVE_ADMIN_PASSWORD</code>.', { code })}</p>
        </details>
      </div>`;
  }

  #form(): unknown {
    const isWrong = this.problem?.status === 401 && this.problem.code !== CODE_NEEDED && !this.#isByPasskey;
    const invalid = isWrong ? 'true' : nothing;
    return html`
      ${this.problem === null ? this.#elsewhere() : this.#callout(this.problem)}
      <form @submit=${this.#submit}>
        <div class="field"><label for="username">${t('User name')}</label>
          <input id="username" name="username" autocomplete="username webauthn" autocapitalize="off" spellcheck="false" required aria-invalid=${invalid}></div>
        <div class="field"><label for="password">${t('Password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required aria-invalid=${invalid}></div>
        ${this.asksCode ? this.#codeField(invalid) : nothing}
        ${this.ways?.mailsResets === true && !this.bare ? this.#forgotLink() : nothing}
        <dw-button variant="primary" type="submit" ?busy=${this.busy}>${t('Sign in')}</dw-button>
        <input type="submit" hidden>
      </form>
      ${this.ways === null ? nothing : html`<shell-sign-in-elsewhere .ways=${this.ways} @dw-sign-in-passkey=${this.#passOn}></shell-sign-in-elsewhere>`}`;
  }

  readonly #passOn = ({ type, detail }: CustomEvent<PasskeyAnswer>): void => {
    this.#isByPasskey = true;
    this.dispatchEvent(new CustomEvent(type, { detail }));
  };

  #forgotLink(): unknown {
    const forget = (): void => {
      this.isForgotten = true;
    };
    return html`<button class="forgot" type="button" @click=${forget}>${t('Forgot password?')}</button>`;
  }

  #elsewhere(): unknown {
    return this.failedElsewhere === ''
      ? nothing
      : html`<dw-callout tone="danger" live>${t('Signing in there did not work. Try again, or sign in another way. Whoever runs DataWave finds the reason in its log.')}</dw-callout>`;
  }

  #codeField(invalid: unknown): unknown {
    return html`<div class="field"><label for="code">${t('Code')}</label>
      <input id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="64" required aria-describedby="code-hint" aria-invalid=${invalid}>
      <p class="hint" id="code-hint">${t('Of your authenticator app, or a recovery code.')}</p></div>`;
  }

  #callout(problem: ProblemError): unknown {
    if (problem.code === CODE_NEEDED)
      return html`<dw-callout tone="info" live>${t('This account asks for a code beside the password.')}</dw-callout>`;
    const wrong = this.asksCode
      ? t('The name, the password or the code is wrong.')
      : t('The name or the password is wrong.');
    if (problem.status === 401 && this.#isByPasskey)
      return html`<dw-callout tone="danger" live>${t('This passkey does not sign anybody in here.')}</dw-callout>`;
    if (problem.status === 401) return html`<dw-callout tone="danger" live>${wrong}</dw-callout>`;
    return html`<dw-callout tone="danger" live>${problem.message}${problem.hint === null ? nothing : html` ${problem.hint}`}</dw-callout>`;
  }
}
