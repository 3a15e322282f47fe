import { defineElement } from '@datawave/plugin-sdk/ui';
import { ReviewAftermath } from './aftermath.ts';
import { ReviewAgreement } from './agreement-view.ts';
import { ReviewColumnSection } from './column-section.ts';
import { ReviewDecisions } from './decisions-view.ts';
import { ReviewItemDetail } from './item-detail.ts';
import { ReviewQueue } from './queue-view.ts';
import { ReviewPage } from './review-page.ts';
import { ReviewTypePicker } from './type-picker.ts';

defineElement('review-type-picker', ReviewTypePicker);
defineElement('review-item-detail', ReviewItemDetail);
defineElement('review-aftermath', ReviewAftermath);
defineElement('review-queue', ReviewQueue);
defineElement('review-decisions', ReviewDecisions);
defineElement('review-agreement', ReviewAgreement);
defineElement('review-page', ReviewPage);
defineElement('review-column-section', ReviewColumnSection);
