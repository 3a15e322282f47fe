import { defineElement } from '@datawave/plugin-sdk/ui';
import { ActivityPage } from './activity-page.ts';
import { ActivityEntryDetail } from './entry-detail.ts';
import { ActivityHolderSection } from './holder-section.ts';
import { ActivitySealing } from './sealing-card.ts';

defineElement('activity-entry-detail', ActivityEntryDetail);
defineElement('activity-sealing', ActivitySealing);
defineElement('activity-page', ActivityPage);
defineElement('activity-holder-section', ActivityHolderSection);
