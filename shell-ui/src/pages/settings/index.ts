import { defineElement } from '@datawave/plugin-sdk/ui';
import { ShellAbout } from './about.ts';
import { ShellAppearanceSettings } from './appearance-settings.ts';
import { ShellSettingsPage } from './settings-page.ts';

defineElement('shell-about', ShellAbout);
defineElement('shell-appearance-settings', ShellAppearanceSettings);
defineElement('shell-settings-page', ShellSettingsPage);
