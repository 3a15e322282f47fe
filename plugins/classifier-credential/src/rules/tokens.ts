import type { InfoTypeRule } from '@datawave/plugin-sdk';

const isPrivateKey = (value: string): boolean =>
  /^-----BEGIN (?:[A-Z\d]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----/.test(value) ||
  value.startsWith('PuTTY-User-Key-File-');

/** RFC 7519: three Base64url parts of which the first is a JSON object with an algorithm. */
export function isJwt(value: string): boolean {
  const match = /^(?:Bearer )?(ey[\w-]{10,})\.(ey[\w-]{2,})\.([\w-]*)$/.exec(value);
  if (match === null) return false;
  // The header is decoded, not parsed: a truncated one still says enough.
  return Buffer.from(match[1] ?? '', 'base64url')
    .toString('latin1')
    .includes('"alg"');
}

/** A URL with a password in it, or key-value pairs with one. */
export function isConnectionString(value: string): boolean {
  return (
    /^[a-z][a-z\d+.-]{1,30}:\/\/[^\s:@/]{0,128}:[^\s@/]{1,256}@[^\s/]+/i.test(value) ||
    (/(?:^|;)\s*(?:server|data source|host|endpoint|accountname|defaultendpointsprotocol|hostname|driver)\s*=/i.test(
      value,
    ) &&
      /(?:^|;)\s*(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*[^;\s]/i.test(value))
  );
}

export const tokenRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PRIVATE_KEY',
    kinds: ['text', 'binary'],
    names: [
      {
        phrases: ['private key', 'privkey', 'rsa key', 'ssh key', 'pem', 'private pem', 'ssh private key'],
        weight: 3,
      },
    ],
    unlike: ['public'],
    values: [
      {
        signal: 'pattern',
        says: 'begin as private keys do',
        requires: '-',
        minLength: 20,
        maxLength: 1_000_000,
        matches: isPrivateKey,
        present: 0.9,
        chance: 0.0001,
        strongest: 9,
      },
    ],
  },
  {
    infoType: 'JWT',
    kinds: ['text'],
    names: [{ phrases: ['jwt', 'id token', 'access token', 'bearer token', 'token'], weight: 2.5 }],
    values: [
      {
        signal: 'pattern',
        says: 'are JSON web tokens',
        requires: '.',
        minLength: 24,
        maxLength: 16_384,
        matches: isJwt,
        present: 0.9,
        chance: 0.0001,
        strongest: 9,
      },
    ],
  },
  {
    infoType: 'CONNECTION_STRING',
    kinds: ['text'],
    names: [
      {
        phrases: [
          'connection string',
          'connection url',
          'database url',
          'jdbc url',
          'dsn',
          'redis url',
          'amqp url',
          'mongodb uri',
        ],
        weight: 3,
      },
    ],
    values: [
      {
        signal: 'pattern',
        says: 'are connections with a password in clear',
        minLength: 10,
        maxLength: 4096,
        matches: isConnectionString,
        present: 0.8,
        chance: 0.0003,
        strongest: 8,
      },
    ],
  },
];
