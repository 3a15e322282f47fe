import { DataWaveError, type Mail } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';

/** As RFC 5321 lets an address be written without quotes; what else there is nobody has. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[^\s@<>,;:"()\\\p{Cc}]{1,255}$/u;
const LONGEST_SUBJECT = 300;
const LONGEST_TEXT = 100_000;

/** @throws DataWaveError DW_MAIL_INVALID, which does not repeat what was given */
export function checkMail({ to, subject, text }: Mail): void {
  const what = !ADDRESS.test(to)
    ? 'its recipient is not one address'
    : subject.length > LONGEST_SUBJECT || /\p{Cc}/u.test(subject)
      ? `its subject is longer than ${LONGEST_SUBJECT} characters, or has line breaks in it`
      : text.length > LONGEST_TEXT
        ? `its text is longer than ${LONGEST_TEXT} characters`
        : null;
  if (what === null) return;
  throw new DataWaveError({
    code: 'DW_MAIL_INVALID',
    message: `A mail cannot be sent: ${what}.`,
    hint: 'Correct the address of the person, or tell the author of the plugin.',
    status: 422,
  });
}

/** @throws DataWaveError DW_MAIL_INVALID where a password or a link would go over a network in the clear */
export function checkSecurity({ host, security }: Pick<Config, 'host' | 'security'>): void {
  if (security !== 'none' || /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)) return;
  throw new DataWaveError({
    code: 'DW_MAIL_INVALID',
    message: `Mail to ${host} would not be encrypted.`,
    hint: 'Set security to starttls or tls; none is for a server on the machine itself.',
    where: '/security',
  });
}

/** The server said no, which trying again does not change. */
export const mailRefused = (host: string, response: number | null): DataWaveError =>
  new DataWaveError({
    code: 'DW_MAIL_REFUSED',
    message: `The mail server ${host} refused a message${response === null ? '' : ` with ${response}`}.`,
    hint:
      response === 535 || response === 534 || response === 530
        ? 'Check username and password of the plugin mail.'
        : 'Check that the server lets the sender of the plugin mail send, and that the recipient exists.',
    status: 502,
  });

export const mailUnreachable = (host: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_MAIL_UNREACHABLE',
    message: `The mail server ${host} does not take messages at the moment.`,
    hint: 'Check host and port of the plugin mail, and that the egress policy allows them.',
    status: 503,
    cause,
  });

export const mailUntrusted = (host: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_MAIL_UNTRUSTED',
    message: `No trusted connection to the mail server ${host} could be made.`,
    hint: 'Check that it speaks the security that is set, and give the certificate of its authority if that is your own.',
    status: 502,
    cause,
  });
