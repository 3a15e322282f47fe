import {
  askForPasskey,
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  isAborted,
  type PasskeyQuestion,
  ProblemError,
  passkeyObstacle,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Credentials } from '../session.ts';
import { hrefHere, type SignInWays, waysToSignIn } from '../sign-in-ways.ts';

/** The account asks for a code beside the password. */
const CODE_NEEDED = 'DW_AUTH_SECOND_FACTOR';

interface OwnAccount {
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly identities: readonly { readonly provider: string }[];
}

/** With what somebody can prove anew that it is them. */
interface Proofs {
  /** The kernel's own administrator signs in anew, with the name. */
  readonly asksName: boolean;
  readonly password: boolean;
  readonly code: boolean;
  readonly passkey: boolean;
  readonly redirects: SignInWays['redirects'];
}

const KERNEL: Proofs = { asksName: true, password: true, code: false, passkey: false, redirects: [] };

/**
 * Asks whoever is signed in to prove anew who they are, where a request asks for a recent sign-in. However many requests ask
 * at a time, one dialog is shown.
 */
export class ShellStepUp extends DataWaveElement {
  static override properties = {
    proofs: { state: true },
    problem: { state: true },
    isBusy: { state: true },
  };
  declare proofs: Proofs | null;
  declare problem: ProblemError | null;
  declare isBusy: boolean;
  readonly #signIn: (credentials: Credentials) => Promise<void>;
  #isProven = false;
  #asking: { readonly done: Promise<boolean>; readonly settle: (isProven: boolean) => void } | null = null;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      form { display: grid; gap: var(--dw-space-4); }
      .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); }
      .ways { display: grid; gap: var(--dw-space-2); }
    `,
  ];

  /** @param signIn - opens another session, for the kernel's own administrator, who has no other way */
  constructor(signIn: (credentials: Credentials) => Promise<void>) {
    super();
    this.#signIn = signIn;
    this.proofs = null;
    this.problem = null;
    this.isBusy = false;
  }

  /** Resolves with whether they did. */
  prove(): Promise<boolean> {
    if (this.#asking === null) {
      const { promise: done, resolve } = Promise.withResolvers<boolean>();
      this.#asking = { done, settle: resolve };
      void this.#open();
    }
    return this.#asking.done;
  }

  async #open(): Promise<void> {
    const { api } = this.shell;
    try {
      const [account, ways] = await Promise.all([
        api.get<OwnAccount>('/account').catch(noneWhere404),
        waysToSignIn(api),
      ]);
      this.proofs = account === null ? KERNEL : proofsOf(account, ways);
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('input')?.focus();
    } catch (error) {
      this.#settle(false);
      if (!(error instanceof ProblemError) && !isAborted(error)) throw error;
    }
  }

  /** Closes the dialog, which gives the focus back to where it was. */
  #close(isProven: boolean): void {
    this.#isProven = isProven;
    const dialog = this.renderRoot.querySelector<HTMLElement & { open: boolean }>('dw-dialog');
    if (dialog !== null) dialog.open = false;
  }

  #settle(isProven: boolean): void {
    const asking = this.#asking;
    this.#asking = null;
    this.proofs = null;
    this.problem = null;
    this.isBusy = false;
    this.#isProven = false;
    asking?.settle(isProven);
  }

  async #try(prove: () => Promise<boolean>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    try {
      if (await prove()) this.#close(true);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      if (error.code === CODE_NEEDED && this.proofs !== null) this.proofs = { ...this.proofs, code: true };
      await this.updateComplete;
      this.renderRoot
        .querySelector<HTMLInputElement>(error.code === CODE_NEEDED ? '#code' : '#password')
        ?.select();
    } finally {
      this.isBusy = false;
    }
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { proofs } = this;
    if (!(event.target instanceof HTMLFormElement) || proofs === null) return;
    const data = new FormData(event.target);
    const given = (name: string): string => String(data.get(name) ?? '');
    const code = given('code').replaceAll(/\s/g, '');
    const body = { password: given('password'), ...(code === '' ? {} : { code }) };
    void this.#try(async () => {
      if (proofs.asksName) await this.#signIn({ username: given('username').trim(), ...body });
      else await this.shell.api.post('/auth/step-up', body);
      return true;
    });
  };

  #withPasskey(): void {
    void this.#try(async () => {
      const { api } = this.shell;
      const question = await api.post<PasskeyQuestion>('/auth/step-up/options');
      const answer = await askForPasskey(question, { signal: this.lifetime });
      if (answer === null) return false;
      await api.post('/auth/step-up', answer);
      return true;
    });
  }

  override render(): unknown {
    const { proofs } = this;
    if (proofs === null) return nothing;
    return html`<dw-dialog heading=${t('Confirm that it is you')} .open=${true} @close=${() => this.#settle(this.#isProven)}>
      ${this.#content(proofs)}</dw-dialog>`;
  }

  #content({ asksName, password, code, passkey, redirects }: Proofs): unknown {
    const cancel = html`<dw-button @click=${() => this.#close(false)}>${t('Cancel')}</dw-button>`;
    const name = html`<input id="username" name="username" autocomplete="username" autocapitalize="off" spellcheck="false" required>`;
    const secret = html`<input id="password" name="password" type="password" autocomplete="current-password" required>`;
    const digits = html`<input id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40" required aria-describedby="code-help">`;
    const ways = [
      ...(passkey
        ? [html`<dw-button icon="key" @click=${() => this.#withPasskey()}>${t('Use a passkey')}</dw-button>`]
        : []),
      ...redirects.map(
        ({ title, start }) =>
          html`<dw-button icon="external" href=${withQuery(start, { returnTo: hrefHere() })}>${t('Sign in with {title} again', { title })}</dw-button>`,
      ),
    ];
    return html`<p class="muted">${t('This asks for a recent sign-in, so that nobody does it at a computer that was left alone.')}</p>
      ${this.problem === null ? nothing : this.#callout(this.problem, code)}
      ${ways.length === 0 ? nothing : html`<div class="ways">${ways}</div>`}
      ${redirects.length === 0 ? nothing : html`<p class="muted small">${t('You come back to this page; what is not saved on it is lost.')}</p>`}
      ${
        password
          ? html`<form @submit=${this.#submit}>
            ${asksName ? fieldOf('username', t('User name'), name) : nothing}
            ${fieldOf('password', t('Password'), secret)}
            ${code ? fieldOf('code', t('Code'), digits, { help: t('Of your authenticator app, or a recovery code.') }) : nothing}
            <div class="actions">${cancel}<dw-button variant="primary" type="submit" ?busy=${this.isBusy}>${t('Confirm')}</dw-button></div><input type="submit" hidden></form>`
          : html`<div class="actions">${cancel}</div>`
      }
      ${
        password || ways.length > 0
          ? nothing
          : html`<dw-callout tone="warning">${t('Nothing of this account can be asked for here. Sign out, sign in again and repeat it.')}</dw-callout>`
      }`;
  }

  #callout(problem: ProblemError, asksCode: boolean): unknown {
    if (problem.code === CODE_NEEDED)
      return html`<dw-callout tone="info" live>${t('This account asks for a code beside the password.')}</dw-callout>`;
    const text =
      problem.code !== 'DW_AUTH_FAILED'
        ? `${problem.message} ${problem.hint ?? ''}`
        : asksCode
          ? t('The password or the code is wrong.')
          : t('That was not right. Try again.');
    return html`<dw-callout tone="danger" live>${text}</dw-callout>`;
  }
}

function proofsOf(account: OwnAccount, ways: SignInWays): Proofs {
  const known = new Set(account.identities.map(({ provider }) => provider));
  return {
    asksName: false,
    password: account.hasPassword || ways.directories.some((key) => known.has(key)),
    code: account.hasTotp,
    passkey: account.passkeys > 0 && passkeyObstacle() === null,
    redirects: ways.redirects.filter(({ key }) => known.has(key)),
  };
}

/** While the kernel itself signs people in there is no such route. */
const noneWhere404 = (error: unknown): null => {
  if (error instanceof ProblemError && error.status === 404) return null;
  throw error;
};
