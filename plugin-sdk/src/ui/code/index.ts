/** `@datawave/plugin-sdk/ui/code`: an editor for JSON, YAML and patterns. Loaded only by pages that import it. */

import { defineElement } from '../datawave-element.ts';
import { DwCode } from './code-element.ts';

export type { CodeSchema } from './json-schema.ts';
export type { CodeMatch } from './match-marks.ts';
export type { FindMatches } from './sample-pane.ts';
export type { CodeLanguage } from './setup.ts';
export { DwCode };

defineElement('dw-code', DwCode);
