import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import type { PatternBlock } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import type { PatternFault } from './pattern-fault.ts';
import { scanPattern } from './scan-pattern.ts';

/** Flags of the engine for a block. */
export const flagsOf = ({ ignoreCase = false }: Pick<PatternBlock, 'ignoreCase'>): number =>
  ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;

/** A pattern that the engine takes, or why it does not. */
export type CheckedPattern =
  | { readonly size: number; readonly fault: null }
  | { readonly size: 0; readonly fault: PatternFault };

/**
 * Checks a pattern by making its program, once it is known to be small. Ends within steps bounded by the limits,
 * whatever is written: reading is linear, and no program beyond the limit is begun.
 */
export function checkPattern(block: Pick<PatternBlock, 'pattern' | 'ignoreCase'>): CheckedPattern {
  const { fault } = scanPattern(block.pattern);
  if (fault !== null) return { size: 0, fault };
  try {
    const size = RE2JS.compile(block.pattern, flagsOf(block)).programSize();
    if (size <= LIMITS.programSize) return { size, fault: null };
    return {
      size: 0,
      fault: {
        position: 0,
        message: `it takes ${size} steps, ${LIMITS.programSize} are the most`,
        hint: 'use smaller numbers in {…}',
      },
    };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { size: 0, fault: describe(block.pattern, error) };
  }
}

/** What remains after reading: wrong ranges, numbers and names. */
const HINTS: readonly (readonly [begins: string, hint: string])[] = [
  [
    'invalid character class range',
    'put the lower character first, and name only categories that Unicode has',
  ],
  ['invalid repeat count', 'at most 1000, also where repetitions stand within each other'],
  ['invalid nested repetition', 'leave one of the repetitions out'],
  [
    'missing argument to repetition',
    'put before it what is to be repeated, or write a backslash before the character',
  ],
  ['duplicate capture group', 'give the groups different names'],
  ['invalid named capture', 'use letters, digits and “_” for the name'],
];

function describe(pattern: string, error: RE2JSException): PatternFault {
  const isSyntax = error instanceof RE2JSSyntaxException;
  const description = isSyntax ? error.getDescription() : error.message;
  const fragment = (isSyntax ? error.getPattern() : null) ?? '';
  const found = fragment === '' ? 0 : pattern.indexOf(fragment);
  return {
    position: Math.max(0, found),
    message: description.slice(0, 200),
    hint: HINTS.find(([begins]) => description.startsWith(begins))?.[1] ?? 'the syntax is that of RE2',
  };
}
