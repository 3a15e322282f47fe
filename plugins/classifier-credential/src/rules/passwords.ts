import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { hashNotation, isHexHash } from '../checks/password-hashes.ts';

const PASSWORD_NAMES = [
  'password',
  'pass word',
  'passphrase',
  'user password',
  'login password',
  'kennwort',
  'benutzerpasswort',
  'mot de passe',
  'mot passe',
  'mdp',
  'contrasena',
  'clave acceso',
  'senha',
  'wachtwoord',
  'haslo',
  'losenord',
  'parola',
  'pswd',
  'secret answer',
  'security answer',
];

const isMarkedHash = (value: string): boolean => hashNotation(value) !== null;

/** Words that answer a question, and masks: no password stands there. */
const NO_PASSWORD =
  /^(?:yes|no|true|false|none|null|required|optional|enabled|disabled|set|unset|[*•]+|x{4,}|\[?redacted\]?|\(?hidden\)?)$/i;
const PASSPHRASE = /^[a-z]{2,}(?: [a-z]{2,}){2,9}$/;

const isPlainPassword = (value: string): boolean =>
  (/^\S{3,}$/.test(value) || PASSPHRASE.test(value)) &&
  !NO_PASSWORD.test(value) &&
  !isMarkedHash(value) &&
  !isHexHash(value);

export const passwordRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PASSWORD',
    kinds: ['text', 'binary', 'integer'],
    names: [
      { phrases: PASSWORD_NAMES, weight: 6.5 },
      { phrases: ['pass', 'pw', 'secret word'], weight: 4, whole: true, kinds: ['text'] },
    ],
    neutral: ['plain', 'plaintext', 'clear', 'text'],
    unlike: [
      'reset',
      'strength',
      'hint',
      'question',
      'changed',
      'change',
      'last',
      'must',
      'history',
      'age',
      'token',
      'hash',
      'salt',
      'url',
      'link',
      'encryption',
      'season',
      'boarding',
    ],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'are without spaces and no known hash',
        minLength: 3,
        maxLength: 256,
        matches: isPlainPassword,
        present: 0.9,
        chance: 0.6,
        strongest: 0.6,
        weakest: -9,
      },
    ],
    subjects: { person: 0.3 },
    inspect: (column) =>
      column.values.every((value) => NO_PASSWORD.test(value))
        ? [{ signal: 'negative', weight: -4, detail: 'the values are masks or answers, no passwords' }]
        : [],
  },
  {
    infoType: 'PASSWORD_HASH',
    kinds: ['text', 'binary'],
    names: [
      {
        phrases: [
          ...PASSWORD_NAMES,
          'password hash',
          'hashed password',
          'password digest',
          'password salt',
          'salt',
          'encrypted password',
          'hash password',
          'passwort hash',
          'pw hash',
          'pass hash',
          'pass',
          'pw',
        ],
        weight: 5.5,
      },
    ],
    neutral: ['hash', 'digest', 'salt', 'sha', 'md', '256', '512', 'bcrypt'],
    unlike: ['reset', 'strength', 'hint', 'changed', 'lake', 'water', 'food', 'last', 'must'],
    values: [
      {
        signal: 'pattern',
        says: 'are written as only password hashes are',
        minLength: 16,
        maxLength: 512,
        matches: isMarkedHash,
        present: 0.95,
        chance: 0.0003,
        stray: 0.000_002,
        strongest: 8,
      },
      {
        signal: 'pattern',
        says: 'have the length and digits of a hash',
        alphabet: 'digit letter',
        minLength: 32,
        maxLength: 130,
        matches: isHexHash,
        present: 0.95,
        chance: 0.12,
        strongest: 1.8,
      },
      {
        signal: 'shape',
        says: 'are the bytes of a hash in hexadecimal or Base64',
        minLength: 18,
        maxLength: 140,
        matches: /^(?:\\x[\da-f]{32,128}|[A-Za-z\d+/]{22,120}={0,2})$/,
        present: 0.9,
        chance: 0.15,
        strongest: 1.4,
        weakest: -6,
      },
    ],
  },
];
