import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { ScansAttention } from './attention.ts';
import { ScansLatestCard } from './latest-card.ts';
import { ScansStateBadge } from './state-badge.ts';

defineElement('scans-state-badge', ScansStateBadge);
defineElement('scans-latest-card', ScansLatestCard);
defineElement('scans-attention', ScansAttention);
defineLater(
  () => import('./pages.ts'),
  'scans-page',
  'scans-run-page',
  'scans-compare-page',
  'scans-drift-page',
  'scans-source-section',
  'scans-source-status',
  'scans-start-action',
);
