import { defineFramework, type Framework } from '@datawave/plugin-sdk';
import { CONTROLS } from './controls.ts';
import { forbiddenColumns } from './rules.ts';

/** The framework as a versioned pack: its controls, and the rules that judge them by what was scanned. */
export const createSamplePluginFramework = (): Framework =>
  defineFramework({
    info: {
      id: 'sample-plugin',
      version: '0.1.0',
      title: 'Sample plugin',
      jurisdiction: 'Your organisation',
      controls: CONTROLS,
    },
    rules: [forbiddenColumns],
  });
