import { extensionPointRef, serviceRef } from '../refs.ts';
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
  /**
   * The same for a plugin that is not trusted to choose whom it writes to and in whose name, as isolated plugins are not: only to members of
   * the scope's workspace, by what {@link mailRecipientPoint} holds, marked with the plugin's id, and only so many an hour.
   * @param plugin - its id
   * @throws DataWaveError as {@link MailService.send}; DW_MAIL_STRANGER for somebody else, DW_MAIL_TOO_MANY
   */
  sendToMember(scope: ExecutionScope, mail: Mail, plugin: string): Promise<void>;
}

/** Knows people who may be written to. @public */
export interface MailRecipients {
  /** @param address - as it was given, in any case */
  mayReceive(scope: ExecutionScope, address: string): Promise<boolean>;
}

/** Who may be written to by plugins that are not trusted: whom all of these know. Without any it is nobody. Owned by `mail`. @public */
export const mailRecipientPoint = extensionPointRef<MailRecipients>('mail.recipients');

/** The ref of what sends mail. Provided by `mail`, where that is configured. @public */
export const mailService = serviceRef<MailService>('mail.sender');
