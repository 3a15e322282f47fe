import { defineElement } from '@datawave/plugin-sdk/ui';
import { ReviewAftermath } from './aftermath.ts';
import { ReviewAgreement } from './agreement-view.ts';
import { ReviewAlikeDialog } from './alike-dialog.ts';
import { ReviewColumnSection } from './column-section.ts';
import { ReviewDecisions } from './decisions-view.ts';
import { ReviewForesight } from './foresight.ts';
import { ReviewItemDetail } from './item-detail.ts';
import { ReviewKeysHelp } from './queue-keys.ts';
import { ReviewQueue } from './queue-view.ts';
import { ReviewPage } from './review-page.ts';
import { ReviewTypePicker } from './type-picker.ts';

// What pages are made of: loaded when one of them is opened, and not with what the start page and the frame show.
defineElement('review-type-picker', ReviewTypePicker);
defineElement('review-foresight', ReviewForesight);
defineElement('review-alike-dialog', ReviewAlikeDialog);
defineElement('review-keys-help', ReviewKeysHelp);
defineElement('review-item-detail', ReviewItemDetail);
defineElement('review-aftermath', ReviewAftermath);
defineElement('review-queue', ReviewQueue);
defineElement('review-decisions', ReviewDecisions);
defineElement('review-agreement', ReviewAgreement);
defineElement('review-page', ReviewPage);
defineElement('review-column-section', ReviewColumnSection);
