import { baseStyles, DataWaveElement, formStyles, type ProblemError } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Asks for name and password. Fires `dw-sign-in` with both; the shell answers through `problem` and `busy`. */
export class ShellSignIn extends DataWaveElement {
  static override properties = {
    problem: { attribute: false },
    busy: { type: Boolean },
    bare: { type: Boolean, reflect: true },
  };
  declare problem: ProblemError | null;
  declare busy: boolean;
  /** Without the surroundings of a page: inside a dialog. */
  declare bare: boolean;

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
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>(this.bare ? '#password' : '#username')?.focus();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('problem') && this.problem !== null)
      this.renderRoot.querySelector<HTMLInputElement>('#password')?.select();
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.busy) return;
    const data = new FormData(event.target);
    this.dispatchEvent(
      new CustomEvent('dw-sign-in', {
        detail: {
          username: String(data.get('username') ?? '').trim(),
          password: String(data.get('password') ?? ''),
        },
      }),
    );
  };

  override render(): unknown {
    if (this.bare) return html`<div class="bare">${this.#form()}</div>`;
    return html`<main>
      <div class="brand"><img src="/favicon.svg" alt="" width="32" height="32">DataWave</div>
      <div class="panel"><h1>Sign in</h1>${this.#form()}
        <details><summary>Where do I find the password?</summary>
          <p>The first administrator is called <code>admin</code>. Its password was printed once in the terminal when DataWave started for the first time.</p>
          <p>It can be set beforehand with the environment variable <code>DATAWAVE_ADMIN_PASSWORD</code>.</p>
        </details>
      </div>
    </main>`;
  }

  #form(): unknown {
    const invalid = this.problem?.status === 401 ? 'true' : nothing;
    return html`
      ${this.problem === null ? nothing : html`<dw-callout tone="danger" live>${this.problem.status === 401 ? 'The name or the password is wrong.' : this.problem.message}${this.problem.hint === null || this.problem.status === 401 ? nothing : html` ${this.problem.hint}`}</dw-callout>`}
      <form @submit=${this.#submit}>
        <div class="field"><label for="username">User name</label>
          <input id="username" name="username" autocomplete="username" autocapitalize="off" spellcheck="false" required aria-invalid=${invalid}></div>
        <div class="field"><label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required aria-invalid=${invalid}></div>
        <dw-button variant="primary" type="submit" ?busy=${this.busy}>Sign in</dw-button>
        <input type="submit" hidden>
      </form>`;
  }
}
