import {
  TypeError as CelTypeError,
  EvaluationError,
  ParseError,
  type ParseResult,
} from '@marcbachmann/cel-js';
import { LIMITS } from '../rule/rule-limits.ts';
import { admitExpression } from './admit-expression.ts';
import { ExpressionEnvironment, type ExpressionTopic } from './expression-environment.ts';
import type { ExpressionFault } from './expression-fault.ts';
import type { ExpressionAsset, ExpressionColumn } from './expression-values.ts';

/** What an expression answers: whether it holds, or why that cannot be told. */
export type Verdict = boolean | { readonly undecided: string };

/** An expression that is ready to be asked. */
export type Expression = (asset: ExpressionAsset, column?: ExpressionColumn) => Verdict;

/** An expression as it was compiled: one of both is null. */
export type CompiledExpression =
  | { readonly expression: Expression; readonly fault: null }
  | { readonly expression: null; readonly fault: ExpressionFault };

/** Reads and type-checks an expression. Takes time in proportion to its length, whatever it says. */
export function compileExpression(text: string, topic: ExpressionTopic): CompiledExpression {
  if (text.length > LIMITS.expressionLength)
    return refuse(
      LIMITS.expressionLength,
      text.length,
      `it is longer than ${LIMITS.expressionLength} characters`,
    );
  if (text.trim() === '') return refuse(0, text.length, 'it says nothing');
  const environment = new ExpressionEnvironment(topic);
  let parsed: ParseResult;
  try {
    parsed = environment.cel.parse(text);
  } catch (error) {
    return refused(error, text);
  }
  const fault = admitExpression(parsed.ast, environment);
  if (fault !== null) return { expression: null, fault };
  const { valid, type, error } = parsed.check();
  if (!valid) return refused(error, text);
  if (type !== 'bool')
    return refuse(0, text.length, `it must say true or false, and is of type ${type ?? 'unknown'}`);
  return { expression: ask(parsed, environment), fault: null };
}

function ask(parsed: ParseResult, environment: ExpressionEnvironment): Expression {
  return (asset, column) => {
    environment.begin();
    try {
      const answer: unknown = parsed(column === undefined ? { asset } : { asset, column });
      return typeof answer === 'boolean' ? answer : { undecided: 'it says neither true nor false' };
    } catch (error) {
      return { undecided: describe(error) };
    }
  };
}

/** Why an expression failed on an asset. Neither a name nor a value of the source is in it. */
function describe(error: unknown): string {
  if (!(error instanceof EvaluationError)) {
    // The platform's own words; the engine's may quote what it was given.
    return error instanceof RangeError ? error.message : 'it could not be worked out';
  }
  const missing = /^No such key: (rows|bytes|columns)$/.exec(error.summary);
  if (missing !== null) return `"${missing[1]}" is not known of it`;
  return WORDS[error.code] ?? `it could not be worked out (${error.code})`;
}

const WORDS: Readonly<Record<string, string>> = {
  no_such_key: 'something that it asks for is not known',
  index_out_of_bounds: 'a position that it asks for does not exist',
  index_out_of_range: 'a position that it asks for does not exist',
  numeric_overflow: 'a number became too large',
  integer_overflow: 'a number became too large',
  division_by_zero: 'it divides by zero',
  modulo_by_zero: 'it divides by zero',
};

function refused(error: unknown, text: string): CompiledExpression {
  if (
    !(error instanceof ParseError) &&
    !(error instanceof CelTypeError) &&
    !(error instanceof EvaluationError)
  )
    return refuse(0, text.length, 'it cannot be read');
  const { start, end } = error.range ?? { start: 0, end: text.length };
  const at = Math.min(Math.max(0, start), text.length);
  return refuse(at, Math.max(at, Math.min(end, text.length)), `${sentence(error)}${advice(error)}`);
}

/**
 * As the engine words it, such as: Unterminated string; Newlines not allowed in single-quoted strings; Logical operator requires bool
 * operands, got 'int'; Exceeded maxDepth (32).
 */
const sentence = ({ summary }: { readonly summary: string }): string =>
  summary.slice(0, 300).replace(/\.$/, '').replace('Unexpected token: EOF', 'it ends too early');

/** What helps with what people try first. */
function advice({ summary }: { readonly summary: string }): string {
  if (/== null|!= null|null ==|null !=/.test(summary)) return '; ask with has(…) whether something is known';
  if (summary.startsWith('Unknown variable: column')) return '; columns have an expression of their own';
  if (summary.startsWith('Unknown variable')) return '; there are "asset" and, for columns, "column"';
  if (summary.startsWith('No such key')) return '; see the fields of asset and column';
  return '';
}

const refuse = (position: number, end: number, message: string): CompiledExpression => ({
  expression: null,
  fault: { position, end, message },
});
