import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  ProblemError,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { faultAt, type OwnAccount, otherFault } from './api.ts';
import { attemptOnce } from './attempt-once.ts';
import { qrCode } from './qr-code.ts';

/** Codes left at which it is time for new ones. */
const FEW = 3;

interface Setup {
  readonly secret: string;
  readonly uri: string;
}

/** One's own authenticator app and recovery codes: turned on, renewed, turned off. Fires `dw-changed`. */
export class IdentityAuthenticator extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    setup: { state: true },
    codes: { state: true },
    isBusy: { state: true },
    problem: { state: true },
  };
  declare account: OwnAccount;
  /** While an app is being set up. */
  declare setup: Setup | null;
  /** Recovery codes, while they are shown. */
  declare codes: readonly string[] | null;
  declare isBusy: boolean;
  declare problem: ProblemError | null;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      .qr { display: block; width: 12rem; height: 12rem; border: 1px solid var(--dw-border); border-radius: var(--dw-radius); }
      .steps { display: grid; gap: var(--dw-space-4); }
      .secret { user-select: all; }
      input[name='code'] { max-width: 12rem; font-variant-numeric: tabular-nums; letter-spacing: 0.1em; }
    `,
  ];

  constructor() {
    super();
    this.setup = null;
    this.codes = null;
    this.isBusy = false;
    this.problem = null;
  }

  #changed(): void {
    this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
  }

  #begin(): Promise<void> {
    return attemptOnce(this, async () => {
      this.problem = null;
      this.setup = await this.shell.api.post<Setup>('/account/totp');
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#code')?.focus();
    });
  }

  readonly #confirm = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.isBusy) return;
    const code = String(new FormData(event.target).get('code') ?? '').replaceAll(/\s/g, '');
    this.isBusy = true;
    this.problem = null;
    try {
      const { recoveryCodes } = await this.shell.api.post<{ readonly recoveryCodes: readonly string[] }>(
        '/account/totp/confirm',
        { code },
      );
      this.setup = null;
      this.codes = recoveryCodes;
      this.shell.notify({ tone: 'success', message: t('The authenticator app is turned on.') });
      this.#changed();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.problem = error;
      this.renderRoot.querySelector<HTMLInputElement>('#code')?.select();
    } finally {
      this.isBusy = false;
    }
  };

  #renew(): Promise<void> {
    return attemptOnce(this, async () => {
      const { recoveryCodes } = await this.shell.api.post<{ readonly recoveryCodes: readonly string[] }>(
        '/account/recovery-codes',
      );
      this.codes = recoveryCodes;
      this.#changed();
    });
  }

  async #turnOff(): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Turn the authenticator app off?'),
      text: t('The password alone signs you in then. The recovery codes are void.'),
      action: t('Turn off'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attemptOnce(this, async () => {
      await this.shell.api.delete('/account/totp');
      this.codes = null;
      this.shell.notify({ tone: 'success', message: t('The authenticator app is turned off.') });
      this.#changed();
    });
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Authenticator app')} note=${t('A code of six digits beside the password.')}>${this.#content()}</dw-card>`;
  }

  #content(): unknown {
    if (this.codes !== null) return this.#shownCodes(this.codes);
    if (this.setup !== null) return this.#settingUp(this.setup);
    return this.account.hasTotp ? this.#on() : this.#off();
  }

  #off(): unknown {
    return html`<div class="stack"><p>${t('Off. With it, nobody gets in who knows the password alone.')}</p>
      <div><dw-button icon="shield" ?busy=${this.isBusy} @click=${() => void this.#begin()}>${t('Set up')}</dw-button></div></div>`;
  }

  #on(): unknown {
    const left = this.account.recoveryCodesLeft;
    return html`<div class="stack">
      <p><dw-badge tone="success" dot>${t('On', {}, 'state')}</dw-badge> ${t('{n, plural, one {# recovery code} other {# recovery codes}} left.', { n: left })}</p>
      ${left > FEW ? nothing : html`<dw-callout tone="warning">${t('Make new recovery codes before the last one is used: without the app they are the only way in.')}</dw-callout>`}
      <div class="row"><dw-button ?busy=${this.isBusy} @click=${() => void this.#renew()}>${t('New recovery codes')}</dw-button>
        <dw-button variant="danger" @click=${() => void this.#turnOff()}>${t('Turn off')}</dw-button></div></div>`;
  }

  #settingUp({ secret, uri }: Setup): unknown {
    const fault = faultAt(this.problem, '/body/code', t('The code'));
    const other = otherFault(this.problem, '/body/code');
    const cancel = (): void => {
      this.setup = null;
    };
    return html`<form class="steps" @submit=${this.#confirm}>
      <p>${t('Read this with the app, or type the text below into it.')}</p>
      ${qrCode(uri, t('QR code for the authenticator app'))}
      <p class="small">${t('Text:')} <code class="secret">${secret.match(/.{1,4}/g)?.join(' ') ?? secret}</code></p>
      ${fieldOf('code', t('Code that the app shows'), html`<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? nothing : 'code-fault'}>`, { fault })}
      ${other === null ? nothing : html`<dw-callout tone="danger" live>${other}</dw-callout>`}
      <div class="row"><dw-button variant="primary" type="submit" ?busy=${this.isBusy}>${t('Turn on')}</dw-button><dw-button variant="quiet" @click=${cancel}>${t('Cancel')}</dw-button></div><input type="submit" hidden>
    </form>`;
  }

  #shownCodes(codes: readonly string[]): unknown {
    const taken = (): void => {
      this.codes = null;
    };
    return html`<div class="stack"><dw-callout tone="warning" live heading="${t('Keep these recovery codes.')} ">${t('Each signs you in once in place of a code of the app. They are not shown again, and those before them are void.')}</dw-callout>
      <identity-once-shown label=${t('Recovery codes')} file="datawave-recovery-codes.txt" .value=${codes.join('\n')} @dw-taken=${taken}></identity-once-shown></div>`;
  }
}
