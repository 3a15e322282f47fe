import { baseStyles, DataWaveElement, layoutStyles, Resource } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { OwnAccount } from './api.ts';

/** One's own account: who one is, how one signs in, where one is signed in, and one's tokens. */
export class IdentityAccountPage extends DataWaveElement {
  #account = new Resource(
    this,
    () => 'account',
    (_, signal) => this.shell.api.getVersioned<OwnAccount>('/account', { signal }),
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .columns { display: grid; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
    `,
  ];

  readonly #changed = (): void => void this.#account.reload();

  override render(): unknown {
    return this.#account.view({
      ready: ({ value, etag }) => html`
        <dw-page-header heading="Your account"><p slot="sub">Signed in as <strong>${value.username}</strong></p></dw-page-header>
        <div class="stack" @dw-changed=${this.#changed}>
          <div class="columns">
            <identity-profile .account=${value} .etag=${etag ?? ''}></identity-profile>
            <identity-password .account=${value}></identity-password>
          </div>
          <div class="columns">
            <identity-authenticator .account=${value}></identity-authenticator>
            <identity-passkeys></identity-passkeys>
          </div>
          <dw-card heading="Sessions" note="Where you are signed in." flush><identity-sessions path="/account/sessions" mayEnd></identity-sessions></dw-card>
          <identity-tokens></identity-tokens>
        </div>`,
    });
  }
}
