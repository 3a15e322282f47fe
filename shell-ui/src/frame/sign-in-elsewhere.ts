import {
  askForPasskey,
  attempt,
  baseStyles,
  DataWaveElement,
  offersPasskeysInFields,
  type PasskeyQuestion,
  ProblemError,
  passkeyObstacle,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { rememberAskedFor } from '../sign-in-return.ts';
import { hrefHere, type RedirectWay, type SignInWays } from '../sign-in-ways.ts';

/** The server forgets its question after five minutes; before that it is asked another. */
const ASK_AGAIN_MS = 240_000;

/**
 * The ways to sign in beside a password: a passkey, and providers that the browser is sent to. Passkeys are offered among the names to
 * fill in as well, where the browser can. Fires `dw-sign-in-passkey` with what a passkey has said.
 */
export class ShellSignInElsewhere extends DataWaveElement {
  static override properties = { ways: { attribute: false }, isAsking: { state: true } };
  declare ways: SignInWays;
  declare isAsking: boolean;
  /** What is offered among the names, and how to end it. */
  #inFields = { ends: new AbortController(), done: Promise.resolve() };

  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--dw-space-3); }
      .or { display: flex; align-items: center; gap: var(--dw-space-3); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
      .or::before, .or::after { content: ''; flex: 1; height: 1px; background: var(--dw-border); }
    `,
  ];

  constructor() {
    super();
    this.ways = { redirects: [], directories: [], hasPasskeys: false, mailsResets: false };
    this.isAsking = false;
  }

  get #canUsePasskeys(): boolean {
    return this.ways.hasPasskeys && passkeyObstacle() === null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#offer();
    this.onDisconnect(() => this.#inFields.ends.abort());
  }

  #offer(): void {
    const ends = new AbortController();
    this.#inFields = { ends, done: this.#offerInFields(ends) };
  }

  /** A browser answers one question at a time: what it is asked by the button waits until this has come to its end. */
  async #offerInFields({ signal }: AbortController): Promise<void> {
    if (!this.#canUsePasskeys || !(await offersPasskeysInFields())) return;
    try {
      while (!signal.aborted) {
        const question = await this.#question();
        // One that is too old is put aside for another.
        const own = AbortSignal.any([signal, AbortSignal.timeout(ASK_AGAIN_MS)]);
        const answer = own.aborted ? null : await askForPasskey(question, { signal: own, inFields: true });
        if (answer !== null) this.#signIn(answer);
        if (!own.aborted) return;
      }
    } catch (error) {
      // It is an offer beside the button, which tells of what is wrong.
      if (!(error instanceof ProblemError)) throw error;
    }
  }

  #question(): Promise<PasskeyQuestion> {
    return this.shell.api.post<PasskeyQuestion>('/auth/passkeys/options');
  }

  async #ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      this.#inFields.ends.abort();
      await this.#inFields.done;
      await attempt(this.shell, async () => {
        const answer = await askForPasskey(await this.#question(), { signal: this.lifetime });
        if (answer !== null) this.#signIn(answer);
        else if (this.isConnected) this.#offer();
      });
    } finally {
      this.isAsking = false;
    }
  }

  #signIn(detail: object): void {
    this.dispatchEvent(new CustomEvent('dw-sign-in-passkey', { detail }));
  }

  #leave({ start }: RedirectWay): void {
    rememberAskedFor();
    location.assign(withQuery(start, { returnTo: hrefHere() }));
  }

  override render(): unknown {
    const { redirects } = this.ways;
    if (redirects.length === 0 && !this.#canUsePasskeys) return nothing;
    return html`<div class="or">${t('or')}</div>
      ${this.#canUsePasskeys ? html`<dw-button icon="key" ?busy=${this.isAsking} @click=${() => void this.#ask()}>${t('Sign in with a passkey')}</dw-button>` : nothing}
      ${redirects.map((way) => html`<dw-button icon="external" @click=${() => this.#leave(way)}>${t('Sign in with {title}', { title: way.title })}</dw-button>`)}`;
  }
}
