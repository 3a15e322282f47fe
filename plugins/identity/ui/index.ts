import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { IdentityAttention } from './attention.ts';

defineElement('identity-attention', IdentityAttention);
defineLater(
  () => import('./pages.ts'),
  'identity-account-page',
  'identity-users-page',
  'identity-user-page',
  'identity-groups-page',
  'identity-group-page',
  'identity-tokens-page',
  'identity-reset-password-page',
);
