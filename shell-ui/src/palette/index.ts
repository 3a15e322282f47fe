import { defineElement } from '@datawave/plugin-sdk/ui';
import { ShellPalette } from './palette.ts';
import { ShellShortcuts } from './shortcut-help.ts';

defineElement('shell-palette', ShellPalette);
defineElement('shell-shortcuts', ShellShortcuts);
