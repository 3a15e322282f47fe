import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  formStyles,
  layoutStyles,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { type AccountDetail, userPath } from './api.ts';
import { askReason, reasonStyles } from './ask-reason.ts';
import { attemptOnce } from './attempt-once.ts';

/** Locks an account, takes somebody out, brings them back, deletes. What the server refuses is said in its words. Fires `dw-changed`. */
export class IdentityUserActions extends DataWaveElement {
  static override properties = { account: { attribute: false }, isBusy: { state: true } };
  declare account: AccountDetail;
  declare isBusy: boolean;

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    reasonStyles,
    css`
      :host { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
    `,
  ];

  constructor() {
    super();
    this.isBusy = false;
  }

  async #take(action: 'lock' | 'deactivate', heading: string, text: string): Promise<void> {
    const verb = action === 'lock' ? t('Lock', {}, 'account') : t('Deactivate', {}, 'account');
    const reason = await askReason(this, { heading, text, action: verb });
    if (reason !== null) await this.#enter(action, { reason });
  }

  #enter(action: string, body: object = {}): Promise<void> {
    return attemptOnce(this, async () => {
      await this.shell.api.post(`${userPath(this.account.id)}/${action}`, body);
      this.dispatchEvent(new Event('dw-changed'));
    });
  }

  async #delete(): Promise<void> {
    const { id, displayName } = this.account;
    const isSure = await confirmAction(this, {
      heading: t('Delete {name}?', { name: displayName }),
      text: t(
        'Their sessions, tokens and memberships go with the account, for good. What they did stays in the audit trail. To keep them out for now, lock or deactivate the account.',
      ),
      action: t('Delete'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attemptOnce(this, async () => {
      await this.shell.api.delete(userPath(id));
      this.shell.notify({ tone: 'success', message: t('{name} is deleted.', { name: displayName }) });
      this.shell.navigate('/users');
    });
  }

  override render(): unknown {
    const { displayName, state } = this.account;
    const button = (text: string, act: () => Promise<void>, variant = 'secondary'): unknown =>
      html`<dw-button variant=${variant} ?busy=${this.isBusy} @click=${() => void act()}>${text}</dw-button>`;
    const lock = (): Promise<void> =>
      this.#take(
        'lock',
        t('Lock {name}?', { name: displayName }),
        t('They are signed out and cannot sign in until somebody unlocks the account.'),
      );
    const deactivate = (): Promise<void> =>
      this.#take(
        'deactivate',
        t('Deactivate {name}?', { name: displayName }),
        t('For who has left: they are signed out and cannot sign in. What belongs to them stays.'),
      );
    return [
      ...(state === 'active' ? [button(t('Lock', {}, 'account'), lock)] : []),
      ...(state === 'locked'
        ? [button(t('Unlock', {}, 'account'), () => this.#enter('unlock'), 'primary')]
        : []),
      state === 'deactivated'
        ? button(t('Activate', {}, 'account'), () => this.#enter('activate'), 'primary')
        : button(t('Deactivate', {}, 'account'), deactivate),
      button(t('Delete'), () => this.#delete(), 'danger'),
    ];
  }
}
