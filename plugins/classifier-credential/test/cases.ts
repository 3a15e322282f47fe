import type { ClassifierCase } from '@datawave/plugin-sdk/testing';
import { KEY_FORMATS } from '../src/formats/key-formats.ts';
import { hashCases } from './hash-cases.ts';
import { makeKey, randomFrom } from './make-keys.ts';
import { tokenCases } from './token-cases.ts';

// Put together from parts, so that no secret scanner takes these examples for keys of somebody.
const join = (...parts: readonly string[]): string => parts.join('');
const HEX = '0123456789abcdef'.repeat(8);
const MIXED = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(4);
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const payload = Buffer.from('{"sub":"1234567890"}').toString('base64url');

/** Keys of each format, made here; a format that needs a keyword stands under its vendor's name. */
export const formatCases = KEY_FORMATS.map((format, position): ClassifierCase => {
  const random = randomFrom(position + 1);
  const [keyword] = format.keywords ?? [];
  return {
    title: `${format.title} (${format.id})`,
    column: keyword === undefined ? 'value' : `${keyword}_api_key`,
    values: Array.from({ length: 4 }, (_, index) =>
      makeKey(format, format.forms[index % format.forms.length] ?? '', random),
    ),
    expect: 'API_KEY',
  };
});

export const cases: readonly ClassifierCase[] = [
  // All of them are asked in the classifier's test; here some stand for the rest.
  ...formatCases.filter((_, position) => position % 12 === 0),
  ...hashCases,
  ...tokenCases,
  {
    title: 'passwords in clear',
    table: 'users',
    column: 'password',
    values: ['hunter2', 'Tr0ub4dor&3', 'letmein!'],
    expect: 'PASSWORD',
  },
  { title: 'passwords in German', column: 'kennwort', values: ['geheim1', 'Passw0rt'], expect: 'PASSWORD' },
  {
    title: 'password_changed_at',
    column: 'password_changed_at',
    kind: 'timestamp',
    values: ['2024-01-01T00:00:00Z'],
    expect: null,
  },
  { title: 'password_strength', column: 'password_strength', values: ['weak', 'strong'], expect: null },
  { title: 'boarding passes', column: 'boarding_pass', values: ['A12', 'B7'], expect: null },
  {
    title: 'SHA-1 hashes of passwords',
    table: 'staff',
    column: 'password',
    values: ['8cb2237d0679ca88db6464eac60da96345513964'],
    expect: 'PASSWORD_HASH',
  },
  {
    title: 'bcrypt hashes without a telling name',
    column: 'x',
    values: [join('$2b$', '12$', MIXED.slice(0, 53)), join('$2a$', '10$', MIXED.slice(1, 54))],
    expect: 'PASSWORD_HASH',
  },
  {
    title: 'argon2 hashes',
    column: 'pw_hash',
    values: [join('$argon2id$', 'v=19$m=65536,t=3,p=4$', MIXED.slice(0, 22), '$', MIXED.slice(0, 43))],
    expect: 'PASSWORD_HASH',
  },
  { title: 'hashes of files', column: 'sha256', values: [HEX.slice(0, 64), HEX.slice(5, 69)], expect: null },
  {
    title: 'hashes of commits',
    column: 'commit',
    values: [HEX.slice(0, 40), HEX.slice(3, 43)],
    expect: null,
  },
  { title: 'hex colours', column: 'colour', values: ['#ff0000', '#00ff00'], expect: null },
  { title: 'UUIDs', column: 'trace', values: ['6f9619ff-8b86-d011-b42d-00cf4fc964ff'], expect: null },
  {
    title: 'MD5 sums of files',
    column: 'checksum',
    values: [HEX.slice(0, 32), HEX.slice(5, 37)],
    expect: null,
  },
  {
    title: 'images in Base64',
    column: 'thumbnail',
    values: [`data:image/png;base64,iVBORw0KGgo${MIXED}`, `iVBORw0KGgoAAAANSUhEUg${MIXED}`],
    expect: null,
  },
  { title: 'versions', column: 'version', values: ['1.2.3', '10.0.19041.1-rc.2+build.77'], expect: null },
  {
    title: 'etags',
    column: 'etag',
    values: [`W/"${HEX.slice(0, 32)}"`, `"${HEX.slice(2, 34)}"`],
    expect: null,
  },
  { title: 'image digests', column: 'digest', values: [`sha256:${HEX.slice(0, 64)}`], expect: null },
  {
    title: 'subresource integrity',
    column: 'integrity',
    values: [`sha512-${MIXED.slice(0, 86)}==`],
    expect: null,
  },
  {
    title: 'object ids',
    column: 'ref',
    values: ['507f1f77bcf86cd799439011', '507f191e810c19729de860ea'],
    expect: null,
  },
  {
    title: 'customer ids of a payment service',
    column: 'stripe_customer',
    values: ['cus_NffrFeUfNV2Hib', 'cus_9s6XKzkNRiz8i3'],
    expect: null,
  },

  {
    title: 'tokens of GitHub whose check digits do not fit, as made-up ones',
    column: 'value',
    values: [join('gh', 'p_', MIXED.slice(0, 36)), join('gh', 'p_', MIXED.slice(5, 41))],
    expect: 'API_KEY',
  },
  {
    title: 'authorisation headers',
    column: 'header',
    values: [`Bearer ${join('gl', 'pat-', MIXED.slice(0, 20))}`],
    expect: 'API_KEY',
  },
  {
    title: 'environment files line by line',
    column: 'line',
    values: [
      `STRIPE_API_KEY=${MIXED.slice(2, 34)}`,
      'DB_PASSWORD=hunter2!',
      `export AUTH_TOKEN="${HEX.slice(0, 40)}"`,
    ],
    expect: 'API_KEY',
  },
  {
    title: 'settings without a secret',
    column: 'line',
    values: ['PORT=8080', 'HOST=localhost', 'TOKEN_TTL=3600', 'API_KEY=${API_KEY}', 'PASSWORD=********'],
    expect: null,
  },
  {
    title: 'surrogate keys that are hashes, of things that share their name with a vendor',
    column: 'box_key',
    values: [HEX.slice(0, 32), HEX.slice(3, 35), HEX.slice(6, 38)],
    expect: null,
  },
  {
    title: 'trace ids under the name of a vendor',
    column: 'datadog_trace_id',
    values: [HEX.slice(0, 32), HEX.slice(3, 35)],
    expect: null,
  },
  {
    title: 'random tokens under their name',
    column: 'api_key',
    values: [MIXED.slice(0, 32), MIXED.slice(7, 39)],
    expect: 'API_KEY',
  },
  {
    title: 'counts of tokens',
    column: 'token_count',
    kind: 'integer',
    values: ['100', '2000'],
    expect: null,
  },
  { title: 'names of keys', column: 'key_name', values: ['production', 'test'], expect: null },
  { title: 'SKUs', column: 'sku', values: ['SK-2021-0001-RED', 'SK-2021-0002-BLUE'], expect: null },
  {
    title: 'words with hyphens',
    column: 'slug',
    values: ['how-to-build-a-house-in-10-days', 'sk-learn-introduction'],
    expect: null,
  },

  {
    title: 'private keys',
    column: 'pem',
    values: [join('-----BEGIN RSA ', 'PRIVATE KEY-----\n', MIXED, '\n-----END RSA ', 'PRIVATE KEY-----')],
    expect: 'PRIVATE_KEY',
  },
  {
    title: 'public keys',
    column: 'pem',
    values: [join('-----BEGIN PUBLIC KEY-----\n', MIXED, '\n-----END PUBLIC KEY-----')],
    expect: null,
  },
  {
    title: 'JSON web tokens',
    column: 'c',
    values: [join(header, '.', payload, '.', MIXED.slice(0, 43))],
    expect: 'JWT',
  },
  {
    title: 'dotted names',
    column: 'module',
    values: ['eyeglass.lens.frame', 'eyJust.kidding.now'],
    expect: null,
  },
  {
    title: 'connection strings with a password',
    column: 'dsn',
    values: [join('postgres://app', ':s3cret@', 'db.example.com/app')],
    expect: 'CONNECTION_STRING',
  },
  {
    title: 'connection strings of pairs',
    column: 'setting',
    values: [join('Server=db;Database=x;User Id=sa;Password', '=s3cret')],
    expect: 'CONNECTION_STRING',
  },
  {
    title: 'URLs without a password',
    column: 'dsn_example',
    values: ['https://example.com/a'],
    expect: null,
  },

  ...['пароль', 'mật khẩu', 'كلمة المرور', 'heslo', 'kata_sandi', 'salasana', 'รหัสผ่าน', '비밀번호'].map(
    (column): ClassifierCase => ({
      title: `passwords under ${column}`,
      table: 'users',
      column,
      values: ['hunter2!', 'P@ssw0rd', 's3cr3t99', 'qwertZ12'],
      expect: 'PASSWORD',
    }),
  ),
  { title: 'passes of players', column: 'pass', kind: 'integer', values: ['12', '7', '44'], expect: null },
];
