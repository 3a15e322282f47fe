import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

// Put together from parts, so that no secret scanner takes these examples for keys of somebody.
const join = (...parts: readonly string[]): string => parts.join('');
const HEX = '0123456789abcdef'.repeat(8);
const MIXED = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(4);
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const payload = Buffer.from('{"sub":"1234567890"}').toString('base64url');

const vendor = (title: string, value: string): ClassifierCase => ({
  title: `a key of ${title} without a telling name`,
  column: 'value',
  values: [value],
  expect: 'API_KEY',
});

export const cases: readonly ClassifierCase[] = [
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

  vendor('AWS', join('AK', 'IA', 'IOSFODNN7EXAMPLE')),
  vendor('GitHub', join('gh', 'p_', MIXED.slice(0, 36))),
  vendor('GitLab', join('gl', 'pat-', MIXED.slice(0, 20))),
  vendor('Slack', join('xo', 'xb-', '123456789012-', MIXED.slice(0, 24))),
  vendor('Stripe', join('sk', '_live_', MIXED.slice(0, 24))),
  vendor('Google', join('AI', 'za', MIXED.slice(0, 35))),
  vendor('SendGrid', join('SG', '.', MIXED.slice(0, 22), '.', MIXED.slice(0, 43))),
  vendor('npm', join('npm', '_', MIXED.slice(0, 36))),
  vendor('DigitalOcean', join('dop', '_v1_', HEX.slice(0, 64))),
  vendor('Shopify', join('shp', 'at_', HEX.slice(0, 32))),
  vendor('HashiCorp Vault', join('hv', 's.', MIXED.slice(0, 24))),
  vendor('Twilio', join('S', 'K', HEX.slice(0, 32))),
  vendor('Telegram', join('123456789:', 'AA', MIXED.slice(0, 33))),
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
];
