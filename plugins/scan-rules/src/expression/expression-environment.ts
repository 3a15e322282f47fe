import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { LIMITS } from '../rule/rule-limits.ts';
import { ExpressionAsset, ExpressionColumn } from './expression-values.ts';

/** What an expression is about: a whole asset, or a column with its asset. */
export type ExpressionTopic = 'asset' | 'column';

/** Under this name `matches` runs; the library's own takes JavaScript's expressions, whose time has no bound. */
export const LINEAR_MATCHES = 'matchesInLinearTime';

/** Steps of patterns in one evaluation; an instruction for a character is one. */
const MOST_STEPS = 20_000_000;

/** Types and variables of expressions, and the patterns that one of them uses. One for each expression. */
export class ExpressionEnvironment {
  readonly cel: Environment;
  readonly #patterns = new Map<string, RE2JS>();
  #steps = 0;

  constructor(topic: ExpressionTopic) {
    const cel = new Environment({
      limits: {
        maxAstNodes: LIMITS.expressionNodes,
        maxDepth: LIMITS.expressionDepth,
        maxListElements: LIMITS.expressionNodes,
        maxMapEntries: 1,
        maxCallArguments: 3,
      },
    })
      .registerType('Column', { ctor: ExpressionColumn, fields: COLUMN_FIELDS })
      .registerType('Asset', { ctor: ExpressionAsset, fields: ASSET_FIELDS })
      .registerVariable('asset', 'Asset');
    this.cel = topic === 'column' ? cel.registerVariable('column', 'Column') : cel;
    this.cel.registerFunction(`string.${LINEAR_MATCHES}(string): bool`, (text: string, pattern: string) =>
      this.#matches(text, pattern),
    );
  }

  /** Before each evaluation. */
  begin(): void {
    this.#steps = 0;
  }

  /** Makes a pattern ready. @throws Error of the engine when it is none, or too large */
  addPattern(pattern: string): void {
    const compiled = RE2JS.compile(pattern);
    const size = compiled.programSize();
    if (size > LIMITS.patternSize)
      throw new RangeError(`the pattern takes ${size} steps a character, ${LIMITS.patternSize} are the most`);
    this.#patterns.set(pattern, compiled);
  }

  #matches(text: string, pattern: string): boolean {
    const compiled = this.#patterns.get(pattern);
    if (compiled === undefined) throw new TypeError('the pattern was not made ready');
    this.#steps += text.length * compiled.programSize();
    if (this.#steps > MOST_STEPS) throw new RangeError('its patterns take too many steps');
    return compiled.matcher(text).find();
  }
}

const COLUMN_FIELDS = {
  name: 'string',
  type: 'string',
  kind: 'string',
  nullable: 'bool',
  comment: 'string',
  isPrimaryKey: 'bool',
};

const ASSET_FIELDS = {
  name: 'string',
  path: 'list<string>',
  schema: 'string',
  type: 'string',
  comment: 'string',
  primaryKey: 'list<string>',
  rows: 'int',
  bytes: 'int',
  columns: 'list<Column>',
};
