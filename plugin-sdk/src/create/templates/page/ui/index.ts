import { defineElement } from '@datawave/plugin-sdk/ui';
import { SamplePluginPage } from './sample-plugin-page.ts';

defineElement('sample-plugin-page', SamplePluginPage);
