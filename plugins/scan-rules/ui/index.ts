import { defineElement } from '@datawave/plugin-sdk/ui';
import { ScanRulesChips } from './chips.ts';
import { ScanRulesEditorPage } from './editor-page.ts';
import { ScanRulesPreview } from './preview-panel.ts';
import { ScanRulesPage } from './rules-page.ts';
import { ScanRulesScanOption } from './scan-option.ts';
import { ScanRulesSchedule } from './schedule-card.ts';
import { ScanRulesSourceSection } from './source-section.ts';
import { ScanRulesVersions } from './versions-card.ts';

defineElement('scan-rules-chips', ScanRulesChips);
defineElement('scan-rules-preview', ScanRulesPreview);
defineElement('scan-rules-schedule', ScanRulesSchedule);
defineElement('scan-rules-versions', ScanRulesVersions);
defineElement('scan-rules-scan-option', ScanRulesScanOption);
defineElement('scan-rules-page', ScanRulesPage);
defineElement('scan-rules-editor-page', ScanRulesEditorPage);
defineElement('scan-rules-source-section', ScanRulesSourceSection);
