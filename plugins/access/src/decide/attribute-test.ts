import { type ResourceAttributes, SENSITIVITIES } from '@datawave/plugin-sdk';
import type { Conditions } from '../model/policy.ts';

export type ValueAttribute = 'owner' | 'domain' | 'sensitivity' | 'source';

/** One thing that a policy demands of a thing's attributes. */
export type AttributeTest =
  | {
      readonly kind: 'among' | 'not-among';
      readonly attribute: ValueAttribute;
      readonly values: ReadonlySet<string>;
      /** Whether having no value passes. */
      readonly orNone: boolean;
    }
  | {
      readonly kind: 'tags';
      readonly attribute: 'tags';
      readonly demand: 'any' | 'all' | 'none';
      readonly tags: readonly string[];
    };

/** Who asks, as far as conditions on owners look at it. */
export interface Asker {
  readonly id: string;
  readonly groups: readonly string[];
}

/** Everything that conditions demand of attributes; all of it must pass. */
export function attributeTests(when: Conditions, asker: Asker): readonly AttributeTest[] {
  const tests: AttributeTest[] = [];
  const { owner, sensitivity, tags } = when;
  if (owner !== undefined) {
    const mine = [...(owner.isMe ? [asker.id] : []), ...(owner.isMyGroup ? asker.groups : [])];
    const isPositive = owner.isMe ?? owner.isMyGroup ?? owner.orNone ?? owner.in !== undefined;
    if (isPositive)
      tests.push({
        ...{ kind: 'among', attribute: 'owner', orNone: owner.orNone === true },
        values: new Set([...mine, ...(owner.in ?? [])]),
      });
    if (owner.notIn !== undefined) tests.push(notAmong('owner', owner.notIn, true));
  }
  for (const attribute of ['domain', 'source'] as const) {
    const condition = when[attribute];
    if (condition === undefined) continue;
    if (condition.in !== undefined || condition.orNone === true)
      tests.push({
        ...{ kind: 'among', attribute, orNone: condition.orNone === true },
        values: new Set(condition.in),
      });
    if (condition.notIn !== undefined) tests.push(notAmong(attribute, condition.notIn, true));
  }
  if (sensitivity !== undefined) {
    const { atLeast, atMost, orNone = false } = sensitivity;
    const names: readonly string[] = SENSITIVITIES;
    const rank = (name: string): number => names.indexOf(name);
    if (atMost !== undefined)
      tests.push({
        ...{ kind: 'among', attribute: 'sensitivity', orNone },
        values: new Set(SENSITIVITIES.slice(0, rank(atMost) + 1)),
      });
    // What nobody knows is not among the lower ones either, so that it counts as the highest.
    if (atLeast !== undefined)
      tests.push(notAmong('sensitivity', SENSITIVITIES.slice(0, rank(atLeast)), orNone));
    if (atLeast === undefined && atMost === undefined && orNone)
      tests.push({ kind: 'among', attribute: 'sensitivity', orNone, values: new Set() });
  }
  for (const demand of ['any', 'all', 'none'] as const) {
    const wanted = tags?.[demand];
    if (wanted !== undefined) tests.push({ kind: 'tags', attribute: 'tags', demand, tags: wanted });
  }
  return tests;
}

const notAmong = (attribute: ValueAttribute, values: readonly string[], orNone: boolean): AttributeTest => ({
  kind: 'not-among',
  attribute,
  values: new Set(values),
  orNone,
});

/** Whether nothing passes, known or not: one of the groups of somebody who is in none. */
export const passesNothing = (test: AttributeTest): boolean =>
  test.kind === 'among' && test.values.size === 0 && !test.orNone;

/** Whether a thing passes; null where what is looked at is not known. */
export function passes(test: AttributeTest, attributes: ResourceAttributes): boolean | null {
  if (test.kind === 'tags') {
    const { tags } = attributes;
    if (tags === undefined) return null;
    if (test.demand === 'all') return test.tags.every((tag) => tags.includes(tag));
    return test.tags.some((tag) => tags.includes(tag)) === (test.demand === 'any');
  }
  const value = attributes[test.attribute];
  if (value === undefined) return passesNothing(test) ? false : null;
  if (value === null) return test.orNone;
  return test.values.has(value) === (test.kind === 'among');
}

/** Whether a thing passes all tests; null where that hangs on what is not known. */
export function passesAll(tests: readonly AttributeTest[], attributes: ResourceAttributes): boolean | null {
  let all: boolean | null = true;
  for (const test of tests) {
    const one = passes(test, attributes);
    if (one === false) return false;
    if (one === null) all = null;
  }
  return all;
}
