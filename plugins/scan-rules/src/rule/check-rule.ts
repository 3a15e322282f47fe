import type { FieldError } from '@datawave/plugin-sdk';
import { assetFilter } from '@datawave/plugin-sdk/connector';
import { compileExpression } from '../expression/compile-expression.ts';
import type { ExpressionTopic } from '../expression/expression-environment.ts';
import { checkSchedule } from '../schedule/next-times.ts';
import type { RuleDocument } from './rule-document.ts';
import { LIMITS } from './rule-limits.ts';

/** What ids in a rule may name. */
export interface KnownIds {
  readonly sources: ReadonlySet<string>;
  /** Null where nobody can tell. */
  readonly classifiers: ReadonlySet<string> | null;
  readonly frameworks: ReadonlySet<string> | null;
  readonly infoTypes: ReadonlySet<string> | null;
}

/**
 * Everything that is wrong with a rule beyond its shape, with pointers.
 * @param before - the version that it follows: what was named there may be gone since, and stays
 */
export function checkRule(
  rule: RuleDocument,
  known: KnownIds,
  before: RuleDocument | null = null,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  const add = (pointer: string, message: string): void => void errors.push({ pointer, message });
  let characters = 0;
  for (const part of ['assets', 'columns'] as const)
    for (const list of ['include', 'exclude'] as const)
      for (const [index, glob] of rule[part][list].entries()) {
        characters += glob.length;
        const fault = globFault(glob);
        if (fault !== null) add(`/${part}/${list}/${index}`, fault);
      }
  for (const [index, { assets }] of (rule.highWater ?? []).entries()) {
    characters += assets.length;
    const fault = globFault(assets);
    if (fault !== null) add(`/highWater/${index}/assets`, fault);
  }
  if (characters > LIMITS.globCharacters)
    add('/assets', `the patterns of the rule have more than ${LIMITS.globCharacters} characters together`);
  checkWhere(rule.assets.where, 'asset', '/assets/where', errors);
  checkWhere(rule.columns.where, 'column', '/columns/where', errors);
  const { strategy, stratifyBy, rows } = rule.sampling;
  if (stratifyBy !== null && strategy !== 'stratified')
    add('/sampling/stratifyBy', 'is for the strategy "stratified" only');
  if (rows === 'full' && strategy !== 'random')
    add('/sampling/strategy', 'has no meaning where every row is read; leave it "random"');
  if (rule.schedule !== null)
    for (const { field, message } of checkSchedule(rule.schedule)) add(`/schedule/${field}`, message);
  for (const [name, kind] of [
    ['sources', 'source'],
    ['classifiers', 'classifier'],
    ['frameworks', 'framework'],
  ] as const) {
    const ids = known[name];
    if (ids === null) continue;
    for (const [index, id] of rule[name].entries())
      if (!ids.has(id) && before?.[name].includes(id) !== true)
        add(`/${name}/${index}`, `there is no ${kind} "${id}"`);
  }
  for (const id of Object.keys(rule.thresholds))
    if (known.infoTypes?.has(id) === false && before?.thresholds[id] === undefined)
      add(`/thresholds/${id}`, `there is no info type "${id}"`);
  return errors;
}

function checkWhere(
  text: string | null,
  topic: ExpressionTopic,
  pointer: string,
  errors: FieldError[],
): void {
  if (text === null) return;
  const { fault } = compileExpression(text, topic);
  if (fault !== null)
    errors.push({ pointer, message: `at ${place(text, fault.position)}: ${fault.message}` });
}

/** Where a position is, for people: `line 2, character 5`. */
export function place(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  const character = (lines.at(-1)?.length ?? 0) + 1;
  return text.includes('\n') ? `line ${lines.length}, character ${character}` : `character ${character}`;
}

/** What is wrong with a glob; null when it says what it seems to. */
function globFault(glob: string): string | null {
  if (glob === '') return 'is empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name that anybody sees has them.
  if (/[\u0000-\u001f\u007f]/.test(glob)) return 'has characters that cannot be seen';
  if (count(glob, '{') !== count(glob, '}')) return 'has a brace without its other half';
  if (/\[[^\]]*$/.test(glob)) return 'has a bracket that is not closed';
  try {
    assetFilter({ include: [glob], exclude: [] })(['a']);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'has a set in brackets that cannot be read, such as a range the wrong way round';
  }
  return null;
}

const count = (text: string, character: string): number => text.split(character).length - 1;
