import type { InfoTypeRule } from '@datawave/plugin-sdk';

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

/** Notations that only password hashes have: PHC strings, crypt(5), LDAP, Django, MySQL. */
const MARKED_HASH =
  /^(?:\$2[abxy]?\$\d{2}\$[./A-Za-z\d]{53}|\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d{1,3})?|bcrypt-sha256|sha1|7|y|gy)\$\S{16,}|\$[156]\$(?:rounds=\d+\$)?[^$\s]{1,16}\$[./A-Za-z\d]{22,86}|\$apr1\$\S{8,}|\{S?(?:SHA(?:256|512)?|MD5)\}[A-Za-z\d+/=]{16,}|(?:pbkdf2_sha(?:1|256)|bcrypt_sha256|argon2|scrypt)\$\S{16,}|\*[A-F\d]{40}|\$P\$[./A-Za-z\d]{31}|sha1\$\S{8,}|md5\$\S{8,})$/;
const HEX_HASH = /^(?:0x)?[\da-f]{32}(?:[\da-f]{8}|[\da-f]{24}|[\da-f]{32}|[\da-f]{64}|[\da-f]{96})?$/i;

export const isMarkedHash = (value: string): boolean => MARKED_HASH.test(value);
/** The length and digits of MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512; file and commit hashes are the same. */
export const isHexHash = (value: string): boolean => HEX_HASH.test(value);

const isPlainPassword = (value: string): boolean =>
  /^\S{3,}$/.test(value) && !isMarkedHash(value) && !isHexHash(value);

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
