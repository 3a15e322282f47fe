import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { isRandom } from '../checks/entropy.ts';
import { isVendorKey } from '../checks/vendor-keys.ts';

const isSecretText = (value: string): boolean => /^[\w+/=.~:-]{16,}$/.test(value) && isRandom(value);

export const apiKeyRule: InfoTypeRule = {
  infoType: 'API_KEY',
  kinds: ['text'],
  names: [
    { phrases: ['api key', 'api token', 'api secret', 'access key', 'access key id', 'secret key', 'secret access key', 'client secret', 'access token', 'auth token', 'authentication token', 'refresh token', 'bearer token', 'oauth token', 'private token', 'personal access token', 'webhook secret', 'signing secret', 'signing key', 'encryption key', 'shared secret', 'app secret', 'consumer secret', 'consumer key', 'license secret', 'totp secret', 'otp secret', 'mfa secret', 'two factor secret', 'reset token', 'password reset token', 'remember token', 'session token', 'verification token', 'invite token', 'csrf token'], weight: 5 },
    { phrases: ['token', 'secret', 'credential', 'credentials', 'apikey'], weight: 3.5 },
  ],
  neutral: ['key', 'id', 'token', 'secret', 'value'],
  unlike: ['name', 'santa', 'count', 'counts', 'price', 'symbol', 'tokens', 'shop', 'standard', 'cancellation', 'address'],
  values: [
    { signal: 'pattern', says: "have the form of a known vendor's key", minLength: 16, maxLength: 4096, matches: isVendorKey, present: 0.8, chance: 0.0003, strongest: 8 },
    { signal: 'shape', says: 'are long and look drawn at random', minLength: 16, maxLength: 4096, matches: isSecretText, present: 0.9, chance: 0.12, strongest: 1.8 },
  ],
};
