import { type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { URL, URL_MAYBE } from '../names/network.ts';

const isUrl = (value: string): boolean =>
  /^(?:https?|ftps?|file|s3|gs|git|ssh|wss?|data|hdfs):\/\/[^\s]+$/i.test(value) ||
  /^\/\/[\p{L}\d-]+(?:\.[\p{L}\d-]+)+\/[^\s]*$/iu.test(value) ||
  /^www\.[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}(?:[/?#][^\s]*)?$/iu.test(value);
/** Names of files end in a dot and letters as well. */
const FILE_NAME =
  /\.(?:png|jpe?g|gif|svg|webp|bmp|ico|tiff?|pdf|csv|tsv|xlsx?|docx?|pptx?|txt|json|xml|ya?ml|html?|css|[cm]?[jt]sx?|java|sql|log|mp[34]|wav|parquet)$/i;
const isDomain = (value: string): boolean =>
  !FILE_NAME.test(value) && /^(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+\p{L}{2,24}(?:\/[^\s]*)?$/iu.test(value);

/** A page on a host: `t.me/channel`, `linkedin.com/in/somebody`. */
const isPageOfHost = (value: string): boolean =>
  /^(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.)+\p{L}{2,24}\/[^\s,;|]+$/iu.test(value) &&
  !/^\d/.test(value) &&
  !value.includes('@');

export const urlRule: InfoTypeRule = {
  infoType: 'URL',
  kinds: ['text'],
  names: [
    { phrases: phraseList(URL), weight: 4 },
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
        'contact form',
      ],
      weight: 1.5,
    },
    { phrases: phraseList(URL_MAYBE), weight: 1.2, whole: true },
  ],
  neutral: [
    'path',
    'link',
    'picture',
    'photo',
    'image',
    'page',
    'url',
    'full',
    'original',
    'https',
    'http',
    'profile',
    'logo',
    'personal',
    'address',
    'source',
    'id',
  ],
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
      says: 'are pages on hosts',
      requires: '. /',
      minLength: 6,
      maxLength: 4096,
      matches: isPageOfHost,
      present: 0.95,
      chance: 0.002,
      strongest: 6,
    },
    {
      signal: 'pattern',
      says: 'hold URLs among other words, or are paths on a host',
      requires: '/',
      minLength: 5,
      maxLength: 4096,
      matches: (value) =>
        /https?:\/\/[^\s]{4}/i.test(value) ||
        /^\/?[\w%.~-]+(?:\/[\w%.~@+-]+)+(?:\.\w{2,5})?(?:\?\S*)?$/.test(value),
      present: 0.9,
      chance: 0.05,
      strongest: 2,
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
