import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { isConnectionString } from '../checks/connection-strings.ts';
import { isPrivateKey } from '../checks/private-keys.ts';
import { isJwt } from '../checks/web-tokens.ts';

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
        minLength: 20,
        maxLength: 1_000_000,
        matches: isPrivateKey,
        present: 0.9,
        chance: 0.0001,
        stray: 0.000_001,
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
        stray: 0.000_001,
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
        requiresOne: '= :',
        minLength: 10,
        maxLength: 4096,
        matches: isConnectionString,
        present: 0.8,
        chance: 0.0003,
        stray: 0.000_005,
        strongest: 8,
      },
    ],
  },
];
