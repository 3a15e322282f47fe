import type { InfoTypeDefinition } from '@datawave/plugin-sdk';
import { DictionaryBank } from '../dictionaries/dictionary-bank.ts';
import { PatternBank } from '../patterns/pattern-bank.ts';
import type { Rule, ValuesBlock } from '../rules/rule.ts';
import { compileBlock, type Matcher, type MatcherParts } from './matcher.ts';
import type { Chance } from './measure-chance.ts';
import { Pacer } from './pacer.ts';

/** A rule with what is known of it beside what people wrote. */
export interface LoadedRule {
  readonly rule: Rule;
  readonly version: number;
  /** How it fares among ordinary values, measured when it was saved. */
  readonly chance: Chance;
}

/** A compiled rule. */
export interface ActiveRule extends LoadedRule {
  readonly matcher: Matcher;
}

/** A column or its table is so named. */
export interface NameFact {
  readonly fact: number;
  readonly test: (column: string, table: string) => boolean;
}

/** Enough values of a column fit a block: counted before the rules are. */
export interface ValuesFact {
  readonly fact: number;
  readonly block: ValuesBlock;
  readonly matcher: Matcher;
}

/** All enabled rules of a workspace, compiled together. */
export interface RuleSet {
  readonly rules: readonly ActiveRule[];
  readonly patterns: PatternBank;
  readonly dictionaries: DictionaryBank;
  readonly names: readonly NameFact[];
  readonly values: readonly ValuesFact[];
  readonly slotCount: number;
  readonly factCount: number;
  /** Types of the rules' own. */
  readonly definitions: readonly InfoTypeDefinition[];
}

/** Compiles rules that have been checked. Gives others their turn in between. */
export async function compileRules(loaded: readonly LoadedRule[]): Promise<RuleSet> {
  const pacer = new Pacer();
  const patterns = new PatternBank();
  const dictionaries = new DictionaryBank();
  const slots = new Map<string, number>();
  const facts = new Map<string, number>();
  const names: NameFact[] = [];
  const values: ValuesFact[] = [];
  const parts: MatcherParts = {
    slotOf: (block) => {
      // Long dictionaries are hardly ever alike, and dear to compare.
      const isLong = block.kind === 'dictionary' && block.terms.length > 1_000;
      const key = isLong ? `long ${slots.size}` : JSON.stringify(block);
      const known = slots.get(key);
      if (known !== undefined) return known;
      const slot = slots.size;
      slots.set(key, slot);
      if (block.kind === 'pattern') patterns.add(block, slot);
      else dictionaries.add(block, slot);
      return slot;
    },
    nameFact: (test, key) => {
      const known = facts.get(key);
      if (known !== undefined) return known;
      facts.set(key, facts.size);
      names.push({ fact: facts.size - 1, test });
      return facts.size - 1;
    },
    valuesFact: (block, matcher) => {
      const key = JSON.stringify(block);
      const known = facts.get(key);
      if (known !== undefined) return known;
      facts.set(key, facts.size);
      values.push({ fact: facts.size - 1, block, matcher });
      return facts.size - 1;
    },
  };
  const rules: ActiveRule[] = [];
  for (const entry of loaded) {
    rules.push({ ...entry, matcher: compileBlock(entry.rule.match, parts) });
    await pacer.pause();
  }
  for (const _ of patterns.compile()) await pacer.pause();
  for (const _ of dictionaries.load()) await pacer.pause();
  return {
    rules,
    patterns,
    dictionaries,
    names,
    values,
    slotCount: slots.size,
    factCount: facts.size,
    definitions: definitionsOf(loaded),
  };
}

/** Types that rules define themselves, each once. */
export function definitionsOf(loaded: readonly { readonly rule: Rule }[]): readonly InfoTypeDefinition[] {
  const definitions = new Map<string, InfoTypeDefinition>();
  for (const { rule } of loaded) {
    if (typeof rule.infoType !== 'string' && !definitions.has(rule.infoType.id))
      definitions.set(rule.infoType.id, rule.infoType);
  }
  return [...definitions.values()];
}
