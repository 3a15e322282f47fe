import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { accountRules } from './rules/accounts.ts';
import { addressRules } from './rules/addresses.ts';
import { urlRule } from './rules/url.ts';

/** Recognises what identifies devices and accounts on a network. */
export function createNetworkClassifier(): Classifier {
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createNetworkClassifier' },
    info: {
      id: 'network',
      version: '2.0.0',
      title: 'Network and device data',
      description: 'IP and MAC addresses, IMEI, URLs, user names, cookie and device identifiers.',
      infoTypes: ['IP_ADDRESS', 'MAC_ADDRESS', 'IMEI', 'URL', 'USERNAME', 'COOKIE_ID'],
      sources: [
        'RFC 791, RFC 4291 and RFC 5952: notation of IP addresses',
        'IEEE 802: notation of EUI-48 and EUI-64',
        '3GPP TS 23.003: structure of the IMEI, Luhn check digit',
        'RFC 3986: structure of URLs',
        'Google Analytics, gtag.js reference: form of the _ga cookie',
      ],
    },
    rules: [...addressRules, urlRule, ...accountRules],
  });
}
