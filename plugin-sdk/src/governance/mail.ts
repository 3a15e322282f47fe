import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/** One message to one person. @public */
export interface Mail {
  /** An address, `name@example.com`; nothing else, and not several. */
  readonly to: string;
  readonly subject: string;
  /** Plain text, lines of any length. May hold a link that is good once: it is neither logged nor stored. */
  readonly text: string;
}

/** Sends mail. @public */
export interface MailService {
  /**
   * Hands a message to the mail server, trying again for a while where that is away. Does not wait for its delivery.
   * @throws DataWaveError DW_MAIL_INVALID for what is no mail, DW_MAIL_REFUSED by the server, DW_MAIL_UNREACHABLE,
   *   DW_MAIL_UNTRUSTED
   */
  send(scope: ExecutionScope, mail: Mail): Promise<void>;
}

/** The ref of what sends mail. Provided by `mail`, where that is configured. @public */
export const mailService = serviceRef<MailService>('mail.sender');
