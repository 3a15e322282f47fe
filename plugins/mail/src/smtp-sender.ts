import { setTimeout as delay } from 'node:timers/promises';
import {
  DataWaveError,
  type EgressService,
  type ExecutionScope,
  type Logger,
  type Mail,
  type MailService,
} from '@datawave/plugin-sdk';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { Config } from './config.generated.ts';
import { checkMail, mailRefused, mailUnreachable, mailUntrusted } from './mail-errors.ts';

const USUAL_PORT = { starttls: 587, tls: 465, none: 25 } as const;
/** Milliseconds before what failed for now is tried again. */
const PAUSES_MS = [500, 5_000, 30_000] as const;
/** Milliseconds that a server may take for each answer. */
const ANSWER_MS = 20_000;
/** Messages on their way at a time, in this process; more than wait is refused. */
const AT_ONCE = 4;
const MOST_WAITING = 200;

interface SenderParts {
  readonly egress: Pick<EgressService, 'connect'>;
  readonly config: Config;
  readonly purpose: string;
  readonly log: Logger;
  /** Ends with the plugin. */
  readonly signal: AbortSignal;
  /** Between attempts; {@link PAUSES_MS} unless given. */
  readonly pausesMs?: readonly number[];
}

/** Hands messages to an SMTP server, each over a connection of its own that the egress service has checked. */
export class SmtpSender implements Pick<MailService, 'send'> {
  readonly #parts: SenderParts;
  readonly #port: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#port = parts.config.port ?? USUAL_PORT[parts.config.security];
  }

  async send(_scope: ExecutionScope, mail: Mail): Promise<void> {
    checkMail(mail);
    const { host } = this.#parts.config;
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING)
        throw mailUnreachable(host, new Error(`${MOST_WAITING} messages are waiting already`));
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      await this.#trying(mail);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #trying(mail: Mail): Promise<void> {
    const { log, signal, pausesMs = PAUSES_MS } = this.#parts;
    for (const pause of [...pausesMs, null]) {
      signal.throwIfAborted();
      try {
        return await this.#attempt(mail);
      } catch (error) {
        const isPassing = DataWaveError.is(error) && error.code === 'DW_MAIL_UNREACHABLE';
        if (pause === null || !isPassing) throw error;
        log.info('the mail server is tried again', { inMs: pause });
        await delay(pause, undefined, { signal });
      }
    }
  }

  async #attempt({ to, subject, text }: Mail): Promise<void> {
    const { config, egress, purpose, signal } = this.#parts;
    const { host, security, username, password, caCertificate, from, fromName } = config;
    const socket = await egress
      .connect({ host, port: this.#port, purpose, loopback: 'allow', signal })
      .catch((error: unknown) => {
        throw mailUnreachable(host, error);
      });
    const options: SMTPTransport.Options = {
      ...{ host, port: this.#port },
      connection: socket,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: {
        minVersion: 'TLSv1.2',
        // Whatever the process's environment says of it.
        rejectUnauthorized: true,
        ...(caCertificate === undefined ? {} : { ca: caCertificate }),
      },
      ...(username === undefined || password === undefined
        ? {}
        : { auth: { user: username, pass: password } }),
      ...{ greetingTimeout: ANSWER_MS, socketTimeout: ANSWER_MS },
      // What a message names is sent as it stands: nothing is read from files or fetched for it.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    };
    const transport = createTransport(options);
    try {
      await transport.sendMail({
        ...{ subject, text },
        from: { name: fromName, address: from },
        to: { name: '', address: to },
        textEncoding: 'quoted-printable',
        // Nobody is to answer that they are away.
        headers: { 'auto-submitted': 'auto-generated' },
      });
    } catch (error) {
      throw this.#told(error);
    } finally {
      transport.close();
      socket.destroy();
    }
  }

  /** What went wrong, without what the server said: it repeats addresses, and what it was told. */
  #told(error: unknown): DataWaveError {
    const { host } = this.#parts.config;
    const response: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined;
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (typeof response === 'number' && response >= 500) return mailRefused(host, response);
    if (code === 'EAUTH' && typeof response !== 'number') return mailRefused(host, null);
    const cause = new Error(typeof code === 'string' ? code : 'unknown');
    return code === 'ETLS' || code === 'ESOCKET' ? mailUntrusted(host, cause) : mailUnreachable(host, cause);
  }
}
