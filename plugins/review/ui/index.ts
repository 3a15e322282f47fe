import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { ReviewAttention } from './attention.ts';
import { ReviewCoverageLine } from './coverage-line.ts';
import { ReviewOverviewCard } from './overview-card.ts';

defineElement('review-overview-card', ReviewOverviewCard);
defineElement('review-attention', ReviewAttention);
defineElement('review-coverage-line', ReviewCoverageLine);
defineLater(() => import('./pages.ts'), 'review-page', 'review-column-section');
