import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const join = (...parts: readonly string[]): string => parts.join('');
const MIXED = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(8);
const encode = (text: string): string => Buffer.from(text).toString('base64url');

/** The start of a DER structure, then anything. */
const der = (...start: readonly number[]): string =>
  Buffer.from([...start, ...Array.from({ length: 200 }, (_, index) => (index * 73) % 256)]).toString(
    'base64',
  );

const privateKey = (title: string, value: string): ClassifierCase => ({
  title: `private keys: ${title}`,
  column: 'content',
  values: [value],
  expect: 'PRIVATE_KEY',
});

const connection = (title: string, value: string, expected: 'CONNECTION_STRING' | null): ClassifierCase => ({
  title: `connections: ${title}`,
  column: 'setting',
  values: [value],
  expect: expected,
});

const RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

export const tokenCases: readonly ClassifierCase[] = [
  privateKey('OpenSSH', join('-----BEGIN OPENSSH ', 'PRIVATE KEY-----\n', MIXED)),
  privateKey('PGP', join('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----\n', MIXED)),
  privateKey('encrypted PKCS #8', join('-----BEGIN ENCRYPTED ', 'PRIVATE KEY-----\n', MIXED)),
  privateKey('on one line, as in environment files', join('-----BEGIN ', 'PRIVATE KEY-----\\n', MIXED)),
  privateKey('PuTTY', join('PuTTY-User-Key-', 'File-3: ssh-ed25519\n', MIXED)),
  privateKey(
    'JSON web key',
    join('{"kty":"EC","crv":"P-256","x":"', MIXED.slice(0, 43), '","d":"', MIXED.slice(0, 43), '"}'),
  ),
  privateKey(
    'Google service account',
    join('{"type":"service_account","private_key": "-----BEGIN ', 'PRIVATE KEY-----\\n', MIXED, '"}'),
  ),
  privateKey(
    'PKCS #8 without armour',
    der(0x30, 0x82, 0x04, 0xbd, 0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, ...RSA),
  ),
  privateKey('PKCS #1 without armour', der(0x30, 0x82, 0x04, 0xa4, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01)),
  privateKey(
    'PEM in Base64',
    Buffer.from(join('-----BEGIN RSA ', 'PRIVATE KEY-----\n', MIXED)).toString('base64'),
  ),
  {
    title: 'certificates and public keys',
    column: 'content',
    values: [
      join('-----BEGIN CERTIFICATE-----\n', MIXED),
      der(0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, ...RSA),
      der(0x30, 0x82, 0x03, 0x55, 0x30, 0x82, 0x02, 0x3d),
      join('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI', MIXED.slice(0, 43)),
      join('{"kty":"RSA","n":"', MIXED, '","e":"AQAB"}'),
    ],
    expect: null,
  },

  {
    title: 'encrypted JSON web tokens',
    column: 'c',
    values: [
      join(
        encode('{"alg":"RSA-OAEP","enc":"A256GCM"}'),
        '.',
        MIXED.slice(0, 40),
        '.',
        MIXED.slice(0, 16),
        '.',
        MIXED.slice(0, 60),
        '.',
        MIXED.slice(0, 22),
      ),
    ],
    expect: 'JWT',
  },
  {
    title: 'web tokens after the scheme',
    column: 'authorization',
    values: [
      join(
        'Bearer ',
        encode('{"typ":"JWT","alg":"ES256"}'),
        '.',
        encode('{"sub":"1"}'),
        '.',
        MIXED.slice(0, 86),
      ),
    ],
    expect: 'JWT',
  },
  {
    title: 'three parts whose first is no header',
    column: 'c',
    values: [
      join(encode('{"foo":"bar"}'), '.', encode('{"sub":"1"}'), '.', MIXED.slice(0, 43)),
      join('eyJhbGciOiJIUzI1NiI', '.', encode('{"sub":"1"}'), '.', MIXED.slice(0, 43)),
      join(encode('{"alg":"HS256"}'), '.', encode('not claims at all'), '.', MIXED.slice(0, 43)),
    ],
    expect: null,
  },

  connection('Redis with a password only', join('redis://', ':s3cret@', 'cache:6379/0'), 'CONNECTION_STRING'),
  connection(
    'MongoDB',
    join('mongodb+srv://app', ':s3cret@', 'cluster0.example.mongodb.net/db'),
    'CONNECTION_STRING',
  ),
  connection(
    'JDBC with parameters',
    join('jdbc:mysql://db:3306/app?user=app&', 'password=s3cret'),
    'CONNECTION_STRING',
  ),
  connection(
    'JDBC of SQL Server',
    join('jdbc:sqlserver://db:1433;databaseName=app;user=sa;', 'password=s3cret;'),
    'CONNECTION_STRING',
  ),
  connection('Oracle thin', join('jdbc:oracle:thin:app/', 's3cret@//db:1521/XE'), 'CONNECTION_STRING'),
  connection('libpq', join('host=db dbname=app user=app ', "password='s3cret word'"), 'CONNECTION_STRING'),
  connection('ODBC', join('Driver={ODBC Driver 18};Server=db;Uid=sa;', 'Pwd=s3cret'), 'CONNECTION_STRING'),
  connection(
    'Azure storage',
    join('DefaultEndpointsProtocol=https;AccountName=x;', 'AccountKey=', MIXED.slice(0, 86), '=='),
    'CONNECTION_STRING',
  ),
  connection(
    'Azure Service Bus',
    join(
      'Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;',
      'SharedAccessKey=',
      MIXED.slice(0, 43),
      '=',
    ),
    'CONNECTION_STRING',
  ),
  connection(
    'Azure shared access signature',
    join('https://x.blob.core.windows.net/c/f?sv=2022-11-02&', 'sig=', MIXED.slice(0, 43), '%3D'),
    'CONNECTION_STRING',
  ),
  connection('without a password', 'postgres://app@db.example.com/app', null),
  connection('with a variable for the password', 'postgres://app:${DB_PASSWORD}@db.example.com/app', null),
  connection('with a masked password', 'mysql://root:*****@localhost/app', null),
  connection('pairs without a password', 'Server=db;Database=x;Integrated Security=true', null),
  connection('with a port before a path with @', 'https://example.com:8080/@user/profile', null),
];
