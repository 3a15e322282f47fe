import { defineElement } from '@datawave/plugin-sdk/ui';
import { ScansChangesSection } from './changes-section.ts';
import { ScansComparePage } from './compare-page.ts';
import { ScansDriftPage } from './drift-page.ts';
import { ScansLogSection } from './log-section.ts';
import { ScansRunDialog } from './run-dialog.ts';
import { ScansRunPage } from './run-page.ts';
import { ScansPage } from './scans-page.ts';
import { ScansSourceSection } from './source-section.ts';
import { ScansSourceStatus } from './source-status.ts';
import { ScansStartAction } from './start-action.ts';
import { ScansStartDialog } from './start-dialog.ts';
import { ScansTasksSection } from './tasks-section.ts';

// What pages are made of: loaded when one of them is opened, and not with what the start page and the frame show.
defineElement('scans-page', ScansPage);
defineElement('scans-run-page', ScansRunPage);
defineElement('scans-changes-section', ScansChangesSection);
defineElement('scans-source-section', ScansSourceSection);
defineElement('scans-source-status', ScansSourceStatus);
defineElement('scans-start-action', ScansStartAction);
defineElement('scans-start-dialog', ScansStartDialog);
defineElement('scans-tasks-section', ScansTasksSection);
defineElement('scans-log-section', ScansLogSection);
defineElement('scans-compare-page', ScansComparePage);
defineElement('scans-run-dialog', ScansRunDialog);
defineElement('scans-drift-page', ScansDriftPage);
