import { defineElement } from '@datawave/plugin-sdk/ui';
import { ScansLatestCard } from './latest-card.ts';
import { ScansRunPage } from './run-page.ts';
import { ScansPage } from './scans-page.ts';
import { ScansSourceSection } from './source-section.ts';
import { ScansSourceStatus } from './source-status.ts';
import { ScansStartAction } from './start-action.ts';
import { ScansStateBadge } from './state-badge.ts';

defineElement('scans-state-badge', ScansStateBadge);
defineElement('scans-page', ScansPage);
defineElement('scans-run-page', ScansRunPage);
defineElement('scans-latest-card', ScansLatestCard);
defineElement('scans-source-section', ScansSourceSection);
defineElement('scans-source-status', ScansSourceStatus);
defineElement('scans-start-action', ScansStartAction);
