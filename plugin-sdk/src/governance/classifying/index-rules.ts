import type { DataKind } from '../asset.ts';
import { createNameMatcher, type NameMatcher } from './match-names.ts';
import type { InfoTypeRule, ValueRule } from './rules.ts';

/** A rule as it is asked. Each has all properties: those of objects that differ in theirs are read many times slower. */
export interface CompiledRule {
  readonly rule: InfoTypeRule;
  readonly kinds: ReadonlySet<DataKind>;
  readonly names: NameMatcher;
  /** Positions of its value rules among those of the classifier. */
  readonly values: readonly number[];
  /** Whether values speak for it only when they match. Not so with a form that is rarer in its own columns than in others. */
  readonly needsMatches: boolean;
  readonly needsName: boolean;
  readonly inspect: InfoTypeRule['inspect'] | null;
}

/** Rules that look at columns of one kind. */
export interface RulesOfKind {
  readonly entries: readonly CompiledRule[];
  /** By position, whether a value rule is asked whatever the column is called. */
  readonly unconditional: Uint8Array;
}

/** Rules by what they look at, and by the phrases that name it, so that a name is looked up once for all of them. */
export interface IndexedRules {
  ofKind(kind: DataKind): RulesOfKind;
  readonly namedBy: ReadonlyMap<string, ReadonlySet<CompiledRule>>;
}

/** Compiles the rules of a classifier. */
export function indexRules(rules: readonly InfoTypeRule[]): IndexedRules {
  let positions = 0;
  const compiled = rules.map((rule): CompiledRule => {
    const values = rule.values ?? [];
    return {
      rule,
      kinds: new Set(rule.kinds),
      names: createNameMatcher(rule),
      values: values.map(() => positions++),
      needsMatches: values.every(isLikelierInside),
      needsName: rule.needsName === true,
      inspect: rule.inspect ?? null,
    };
  });
  const namedBy = new Map<string, Set<CompiledRule>>();
  for (const entry of compiled) {
    for (const phrase of entry.names.phrases) {
      const present = namedBy.get(phrase) ?? new Set();
      namedBy.set(phrase, present.add(entry));
    }
  }
  const chooseOfKind = (kind: DataKind): RulesOfKind => {
    const entries = compiled.filter(({ kinds }) => kinds.has(kind));
    const unconditional = new Uint8Array(positions);
    for (const { needsName, values } of entries)
      if (!needsName) for (const position of values) unconditional[position] = 1;
    return { entries, unconditional };
  };
  const byKind = new Map<DataKind, RulesOfKind>();
  const ofKind = (kind: DataKind): RulesOfKind => {
    const known = byKind.get(kind) ?? chooseOfKind(kind);
    byKind.set(kind, known);
    return known;
  };
  return { ofKind, namedBy };
}

const isLikelierInside = ({ present = 0.95, chance }: ValueRule): boolean => present > chance;
