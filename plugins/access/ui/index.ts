import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { AccessAttention } from './attention.ts';

defineElement('access-attention', AccessAttention);
defineLater(
  () => import('./pages.ts'),
  'access-roles-page',
  'access-role-page',
  'access-assignments-page',
  'access-policies-page',
  'access-policy-page',
  'access-elevations-page',
  'access-test-page',
  'access-who-section',
  'access-held-section',
);
