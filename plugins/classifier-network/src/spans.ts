import { isIPv4, isIPv6 } from 'node:net';
import type { SpanRuleSet } from '@datawave/plugin-sdk';
import { isImei, isMacAddress } from './rules/addresses.ts';

const VERSION_WORDS = [
  'version',
  'versions',
  'v',
  'release',
  'firmware',
  'build',
  'section',
  'chapter',
  'oid',
  'netmask',
  'subnet mask',
];
// Endings under which most names of hosts in texts stand; every two-letter ending of a country would take in file names.
const DOMAIN_ENDINGS =
  'com|org|net|edu|gov|mil|int|info|biz|io|co|ai|app|dev|cloud|online|site|shop|store|tech|xyz|eu|de|at|ch|fr|be|nl|lu|it|es|pt|uk|ie|dk|se|no|fi|pl|cz|hu|ro|gr|ru|ua|tr|us|ca|mx|br|ar|au|nz|jp|cn|kr|in|za';

/**
 * A version behind the name of what has it, as RFC 9110 (10.1.5) and names of files write it: `Chrome/120.0.0.0`,
 * `curl/7.88.1.2`, `parser-1.2.3.4.jar`. Hardly a host has an address that ends in zero; before an address, too, a name may
 * stand, as Java writes hosts (`db/10.0.4.7`, `dns.google/8.8.8.8`): such names have dots or numbers, or the address has
 * a port or parts too great for a version.
 */
const VERSION_OF_PRODUCT =
  '(?<=(?<![\\w/.@-])[A-Za-z][A-Za-z-]{0,30}(?:[/_-]|==))(?!10\\.|127\\.)(?:(?:\\d{1,3}\\.){3}0|(?:[0-5]?\\d|\\d{1,3}(?=\\.0\\.))\\.(?:[0-5]?\\d\\.){2}[0-5]?\\d)(?![\\d/:])';

/** Addresses of networks and devices within running text. */
export const networkSpans: SpanRuleSet = {
  id: 'network',
  portable: { module: import.meta.url, create: 'createNetworkSpans' },
  version: '1.1.0',
  title: 'Network and device addresses in text',
  sources: [
    'RFC 791 and RFC 4291: notations of IP addresses',
    'IEEE 802: notations of MAC addresses',
    '3GPP TS 23.003, GSMA TS.06: IMEI',
    'RFC 3986: URLs; RFC 1035: names of hosts; the IANA root zone: endings',
  ],
  rules: [
    {
      id: 'ipv4',
      infoType: 'IP_ADDRESS',
      trigger: { requires: 'digit .', minLength: 7, minDigits: 4 },
      pattern: new RegExp(
        `(?<![\\d.]|\\d[-_]|[A-Za-z])(?!${VERSION_OF_PRODUCT})(?:\\d{1,3}\\.){3}\\d{1,3}(?!\\.?\\d|[A-Za-z_]|-\\d)`,
      ),
      validate: isIPv4,
      says: 'has the form of an IP address',
      signal: 'pattern',
      probability: 0.85,
      context: {
        raise: ['ip', 'address', 'host', 'client', 'server', 'from', 'to', 'ping', 'adresse'],
        lower: VERSION_WORDS,
        raised: 0.97,
      },
    },
    {
      id: 'ipv6',
      infoType: 'IP_ADDRESS',
      trigger: { requires: ':', minLength: 6 },
      pattern: /(?<![\w:.])(?:[\da-fA-F]{0,4}:){2,7}(?:[\da-fA-F]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/,
      validate: (value) => isIPv6(value) && value.replace(/[^\da-fA-F]/g, '').length > 3,
      says: 'has the form of an IPv6 address',
      signal: 'pattern',
      probability: 0.95,
    },
    {
      id: 'mac',
      infoType: 'MAC_ADDRESS',
      trigger: { requires: 'digit', minLength: 14 },
      pattern:
        /(?<![\w:.-])(?:[\da-fA-F]{2}([:-])(?:[\da-fA-F]{2}\1){4}[\da-fA-F]{2}|[\da-fA-F]{4}\.[\da-fA-F]{4}\.[\da-fA-F]{4})(?![\w:-])/,
      validate: isMacAddress,
      says: 'has the form of a MAC address',
      signal: 'pattern',
      probability: 0.95,
    },
    {
      id: 'imei',
      infoType: 'IMEI',
      trigger: { requires: 'digit', minDigits: 15 },
      pattern: /(?<![\d.]|\d-|[A-Za-z])\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?![\d.]\d|\d|-\d|[A-Za-z])/,
      validate: isImei,
      says: 'passes the check digit of an IMEI',
      signal: 'checksum',
      probability: 0.3,
      needsContext: true,
      context: { raise: ['imei', 'handset', 'device'], raised: 0.97 },
    },
    {
      id: 'url',
      infoType: 'URL',
      trigger: { requires: ': /', minLength: 8 },
      pattern: /(?<![\p{L}\d])(?:https?|ftps?|sftp|wss?):\/\/[^\s/?#][^\s]{0,1000}(?<![.,;:!?)\]}…])/u,
      says: 'is a URL',
      signal: 'pattern',
      probability: 0.98,
    },
    {
      id: 'domain',
      infoType: 'URL',
      trigger: { requires: '.', minLength: 4 },
      pattern: new RegExp(
        `(?<![\\p{L}\\d@._/:-])(?:www\\.)?(?:[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?\\.){1,4}(?:${DOMAIN_ENDINGS})(?:/[^\\s]{0,500}(?<![.,;:!?)]))?(?![\\p{L}\\d@_(-]|\\.[\\p{L}\\d])`,
        'iu',
      ),
      // "e.g. it.is" and names of files and methods are no hosts: the first part has three characters, or www stands before.
      validate: (value) => /^www\./i.test(value) || /^[^./]{3}/.test(value),
      says: 'has the form of the name of a host',
      signal: 'pattern',
      probability: 0.6,
      context: {
        raise: ['website', 'site', 'web', 'visit', 'domain', 'url', 'www', 'webseite', 'page', 'online'],
        raised: 0.9,
      },
    },
  ],
};

/** For worker threads. */
export const createNetworkSpans = (): SpanRuleSet => networkSpans;
