import { defineFramework, type Framework } from '@datawave/plugin-sdk';
import { CONTROLS } from './controls.ts';
import { assetRules } from './rules/asset-rules.ts';
import { columnRule } from './rules/column-rules.ts';

/** Regulation (EU) 2016/679, as far as the contents of a table can bring it into play. */
export function createGdpr(): Framework {
  return defineFramework({
    info: {
      id: 'gdpr',
      version: '1.0.0',
      title: 'General Data Protection Regulation',
      jurisdiction: 'European Union and European Economic Area',
      controls: CONTROLS,
    },
    rules: [columnRule, ...assetRules],
  });
}
