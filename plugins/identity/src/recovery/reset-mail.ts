import type { ExecutionScope, HttpService, MailService } from '@datawave/plugin-sdk';
import { type PasswordReset, resetPath } from './password-resets.ts';

/** Mails people the link with which they set a new password. */
export class ResetMail {
  readonly #http: Pick<HttpService, 'publicUrl'>;
  readonly #mail: () => MailService | undefined;

  constructor(http: Pick<HttpService, 'publicUrl'>, mail: () => MailService | undefined) {
    this.#http = http;
    this.#mail = mail;
  }

  /** Whether there is somebody who sends mail, and an address that a link may lead to: what a request claims to have asked is none. */
  get isPossible(): boolean {
    return this.#mail() !== undefined && this.#http.publicUrl !== null;
  }

  async send(
    scope: ExecutionScope,
    account: { readonly displayName: string; readonly username: string; readonly email: string },
    reset: PasswordReset,
  ): Promise<void> {
    const { publicUrl } = this.#http;
    if (publicUrl === null) return;
    await this.#mail()?.send(scope, {
      to: account.email,
      subject: 'A new password for DataWave',
      text: [
        `Hello ${account.displayName},`,
        '',
        `somebody, probably you, has asked for a new password for the account ${account.username}. To set one, open`,
        '',
        `${publicUrl}${resetPath(reset)}`,
        '',
        `The link is good once, until ${reset.expiresAt.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, '')} UTC. If you have not asked for it, there is nothing to do: your password is still the same.`,
        '',
      ].join('\n'),
    });
  }
}
