import { baseStyles, DataWaveElement, fieldOf, formStyles, ProblemError, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';

/** Asks for a link for a new password by mail. What it says is the same for every name. Fires `dw-back`. */
export class ShellForgotPassword extends DataWaveElement {
  static override properties = {
    isBusy: { state: true },
    isAsked: { state: true },
    problem: { state: true },
  };
  declare isBusy: boolean;
  declare isAsked: boolean;
  declare problem: ProblemError | null;

  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host, form { display: grid; gap: var(--dw-space-4); }
    `,
  ];

  constructor() {
    super();
    this.isBusy = false;
    this.isAsked = false;
    this.problem = null;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.isBusy) return;
    const username = String(new FormData(event.target).get('username') ?? '').trim();
    this.isBusy = true;
    this.problem = null;
    try {
      await this.shell.api.post('/auth/password-reset-requests', { username });
      this.isAsked = true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
    } finally {
      this.isBusy = false;
    }
  };

  override render(): unknown {
    const back = html`<dw-button variant="quiet" icon="chevron-left" @click=${() => this.dispatchEvent(new Event('dw-back'))}>${t('Back to the sign-in')}</dw-button>`;
    if (this.isAsked)
      return html`<dw-callout tone="success" live>${t('If there is such an account and an address is known of it, a link is on its way there. It is good for a short time, and once.')}</dw-callout>${back}`;
    const { problem } = this;
    return html`<p class="muted">${t('A link to set a new one is sent to the address that is known of you.')}</p>
      ${problem === null ? nothing : html`<dw-callout tone="danger" live>${problem.message} ${problem.hint ?? ''}</dw-callout>`}
      <form @submit=${this.#submit}>
        ${fieldOf('username', t('User name'), html`<input id="username" name="username" autocomplete="username" autocapitalize="off" spellcheck="false" required maxlength="200">`)}
        <dw-button variant="primary" type="submit" ?busy=${this.isBusy}>${t('Send the link')}</dw-button><input type="submit" hidden>
      </form>${back}`;
  }
}
