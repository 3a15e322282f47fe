import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { PatternFault, translatePattern } from './translate-pattern.ts';

/** Characters of a pattern, instructions of its program, and instructions of all patterns of one plugin. */
const LONGEST = 1_000;
const MOST_INSTRUCTIONS = 2_000;
const MOST_IN_ALL = 50_000;
/** Steps of patterns in one check; an instruction for a character is one. */
const MOST_STEPS = 5_000_000;

interface LinearPattern {
  readonly engine: RE2JS;
  readonly size: number;
}

/** Patterns that take too many steps for one value. */
export class TooManySteps extends Error {}

/** Patterns of somebody who is not trusted: each reads each character once, and together they take no more steps than there are. */
export class LinearPatterns {
  readonly #patterns = new Map<string, LinearPattern>();
  #instructions = 0;
  #steps = 0;

  /** Makes a pattern ready. @throws PatternFault saying why it cannot be taken */
  add(pattern: string): void {
    if (this.#patterns.has(pattern)) return;
    if (pattern.length > LONGEST)
      throw new PatternFault(`it has ${pattern.length} characters, ${LONGEST} are the most`);
    const { source, size } = translatePattern(pattern);
    if (size > MOST_INSTRUCTIONS)
      throw new PatternFault(
        `it takes some ${size} steps a character, ${MOST_INSTRUCTIONS} are the most; use smaller numbers in {…}, or "maxLength"`,
      );
    this.#instructions += size;
    if (this.#instructions > MOST_IN_ALL)
      throw new PatternFault('the plugin has too many patterns; use fewer, or check in the plugin');
    const engine = compile(source);
    this.#patterns.set(pattern, { engine, size: engine.programSize() });
  }

  /** Before each check. */
  begin(): void {
    this.#steps = 0;
  }

  /** @throws TooManySteps */
  get(pattern: string): { test(text: string): boolean } {
    this.add(pattern);
    const made = this.#patterns.get(pattern);
    return {
      test: (text) => {
        if (made === undefined) return false;
        this.#steps += (text.length + 1) * made.size;
        if (this.#steps > MOST_STEPS) throw new TooManySteps();
        return made.engine.test(text);
      },
    };
  }
}

function compile(source: string): RE2JS {
  // Of no use to a platform without strangers' plugins, and 14 ms to import.
  const { RE2JS: Engine }: typeof import('re2js') = createRequire(import.meta.url)('re2js');
  try {
    return Engine.compile(source);
  } catch (error) {
    throw new PatternFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
