import type { InfoTypeRule } from '@datawave/plugin-sdk';

/** Whether a value is one mail address: a local part, one @, a domain with a dot and a top level of letters. */
export function isEmailAddress(value: string): boolean {
  const bare = value.startsWith('mailto:') ? value.slice(7) : value;
  const at = bare.lastIndexOf('@');
  if (at < 1 || at > 64 || !/^[^\s@"(),:;<>[\]\\]+$/.test(bare.slice(0, at))) return false;
  const labels = bare.slice(at + 1).split('.');
  if (labels.length < 2) return false;
  const top = labels.at(-1) ?? '';
  return (
    /^(?:\p{L}{2,24}|xn--[a-z0-9-]{2,40})$/iu.test(top) &&
    labels.every((label) => label.length <= 63 && /^[\p{L}\d](?:[\p{L}\d_-]*[\p{L}\d])?$/u.test(label))
  );
}

export const emailRule: InfoTypeRule = {
  infoType: 'EMAIL_ADDRESS',
  kinds: ['text'],
  names: [
    {
      phrases: [
        'email',
        'email address',
        'address email',
        'mail address',
        'address mail',
        'electronic mail',
        'correo electronico',
        'correo',
        'posta elettronica',
        'epost',
        'e post',
        'sahkoposti',
        'emailadres',
        'elektronische post',
        'adres email',
      ],
      weight: 4.5,
    },
    { phrases: ['mail'], weight: 2.5 },
    {
      phrases: [
        'login',
        'account',
        'contact',
        'user',
        'username',
        'user name',
        'sender',
        'recipient',
        'from',
        'to',
        'cc',
        'reply to',
      ],
      weight: 0.5,
      whole: true,
    },
  ],
  neutral: ['id', 'addr', 'hash'],
  unlike: ['server', 'smtp', 'imap', 'subject', 'body', 'text', 'template', 'campaign'],
  values: [
    {
      signal: 'pattern',
      says: 'have the form of an e-mail address',
      requires: '@ .',
      minLength: 6,
      maxLength: 261,
      matches: isEmailAddress,
      present: 0.95,
      chance: 0.0005,
      stray: 1e-5,
      strongest: 8,
    },
  ],
  subjects: { person: 0.5 },
  neighbours: 0.3,
};
