import { baseStyles, confirmAction, count, DataWaveElement, layoutStyles, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { type AccountDetail, userPath } from './api.ts';
import { attemptOnce } from './attempt-once.ts';
import { type ResetLink, resetLink } from './reset-link.ts';

/** How somebody signs in, with a link for a new password, and a way on for who has lost device and codes. Fires `dw-changed`. */
export class IdentityUserSignIn extends DataWaveElement {
  static override properties = {
    account: { attribute: false },
    mayWrite: { attribute: false },
    isBusy: { state: true },
    link: { state: true },
  };
  declare account: AccountDetail;
  declare mayWrite: boolean;
  declare isBusy: boolean;
  declare link: ResetLink | null;
  static override styles = [baseStyles, layoutStyles];

  constructor() {
    super();
    this.mayWrite = false;
    this.isBusy = false;
    this.link = null;
  }

  #makeLink(): Promise<void> {
    return attemptOnce(this, async () => {
      this.link = await this.shell.api.post<ResetLink>(`${userPath(this.account.id)}/password-reset`);
    });
  }

  async #takeFactors(): Promise<void> {
    const { id, displayName } = this.account;
    const isSure = await confirmAction(this, {
      heading: t('Take app, codes and passkeys away?'),
      text: t(
        '{name} then signs in with the password alone, and every session ends. Make sure that it is them who ask for it.',
        { name: displayName },
      ),
      action: t('Take away'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attemptOnce(this, async () => {
      await this.shell.api.delete(`${userPath(id)}/second-factors`);
      this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    });
  }

  override render(): unknown {
    const { hasPassword, hasTotp, passkeys } = this.account;
    const taken = (): void => {
      this.link = null;
    };
    return html`<dw-card heading=${t('Signing in')}><div class="stack">
      <dl class="facts">
        <div><dt>${t('Password')}</dt><dd>${hasPassword ? t('set', {}, 'password') : t('none here', {}, 'password')}</dd></div>
        <div><dt>${t('Authenticator app')}</dt><dd>${hasTotp ? t('on', {}, 'state') : t('off', {}, 'state')}</dd></div>
        <div><dt>${t('Passkeys')}</dt><dd>${passkeys === 0 ? t('none') : count(passkeys, 'passkey')}</dd></div>
      </dl>
      ${this.link === null ? nothing : resetLink(this.link, this.account, taken)}
      ${
        this.mayWrite
          ? html`<div class="row"><dw-button icon="link" ?busy=${this.isBusy} @click=${() => void this.#makeLink()}>${t('Link for a new password')}</dw-button>
            ${hasTotp || passkeys > 0 ? html`<dw-button variant="danger" @click=${() => void this.#takeFactors()}>${t('Take app and passkeys away')}</dw-button>` : nothing}</div>`
          : nothing
      }
    </div></dw-card>`;
  }
}
