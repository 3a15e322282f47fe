import type { SpanRuleSet } from '@datawave/plugin-sdk';

/** A few rules of each sort, so that the tests of the scan do not lean on other plugins. */
export const plainSpans: SpanRuleSet = {
  id: 'plain',
  version: '1.0.0',
  title: 'Rules for tests',
  sources: ['the tests'],
  rules: [
    {
      id: 'email',
      infoType: 'EMAIL_ADDRESS',
      trigger: { requires: '@ .', minLength: 6 },
      pattern: /(?<![\w.])[\w.]{1,64}@(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,10}(?![\w-])/,
      says: 'has the form of an e-mail address',
      signal: 'pattern',
      probability: 0.99,
    },
    {
      id: 'url',
      infoType: 'URL',
      trigger: { requires: ': /' },
      pattern: /https?:\/\/\S{1,500}/,
      says: 'is a URL',
      signal: 'pattern',
      probability: 0.98,
    },
    {
      id: 'badge',
      infoType: 'PERSON_ID',
      trigger: { requires: 'digit', minDigits: 5 },
      pattern: /(?<!\w)B\d{5}(?!\w)/,
      says: 'has the form of a badge number',
      signal: 'pattern',
      probability: 0.2,
      needsContext: true,
      context: { raise: ['badge'] },
    },
    {
      id: 'secret',
      infoType: 'PASSWORD',
      trigger: { labels: ['secret_word', 'word'] },
      pattern: /[:=]\s{0,4}(?<value>[^\s,]{4,64})/,
      says: 'is labelled as a secret',
      signal: 'pattern',
      probability: 0.9,
    },
  ],
};
