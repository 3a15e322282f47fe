import type { ResourceAttributes } from '@datawave/plugin-sdk';
import { type AttributeTest, passesAll, type ValueAttribute } from './attribute-test.ts';

/** A policy as far as one asker and one permission are concerned: what it still demands of a thing. */
export interface ResidualPolicy {
  readonly title: string;
  readonly tests: readonly AttributeTest[];
}

/**
 * Policies of one effect. Those that look for one of some values of one attribute, which most do, are found by that value
 * instead of being gone through.
 */
export class PolicyIndex {
  readonly all: readonly ResidualPolicy[];
  readonly #byValue = new Map<ValueAttribute, Map<string | null, ResidualPolicy>>();
  readonly #others: readonly ResidualPolicy[];

  constructor(policies: readonly ResidualPolicy[]) {
    this.all = policies;
    const others: ResidualPolicy[] = [];
    for (const policy of policies) {
      const [test] = policy.tests;
      if (policy.tests.length !== 1 || test?.kind !== 'among') {
        others.push(policy);
        continue;
      }
      const values = this.#byValue.get(test.attribute) ?? new Map<string | null, ResidualPolicy>();
      this.#byValue.set(test.attribute, values);
      for (const value of [...test.values, ...(test.orNone ? [null] : [])])
        if (!values.has(value)) values.set(value, policy);
    }
    this.#others = others;
  }

  /** A policy that applies to the thing for certain. */
  applying(attributes: ResourceAttributes): ResidualPolicy | undefined {
    for (const [attribute, values] of this.#byValue) {
      const value = attributes[attribute];
      const found = value === undefined ? undefined : values.get(value);
      if (found !== undefined) return found;
    }
    return this.#others.find(({ tests }) => passesAll(tests, attributes) === true);
  }

  /** A policy that applies to the thing, or might: something that it looks at is not known. */
  notExcluded(
    attributes: ResourceAttributes,
  ): { readonly policy: ResidualPolicy; readonly isCertain: boolean } | undefined {
    for (const [attribute, values] of this.#byValue) {
      const value = attributes[attribute];
      const found = value === undefined ? values.values().next().value : values.get(value);
      if (found !== undefined) return { policy: found, isCertain: value !== undefined };
    }
    for (const policy of this.#others) {
      const result = passesAll(policy.tests, attributes);
      if (result !== false) return { policy, isCertain: result === true };
    }
    return undefined;
  }
}
