import { RE2JS } from 're2js';
import { checkPattern, flagsOf } from '../src/patterns/compile-pattern.ts';
import type { Block } from './api.ts';

/** Lines beyond are not looked at. */
const MOST_LINES = 1000;
const MOST_CHARACTERS = 4096;

/**
 * Marks what of a text, one value a line, a pattern fits: in the engine that the server uses, whose time is linear.
 * @throws Error saying why the pattern cannot be used
 */
export function findMatches(
  block: Extract<Block, { readonly kind: 'pattern' }>,
  text: string,
): readonly { readonly from: number; readonly to: number }[] {
  const { fault } = checkPattern(block);
  if (fault !== null) throw new Error(`${fault.message}: ${fault.hint}`);
  const pattern = RE2JS.compile(block.pattern, flagsOf(block));
  const found: { readonly from: number; readonly to: number }[] = [];
  let from = 0;
  for (const line of text.split('\n').slice(0, MOST_LINES)) {
    const value = line.trim().slice(0, MOST_CHARACTERS);
    const start = from + line.indexOf(value);
    if (value !== '' && block.anywhere === true) {
      const matcher = pattern.matcher(value);
      while (matcher.find())
        if (matcher.end() > matcher.start())
          found.push({ from: start + matcher.start(), to: start + matcher.end() });
    } else if (value !== '' && pattern.matches(value)) found.push({ from: start, to: start + value.length });
    from += line.length + 1;
  }
  return found;
}
