import type { InfoTypeRule } from '@datawave/plugin-sdk';

const isUrl = (value: string): boolean =>
  /^(?:https?|ftps?|file):\/\/[^\s]+$/i.test(value) ||
  /^www\.[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}(?:[/?#][^\s]*)?$/iu.test(value);
const isDomain = (value: string): boolean =>
  /^(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+\p{L}{2,24}(?:\/[^\s]*)?$/iu.test(value);

export const urlRule: InfoTypeRule = {
  infoType: 'URL',
  kinds: ['text'],
  names: [
    {
      phrases: [
        'url',
        'uri',
        'website',
        'web site',
        'homepage',
        'home page',
        'web address',
        'web page',
        'webseite',
        'sitio web',
        'site web',
        'sito web',
        'href',
        'permalink',
        'landing page',
      ],
      weight: 4,
    },
    {
      phrases: [
        'link',
        'web',
        'domain',
        'domain name',
        'picture',
        'photo',
        'image',
        'avatar',
        'path',
        'contact form',
      ],
      weight: 1.5,
    },
  ],
  neutral: ['path', 'link', 'picture', 'photo', 'image', 'page'],
  values: [
    {
      signal: 'pattern',
      says: 'are URLs',
      requires: '.',
      minLength: 8,
      maxLength: 4096,
      matches: isUrl,
      present: 0.95,
      chance: 0.001,
      strongest: 7,
    },
    {
      signal: 'pattern',
      says: 'have the form of a domain name',
      requires: '.',
      minLength: 4,
      maxLength: 300,
      matches: isDomain,
      present: 0.95,
      chance: 0.03,
      strongest: 2.5,
    },
  ],
};
