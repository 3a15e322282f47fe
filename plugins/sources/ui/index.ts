import { defineElement, defineLater } from '@datawave/plugin-sdk/ui';
import { SourcesAttention } from './attention.ts';
import { SourcesCoverageLine } from './coverage-line.ts';
import { SourcesGettingStarted } from './getting-started.ts';
import { SourcesRiskCard } from './risk-card.ts';

defineElement('sources-getting-started', SourcesGettingStarted);
defineElement('sources-attention', SourcesAttention);
defineElement('sources-risk-card', SourcesRiskCard);
defineElement('sources-coverage-line', SourcesCoverageLine);
defineLater(() => import('./pages.ts'), 'sources-page', 'sources-new-page', 'sources-detail-page');
