export { answerField, answerJson } from './answer-json.ts';
export { keyContextBytes } from './key-context-bytes.ts';
export { dataKeyTampered, type KeyServiceFailure, keyServiceFailure } from './key-errors.ts';
export { type KeyServiceAnswer, OAuthKeyClient, type OAuthKeyClientOptions } from './oauth-key-client.ts';
export { isSafeForSecrets } from './safe-for-secrets.ts';
export { ServiceToken } from './service-token.ts';
