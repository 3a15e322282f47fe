import {
  DataWaveError,
  type ExecutionScope,
  type ExtensionCollection,
  type Mail,
  type MailRecipients,
} from '@datawave/plugin-sdk';

/** Messages of one plugin within an hour, in this process; and of those, to one person. */
const MOST_OF_A_PLUGIN = 100;
const MOST_TO_ONE = 5;
const HOUR_MS = 3_600_000;

/** Holds plugins that are not trusted to members of a workspace, to their own names, and to so many messages. */
export class MemberMail {
  readonly #recipients: Pick<ExtensionCollection<MailRecipients>, 'list'>;
  readonly #now: () => number;
  /** When messages were let through, by plugin, and by plugin and address. */
  readonly #sent = new Map<string, number[]>();

  /** @param now - milliseconds */
  constructor(recipients: Pick<ExtensionCollection<MailRecipients>, 'list'>, now: () => number = Date.now) {
    this.#recipients = recipients;
    this.#now = now;
  }

  /** The message as it may be sent. @throws DataWaveError DW_MAIL_STRANGER, DW_MAIL_TOO_MANY */
  async admit(scope: ExecutionScope, mail: Mail, plugin: string): Promise<Mail> {
    const address = mail.to.toLowerCase();
    // Before anybody is looked for: else it could try addresses without end.
    this.#count(plugin, MOST_OF_A_PLUGIN);
    this.#count(`${plugin} ${address}`, MOST_TO_ONE);
    const known = this.#recipients.list();
    const answers = await Promise.all(known.map(({ value }) => value.mayReceive(scope, mail.to)));
    if (answers.length === 0 || answers.includes(false))
      throw new DataWaveError({
        code: 'DW_MAIL_STRANGER',
        message: `The plugin "${plugin}" may not write to this address: it is no member’s of this workspace.`,
        hint: 'Write to members of the workspace only, at the address of their account.',
        status: 403,
      });
    return {
      to: mail.to,
      subject: `[${plugin}] ${mail.subject}`,
      text: `This was written by the plugin "${plugin}", and not by the platform or by its people.\n\n${mail.text}`,
    };
  }

  #count(key: string, most: number): void {
    const now = this.#now();
    const times = (this.#sent.get(key) ?? []).filter((time) => now - time < HOUR_MS);
    const [first] = times;
    if (times.length >= most && first !== undefined)
      throw new DataWaveError({
        code: 'DW_MAIL_TOO_MANY',
        message: `More than ${most} messages were to be sent within an hour.`,
        hint: 'Put several messages into one, or send them later.',
        status: 429,
        headers: { 'retry-after': String(Math.max(1, Math.ceil((first + HOUR_MS - now) / 1000))) },
      });
    times.push(now);
    this.#sent.set(key, times);
    // What is an hour old counts no more.
    if (this.#sent.size <= 10_000) return;
    for (const [other, list] of this.#sent)
      if (list.every((time) => now - time >= HOUR_MS)) this.#sent.delete(other);
  }
}
