import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const join = (...parts: readonly string[]): string => parts.join('');
const HEX = '0123456789abcdef'.repeat(16);
const CRYPT = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY./'.repeat(6);
const cut = (text: string, length: number, from = 0): string => text.slice(from, from + length);

/** Notations that tell a password hash without a name, one value each. */
const NOTATIONS: Readonly<Record<string, string>> = {
  bcrypt: join('$2b$', '12$', cut(CRYPT, 53)),
  'bcrypt of PHP': join('$2y$', '10$', cut(CRYPT, 53, 3)),
  Argon2id: join(
    '$argon2id$',
    'v=19$m=65536,t=3,p=4$',
    cut(CRYPT, 22).replaceAll('.', '+'),
    '$',
    cut(CRYPT, 43).replaceAll('.', '+'),
  ),
  'scrypt as PHC string': join(
    '$scrypt$',
    'ln=16,r=8,p=1$',
    'aM15713r3Xsvxbi31lqr1Q',
    '$',
    'nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD0iCs5E',
  ),
  'PBKDF2 of passlib': join('$pbkdf2-sha256$', '29000$', cut(CRYPT, 22), '$', cut(CRYPT, 43)),
  'SHA-512 crypt': join('$6$', 'rounds=656000$', 'saltsaltsaltsalt$', cut(CRYPT, 86)),
  'SHA-256 crypt': join('$5$', 'saltsalt$', cut(CRYPT, 43)),
  'MD5 crypt': join('$1$', 'saltsalt$', cut(CRYPT, 22)),
  yescrypt: join('$y$', 'j9T$', cut(CRYPT, 22), '$', cut(CRYPT, 43)),
  'Apache MD5': join('$apr1$', 'saltsalt$', cut(CRYPT, 22)),
  phpass: join('$P$', cut(CRYPT, 31)),
  Drupal: join('$S$', cut(CRYPT, 52)),
  WordPress: join('$wp', '$2y$', '10$', cut(CRYPT, 53)),
  'LDAP SSHA': join('{SS', 'HA}', cut(CRYPT, 38).replaceAll('.', '+'), '=='),
  'Spring Security': join('{bcrypt}', '$2a$', '10$', cut(CRYPT, 53)),
  'Django PBKDF2': join('pbkdf2_sha256', '$870000$', cut(HEX, 22), '$', cut(HEX, 43), '='),
  Werkzeug: join('scrypt:', '32768:8:1$', cut(HEX, 16), '$', cut(HEX, 128)),
  'ASP.NET Core Identity': join('AQAA', 'AAIAAYagAAAAE', cut(CRYPT.replaceAll('.', '+'), 67), '=='),
  MySQL: join('*', cut(HEX, 40).toUpperCase()),
  'PostgreSQL SCRAM': join(
    'SCRAM-SHA-256',
    '$4096:',
    cut(CRYPT, 22).replaceAll('.', '+'),
    '==$',
    cut(HEX, 43),
    '=:',
    cut(HEX, 43, 2),
    '=',
  ),
  'PostgreSQL MD5': join('md5', cut(HEX, 32)),
  'SQL Server': join('0x02', '00', cut(HEX, 136).toUpperCase()),
  'Cisco type 8': join('$8$', cut(CRYPT, 14), '$', cut(CRYPT, 43)),
};

export const hashCases: readonly ClassifierCase[] = [
  ...Object.entries(NOTATIONS).map(
    ([title, value]): ClassifierCase => ({
      title: `${title} hashes without a telling name`,
      column: 'x',
      values: [value],
      expect: 'PASSWORD_HASH',
    }),
  ),
  {
    title: 'MD5 under a telling name',
    table: 'users',
    column: 'password_md5',
    values: [cut(HEX, 32), cut(HEX, 32, 4)],
    expect: 'PASSWORD_HASH',
  },
  {
    title: 'hashes of bcrypt that are cut',
    column: 'x',
    values: [join('$2b$', '12$', cut(CRYPT, 40)), join('$2b$', '12$', cut(CRYPT, 41))],
    expect: null,
  },
  { title: 'prices', column: 'price', values: ['$2.50', '$10$', '$1,200.00'], expect: null },
  { title: 'templates', column: 'template', values: ['{SHA}', '{name}', '$1 of $2'], expect: null },
  {
    title: 'masked passwords',
    table: 'users',
    column: 'password',
    values: ['********', '**********'],
    expect: null,
  },
  { title: 'whether there is a password', column: 'password', values: ['yes', 'no'], expect: null },
  {
    title: 'passphrases',
    column: 'passphrase',
    values: ['correct horse battery staple', 'lamp ocean quiet tiger moss'],
    expect: 'PASSWORD',
  },
];
