import { defineElement } from '@datawave/plugin-sdk/ui';
import { CustomRulesBlock } from './block-editor.ts';
import { CustomRulesEditorPage } from './editor-page.ts';
import { CustomRulesImport } from './import-card.ts';
import { CustomRulesPage } from './rules-page.ts';
import { CustomRulesTrial } from './trial-panel.ts';

defineElement('custom-rules-block', CustomRulesBlock);
defineElement('custom-rules-trial', CustomRulesTrial);
defineElement('custom-rules-import', CustomRulesImport);
defineElement('custom-rules-page', CustomRulesPage);
defineElement('custom-rules-editor-page', CustomRulesEditorPage);
