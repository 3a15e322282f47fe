import { compileChecksum } from '../checksums/compile-checksum.ts';
import { compileName } from '../rules/column-name.ts';
import type { Block, Rule, ValuesBlock } from '../rules/rule.ts';

/** What is known while one value of one column is looked at. */
export interface Look {
  readonly value: string;
  /** By slot: whether the value fits the pattern or dictionary. */
  readonly slots: Uint8Array;
  /** By number: whether the fact about the column holds. */
  readonly facts: Uint8Array;
}

/** A compiled tree of blocks. */
export interface Matcher {
  /** Whether the value fits. */
  readonly test: (look: Look) => boolean;
  /** What can be said of every value of a column from the facts about it alone; null when it depends on the value. */
  readonly decide: (facts: Uint8Array) => boolean | null;
  /** Slots of which one must be set for the value to fit; null when it may fit without. */
  readonly guard: readonly number[] | null;
}

/** Hands out slots and facts to the blocks of all rules; equal blocks share theirs. */
export interface MatcherParts {
  slotOf(block: Extract<Block, { readonly kind: 'pattern' | 'dictionary' }>): number;
  nameFact(test: (column: string, table: string) => boolean, key: string): number;
  valuesFact(block: ValuesBlock, matcher: Matcher): number;
}

/** Compiles a tree of blocks. What is cheap to rule out is asked first. */
export function compileBlock(block: Block, parts: MatcherParts): Matcher {
  switch (block.kind) {
    case 'pattern':
    case 'dictionary': {
      const slot = parts.slotOf(block);
      return { test: ({ slots }) => slots[slot] === 1, decide: () => null, guard: [slot] };
    }
    case 'checksum': {
      const isRight = compileChecksum(block);
      return { test: ({ value }) => isRight(value), decide: () => null, guard: null };
    }
    case 'name': {
      const isNamed = compileName(block);
      const isOfTable = block.of === 'table';
      return fact(
        parts.nameFact((column, table) => isNamed(isOfTable ? table : column), JSON.stringify(block)),
      );
    }
    case 'values':
      return fact(parts.valuesFact(block, compileBlock(block.where, parts)));
    case 'not': {
      const inner = compileBlock(block.block, parts);
      return {
        test: (look) => !inner.test(look),
        decide: (facts) => {
          const decided = inner.decide(facts);
          return decided === null ? null : !decided;
        },
        guard: null,
      };
    }
    case 'all':
      return atLeast(block.of, block.of.length, parts);
    case 'any':
      return atLeast(block.of, 1, parts);
    case 'some':
      return atLeast(block.of, block.atLeast, parts);
  }
}

const fact = (number: number): Matcher => ({
  test: ({ facts }) => facts[number] === 1,
  decide: (facts) => facts[number] === 1,
  guard: null,
});

function atLeast(blocks: readonly Block[], needed: number, parts: MatcherParts): Matcher {
  // Checksums cost most and stand last.
  const ordered = [...blocks].sort((a, b) => Number(a.kind === 'checksum') - Number(b.kind === 'checksum'));
  const inner = ordered.map((block) => compileBlock(block, parts));
  const spare = inner.length - needed;
  return {
    test: (look) => {
      let held = 0;
      let failed = 0;
      for (const matcher of inner) {
        if (matcher.test(look)) {
          held += 1;
          if (held >= needed) return true;
        } else {
          failed += 1;
          if (failed > spare) return false;
        }
      }
      return false;
    },
    decide: (facts) => {
      let held = 0;
      let failed = 0;
      for (const matcher of inner) {
        const decided = matcher.decide(facts);
        if (decided === true) held += 1;
        else if (decided === false) failed += 1;
      }
      if (held >= needed) return true;
      return failed > spare ? false : null;
    },
    guard: guardOf(inner, spare),
  };
}

/** Of blocks of which all but `spare` must hold, any `spare + 1` hold one that does: the union of their guards is one for the group. */
function guardOf(inner: readonly Matcher[], spare: number): readonly number[] | null {
  const guards = inner
    .flatMap(({ guard }) => (guard === null ? [] : [guard]))
    .sort((a, b) => a.length - b.length);
  return guards.length > spare ? [...new Set(guards.slice(0, spare + 1).flat())] : null;
}

/** Whether enough values of a column fit. */
export const meets = (matched: number, examined: number, { values, share }: Rule['threshold']): boolean =>
  examined > 0 && matched >= values && matched >= share * examined - 1e-9;
