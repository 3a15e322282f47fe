import { defineElement } from '@datawave/plugin-sdk/ui';
import { ShellDesignElements } from './design-elements.ts';
import { ShellDesignForms } from './design-forms.ts';
import { ShellDesignIcons } from './design-icons.ts';
import { ShellDesignPage } from './design-page.ts';
import { ShellDesignStates } from './design-states.ts';
import { ShellDesignTokens } from './design-tokens.ts';

defineElement('shell-design-elements', ShellDesignElements);
defineElement('shell-design-forms', ShellDesignForms);
defineElement('shell-design-icons', ShellDesignIcons);
defineElement('shell-design-states', ShellDesignStates);
defineElement('shell-design-tokens', ShellDesignTokens);
defineElement('shell-design-page', ShellDesignPage);
