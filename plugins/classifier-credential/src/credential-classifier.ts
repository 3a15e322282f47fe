import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { KEY_FORMATS } from './formats/key-formats.ts';
import { createKeyIndex } from './formats/key-index.ts';
import { createApiKeyRule } from './rules/api-keys.ts';
import { passwordRules } from './rules/passwords.ts';
import { tokenRules } from './rules/tokens.ts';

/** Recognises secrets that open something. */
export function createCredentialClassifier(): Classifier {
  const index = createKeyIndex(KEY_FORMATS);
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createCredentialClassifier' },
    info: {
      id: 'credential',
      version: '1.1.0',
      title: 'Credentials',
      description:
        'Passwords and their hashes, API keys of well-known vendors, private keys, JSON web tokens and connection strings with a password.',
      infoTypes: ['PASSWORD', 'PASSWORD_HASH', 'API_KEY', 'PRIVATE_KEY', 'JWT', 'CONNECTION_STRING'],
      sources: [
        'Key formats as the vendors document them, each with its address in src/formats',
        'gitleaks 8 (MIT): published forms of keys that their vendors do not describe',
        'Microsoft security-utilities (MIT): forms of Azure keys',
        'BIP 173, Base58Check, SEP-23, CRC-32 in base 62: check digits of keys',
        'PHC string format; crypt(5): notation of password hashes',
        'RFC 7468: textual encoding of keys; RFC 7519: JSON web tokens',
      ],
    },
    rules: [...passwordRules, createApiKeyRule(index), ...tokenRules],
  });
}
