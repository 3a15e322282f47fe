import type { SpanRuleSet } from '@datawave/plugin-sdk';

/** Who somebody is to a system, within logs and messages. Names of people are found by the model of free text. */
export const identitySpans: SpanRuleSet = {
  id: 'identity',
  portable: { module: import.meta.url, create: 'createIdentitySpans' },
  version: '1.0.0',
  title: 'User names in text',
  sources: ['Labels of logs and configuration files in common use'],
  rules: [
    {
      id: 'username-by-label',
      infoType: 'USERNAME',
      trigger: {
        labels: [
          'username',
          'user_name',
          'user-name',
          'userid',
          'user_id',
          'login',
          'benutzername',
          'identifiant',
          'usuario',
        ],
      },
      pattern: /[:=]\s{0,4}["']?(?<value>[A-Za-z][\w.@-]{1,63})(?![\w@(-])/,
      // What stands there instead of a name in documentation and code.
      validate: (value) =>
        !/^(?:null|none|undefined|true|false|string|str|text|username|user|the|your|not|is|string|varchar|required|optional|a|an|and|or|to)$/i.test(
          value,
        ),
      says: 'is labelled as a user name',
      signal: 'pattern',
      probability: 0.8,
    },
  ],
};

/** For worker threads. */
export const createIdentitySpans = (): SpanRuleSet => identitySpans;
