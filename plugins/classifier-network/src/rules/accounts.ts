import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { CHOSEN_ID, POSTED_BY, USERNAME, USERNAME_MAYBE } from '../names/network.ts';

const isHandle = (value: string): boolean =>
  /^@?[\p{L}\d][\p{L}\d._@+-]{0,63}$/u.test(value) && !/^\d+\.\d+$/.test(value);
const isDeviceToken = (value: string): boolean =>
  /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i.test(value) ||
  (/^[\w.=+/-]{16,}$/.test(value) && /\d/.test(value));

/** A few words over many rows tell kinds of users apart, not users. */
const repeatedWords = (column: ColumnView): readonly RuleEvidence[] =>
  column.filledRows >= 20 && column.values.length * 8 <= column.filledRows
    ? [{ signal: 'negative', weight: -2, detail: 'a few words are repeated over many rows' }]
    : [];

export const accountRules: readonly InfoTypeRule[] = [
  {
    infoType: 'USERNAME',
    kinds: ['text'],
    names: [
      { phrases: phraseList(USERNAME), weight: 4.8 },
      { phrases: phraseList(CHOSEN_ID), weight: 6.6 },
      { phrases: phraseList(POSTED_BY), weight: 3 },
      { phrases: ['user', 'alias', 'uid', 'youtube'], weight: 2, whole: true },
      { phrases: phraseList(USERNAME_MAYBE), weight: 1, whole: true },
    ],
    neutral: ['handle', 'name', 'id', 'account', 'username', 'screen', 'profile', 'owner', 'creator'],
    unlike: [
      'url',
      'host',
      'browser',
      'agent',
      'attempts',
      'ip',
      'page',
      'failed',
      'last',
      'success',
      'time',
      'token',
      'followers',
      'group',
      'role',
      'agents',
      'score',
      'rating',
      'kind',
      'count',
      'service',
      'full',
    ],
    values: [
      {
        signal: 'shape',
        says: 'are single words, as user names are',
        minLength: 1,
        maxLength: 65,
        matches: isHandle,
        present: 0.9,
        chance: 0.35,
        strongest: 1,
      },
      {
        signal: 'pattern',
        says: 'start with @, as handles do',
        requires: '@',
        minLength: 2,
        maxLength: 40,
        matches: /^@[\p{L}\d_.-]{1,39}$/u,
        present: 0.9,
        // What else is written so: annotations in programs, and scoped packages, which hold a slash.
        chance: 0.002,
        strongest: 5.6,
      },
      {
        signal: 'pattern',
        says: 'mix letters with digits or underscores, as names of accounts do',
        requiresOne: 'letter unicode',
        minLength: 4,
        maxLength: 40,
        matches: (value) =>
          /^\p{L}[\p{L}\d]*(?:[._-]\p{L}[\p{L}\d]*|[._-]?\d{1,4})$/u.test(value) && /[\d_.]/.test(value),
        present: 0.6,
        chance: 0.1,
        strongest: 1.6,
      },
    ],
    inspect: repeatedWords,
    subjects: { person: 0.6, thing: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'COOKIE_ID',
    kinds: ['text', 'uuid', 'integer'],
    names: [
      {
        phrases: [
          'cookie',
          'cookie id',
          'cookie value',
          'visitor id',
          'client id ga',
          'ga client id',
          'google client id',
          'tracking id',
          'tracking cookie',
          'advertising id',
          'ad id',
          'idfa',
          'idfv',
          'gaid',
          'aaid',
          'android id',
          'device id',
          'device token',
          'device fingerprint',
          'browser fingerprint',
          'browser id',
          'anonymous id',
          'fbp',
          'fbc',
          'gclid',
        ],
        weight: 5,
      },
      { phrases: ['session id', 'session'], weight: 3.5, kinds: ['text', 'uuid'] },
    ],
    neutral: ['id', 'value', 'token'],
    unlike: ['consent', 'policy', 'banner', 'type', 'recipe', 'name', 'duration', 'course', 'training'],
    needsName: true,
    values: [
      {
        signal: 'pattern',
        says: 'have the form of a Google Analytics cookie',
        alphabet: 'letter digit .',
        requires: '.',
        minLength: 18,
        maxLength: 40,
        matches: /^GA\d\.\d\.\d{6,10}\.\d{9,11}$/,
        present: 0.95,
        chance: 0.001,
        strongest: 5,
      },
      {
        signal: 'shape',
        says: 'are long random tokens',
        minLength: 16,
        maxLength: 512,
        matches: isDeviceToken,
        present: 0.95,
        chance: 0.1,
        strongest: 1.5,
        weakest: -4,
      },
    ],
  },
];
