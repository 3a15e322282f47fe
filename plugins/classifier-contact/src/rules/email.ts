import { type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { EMAIL } from '../names/contact.ts';

/** Whether a value is one mail address: a local part, one @, a domain with a dot and a top level of letters. */
function isEmailAddress(value: string): boolean {
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

/** `Ada <ada@example.com>`, `a@b.org; c@d.org`, `a***@example.com`. */
function isWrappedAddress(value: string): boolean {
  if (!/[<;,|\s*]/.test(value)) return false;
  const inner = /<([^<>\s]+)>$/.exec(value)?.[1];
  if (inner !== undefined) return isEmailAddress(inner);
  const parts = value.split(/[;,\s|/]+/).filter((part) => part !== '');
  if (parts.length > 1 && parts.length <= 8) return parts.every((part) => isEmailAddress(part));
  return /^[\p{L}\d._%+-]*\*+[\p{L}\d._*%+-]*@[\p{L}\d*.-]+\.[\p{L}*]{2,}$/u.test(value);
}

export const emailRule: InfoTypeRule = {
  infoType: 'EMAIL_ADDRESS',
  kinds: ['text'],
  names: [
    { phrases: phraseList(EMAIL), weight: 4.5 },
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
  neutral: ['id', 'ids', 'addr', 'hash', 'business', 'address', 'siswa', 'school', 'to', 'from', 'official'],
  unlike: [
    'server',
    'smtp',
    'imap',
    'subject',
    'body',
    'text',
    'template',
    'campaign',
    'length',
    'opened',
    'clicks',
    'provider',
    'spam',
    'sent',
    'marketing',
    'opt',
    'header',
  ],
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
    {
      signal: 'pattern',
      says: 'hold e-mail addresses among signs, several of them, or masked ones',
      requires: '@',
      minLength: 6,
      maxLength: 400,
      matches: isWrappedAddress,
      present: 0.9,
      chance: 0.003,
      strongest: 4.5,
    },
  ],
  subjects: { person: 0.5 },
  neighbours: 0.3,
};
