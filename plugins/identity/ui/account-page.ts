import {
  baseStyles,
  DataWaveElement,
  layoutStyles,
  type PageLocation,
  Resource,
  rich,
  t,
  tabsOf,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { OwnAccount } from './api.ts';

/** Recovery codes left at which the overview speaks of them. */
const FEW = 3;

/** One's own account: who one is, how one signs in, where one is signed in, and one's tokens. Each part has an address of its own. */
export class IdentityAccountPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  #account = new Resource(
    this,
    () => 'account',
    (_, signal) => this.shell.api.getVersioned<OwnAccount>('/account', { signal }),
    { follows: ['session'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .narrow { max-width: 46rem; }
      dw-callout { display: block; margin-block-start: var(--dw-space-4); }
      .protection { display: grid; gap: var(--dw-space-3); }
      .protection li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2); }
    `,
  ];

  readonly #changed = (): void => void this.#account.reload();

  override render(): unknown {
    return this.#account.view({
      ready: ({ value, etag }) => html`
        <dw-page-header heading=${t('Your account')}><p slot="sub">${rich('Signed in as <b>{name}</b>', { name: value.username, b: (parts) => html`<strong><bdi>${parts}</bdi></strong>` })}</p>
          <dw-button slot="actions" icon="settings" href="/settings">${t('Preferences')}</dw-button></dw-page-header>
        <div @dw-changed=${this.#changed}>${tabsOf({
          label: t('Your account'),
          param: 'tab',
          selected: this.page.query.get('tab') ?? '',
          tabs: [
            { key: 'profile', title: t('Profile') },
            { key: 'password', title: t('Password') },
            { key: 'authenticator', title: t('Authenticator app') },
            { key: 'passkeys', title: t('Passkeys'), count: value.passkeys },
            { key: 'sessions', title: t('Sessions') },
            { key: 'tokens', title: t('API tokens') },
          ],
          panel: this.#panel(value, etag),
        })}</div>`,
    });
  }

  #panel(account: OwnAccount, etag: string | null): unknown {
    switch (this.page.query.get('tab')) {
      case 'password':
        return html`<div class="narrow"><identity-password .account=${account}></identity-password></div>`;
      case 'authenticator':
        return html`<div class="narrow"><identity-authenticator .account=${account}></identity-authenticator></div>`;
      case 'passkeys':
        return html`<div class="narrow"><identity-passkeys></identity-passkeys></div>`;
      case 'sessions':
        return html`<dw-card heading=${t('Sessions')} note=${t('Where you are signed in.')} flush><identity-sessions path="/account/sessions" mayEnd></identity-sessions></dw-card>`;
      case 'tokens':
        return html`<identity-tokens></identity-tokens>`;
      default:
        return html`<div class="stack narrow"><identity-profile .account=${account} .etag=${etag ?? ''}></identity-profile>${this.#protection(account)}</div>`;
    }
  }

  /** How well the account is protected, and what would be better. */
  #protection({ hasPassword, hasTotp, passkeys, recoveryCodesLeft }: OwnAccount): unknown {
    const isStrong = hasTotp || passkeys > 0;
    const few = hasTotp && recoveryCodesLeft <= FEW;
    return html`<dw-card heading=${t('How you sign in')}><ul class="protection" role="list">
      <li><span>${hasPassword ? t('With a password') : t('A directory checks your password.')}</span>${hasPassword ? html`<a href="/account?tab=password">${t('Change the password')}</a>` : nothing}</li>
      <li><span>${hasTotp ? t('A code of the authenticator app is asked for') : t('No code is asked for beside the password')}</span>${isStrong && !few ? nothing : html`<a href="/account?tab=authenticator">${few ? t('Make new recovery codes') : t('Set up an authenticator app')}</a>`}</li>
      <li><span>${passkeys === 0 ? t('No passkey') : t('{n, plural, one {# passkey} other {# passkeys}}', { n: passkeys })}</span>${passkeys === 0 ? html`<a href="/account?tab=passkeys">${t('Add a passkey')}</a>` : nothing}</li>
    </ul>${isStrong ? nothing : html`<dw-callout tone="warning">${t('Whoever learns the password gets in. An authenticator app or a passkey keeps them out.')}</dw-callout>`}</dw-card>`;
  }
}
