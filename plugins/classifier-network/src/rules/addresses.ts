import { isIP } from 'node:net';
import { type InfoTypeRule, passesLuhn, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { IP_ADDRESS, MAC_ADDRESS } from '../names/network.ts';

/** Whether there stands what no address is without: three dots, or a colon behind at most four digits and a bracket. */
function mayBeAddress(value: string): boolean {
  const colon = value.indexOf(':');
  if (colon >= 0 && colon <= 5) return true;
  const second = value.indexOf('.', value.indexOf('.') + 1);
  return second > 0 && value.indexOf('.', second + 1) > 0;
}

const withoutPort = (value: string): string =>
  /^(\d+(?:\.\d+){3})(?::\d{1,5}|\/\d{1,2})?$/.exec(value)?.[1] ??
  value.replace(/\/\d{1,3}$/, '').replace(/^\[|\]$/g, '');

/** An IP address as it is written. */
interface Address {
  readonly bare: string;
  readonly version: 4 | 6;
}

/** Reads IPv4 in dotted notation or IPv6, with port or prefix length perhaps. */
function readAddress(value: string): Address | null {
  // Most values are done with before an expression is tried.
  if (!mayBeAddress(value)) return null;
  const bare = withoutPort(value);
  const version = isIP(bare);
  return version === 4 || version === 6 ? { bare, version } : null;
}

/** An IPv4 address that is no likely version number: those rarely have a part of 60 and more twice. */
const isUnlikeVersion = (value: string): boolean => {
  const address = readAddress(value);
  if (address === null) return false;
  const { bare, version } = address;
  if (version === 6) return bare.length > 4;
  return (
    (bare.split('.').filter((part) => Number(part) >= 60).length >= 2 ||
      /^(?:10|127|172|192)\./.test(bare)) &&
    !bare.endsWith('.0.0')
  );
};

/** One that is told among values of any kind: private ranges begin like the versions of operating systems. */
const isSurelyIpAddress = (value: string): boolean => {
  const address = readAddress(value);
  if (address === null) return false;
  const { bare, version } = address;
  if (version === 6) return bare.split(':').filter((part) => part !== '').length >= 4;
  const parts = bare.split('.').map(Number);
  return parts.filter((part) => part >= 60).length >= 2 && (parts[0] ?? 0) < 224;
};

/** EUI-48 or EUI-64 with colons, hyphens or Cisco's dots. */
export const isMacAddress = (value: string): boolean =>
  /^[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?:\1[\da-f]{2}\1[\da-f]{2})?$/i.test(value) ||
  /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i.test(value);

/** 15 digits with Luhn check, reporting body among those in use (3GPP TS 23.003, GSMA TS.06). */
export function isImei(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  return /^(?:01|10|30|33|35|44|45|49|50|51|52|53|54|86|91|98|99)\d{13}$/.test(digits) && passesLuhn(digits);
}

const VERSION_WORDS: ReadonlySet<string> = new Set([
  'version',
  'versions',
  'firmware',
  'build',
  'release',
  'ver',
  'revision',
  'oid',
  'section',
  'chapter',
  'paragraph',
  'clause',
  'outline',
  'wbs',
  'netmask',
  'subnet',
  'mask',
]);

export const addressRules: readonly InfoTypeRule[] = [
  {
    infoType: 'IP_ADDRESS',
    kinds: ['text', 'other'],
    names: [
      { phrases: phraseList(IP_ADDRESS), weight: 4.5 },
      {
        phrases: [
          'host',
          'client',
          'remote',
          'source',
          'src',
          'dst',
          'address',
          'addr',
          'destination',
          'dest',
          'peer',
          'node',
          'server',
          'gateway',
          'saddr',
          'daddr',
          'attacker',
        ],
        weight: 0.6,
        whole: true,
      },
    ],
    neutral: ['v', '4', '6', 'addr', 'hash', 'start', 'end'],
    mistakenFor: [...VERSION_WORDS],
    values: [
      {
        signal: 'pattern',
        says: 'are IP addresses that no version number looks like',
        alphabet: 'digit letter . : / -',
        requiresOne: '. :',
        minLength: 3,
        maxLength: 50,
        matches: isUnlikeVersion,
        present: 0.8,
        chance: 0.002,
        strongest: 7,
      },
      {
        signal: 'pattern',
        says: 'are IP addresses, with numbers that hardly anything else has',
        alphabet: 'digit letter . : / -',
        requiresOne: '. :',
        minLength: 7,
        maxLength: 50,
        matches: isSurelyIpAddress,
        present: 0.7,
        chance: 0.001,
        stray: 1e-4,
        strongest: 7,
      },
      {
        signal: 'pattern',
        says: 'have the form of an IP address',
        alphabet: 'digit letter . : / -',
        requiresOne: '. :',
        minLength: 3,
        maxLength: 50,
        matches: (value) => readAddress(value) !== null,
        present: 0.97,
        chance: 0.15,
        strongest: 2,
      },
    ],
    inspect(column): readonly RuleEvidence[] {
      const word = column.tokens.find((token) => VERSION_WORDS.has(token));
      return word === undefined
        ? []
        : [
            {
              signal: 'negative',
              weight: -7,
              detail: `"${word}" in the name says that the dotted numbers are no addresses`,
            },
          ];
    },
  },
  {
    infoType: 'MAC_ADDRESS',
    kinds: ['text', 'other'],
    names: [{ phrases: phraseList(MAC_ADDRESS), weight: 4 }],
    unlike: ['os', 'book', 'version', 'cheese', 'users', 'mini'],
    values: [
      {
        signal: 'pattern',
        says: 'have the form of a MAC address',
        alphabet: 'digit letter : - .',
        requiresOne: ': - .',
        minLength: 14,
        maxLength: 23,
        matches: isMacAddress,
        present: 0.95,
        chance: 0.0005,
        stray: 1e-5,
        strongest: 8,
      },
    ],
  },
  {
    infoType: 'IMEI',
    kinds: ['text', 'integer'],
    names: [{ phrases: ['imei', 'imei number', 'device imei'], weight: 5 }],
    values: [
      {
        signal: 'checksum',
        says: 'pass the check digit of an IMEI and start with a reporting body in use',
        alphabet: 'digit space -',
        minLength: 15,
        maxLength: 18,
        matches: isImei,
        present: 0.95,
        chance: 0.03,
        strongest: 4,
      },
    ],
  },
];
