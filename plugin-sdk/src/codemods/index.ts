import type { Codemod } from './codemod.ts';
import { infoTypeTitlesCodemod } from './info-type-titles.ts';
import { problemTitleCodemod } from './problem-title.ts';
import { saidTextCodemod } from './said-text.ts';
import { weighValuesCodemod } from './weigh-values.ts';

export type * from './codemod.ts';
export type * from './run-codemods.ts';
export { runCodemods } from './run-codemods.ts';

/** Every codemod there is, in the order of the changes that they follow. @public */
export const CODEMODS: readonly Codemod[] = [
  infoTypeTitlesCodemod,
  weighValuesCodemod,
  saidTextCodemod,
  problemTitleCodemod,
];
