import { isDeepStrictEqual } from 'node:util';
import type { RuleDocument } from './rule-document.ts';

/** One thing that differs between two versions. */
export interface RuleChange {
  /** Where, as in the rule: `/assets/exclude`. */
  readonly pointer: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Of lists: what is only in one of them. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

/** How two versions differ, in the order of the fields. */
export function compareRules(before: RuleDocument, after: RuleDocument): readonly RuleChange[] {
  const changes: RuleChange[] = [];
  compare(before, after, '', changes);
  return changes;
}

function compare(from: unknown, to: unknown, pointer: string, changes: RuleChange[]): void {
  if (isDeepStrictEqual(from, to)) return;
  if (isGroup(from) && isGroup(to)) {
    for (const name of new Set([...Object.keys(from), ...Object.keys(to)]))
      compare(from[name] ?? null, to[name] ?? null, `${pointer}/${name}`, changes);
    return;
  }
  if (isTexts(from) && isTexts(to)) {
    const [was, is] = [new Set(from), new Set(to)];
    changes.push({
      ...{ pointer, from, to },
      added: to.filter((text) => !was.has(text)),
      removed: from.filter((text) => !is.has(text)),
    });
    return;
  }
  changes.push({ pointer, from, to });
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
