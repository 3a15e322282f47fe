import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { apiKeyRule } from './rules/api-keys.ts';
import { passwordRules } from './rules/passwords.ts';
import { tokenRules } from './rules/tokens.ts';

/** Recognises secrets that open something. */
export function createCredentialClassifier(): Classifier {
  return defineClassifier({
    info: {
      id: 'credential',
      version: '1.0.0',
      title: 'Credentials',
      description:
        'Passwords and their hashes, API keys of well-known vendors, private keys, JSON web tokens and connection strings with a password.',
      infoTypes: ['PASSWORD', 'PASSWORD_HASH', 'API_KEY', 'PRIVATE_KEY', 'JWT', 'CONNECTION_STRING'],
      sources: [
        'Key formats as the vendors document them: AWS, Google, GitHub, GitLab, Slack, Stripe and others, each named beside its pattern',
        'gitleaks 8 (MIT): published prefixes of vendor keys',
        'PHC string format; crypt(5): notation of password hashes',
        'RFC 7468: textual encoding of keys; RFC 7519: JSON web tokens',
      ],
    },
    rules: [...passwordRules, apiKeyRule, ...tokenRules],
  });
}
