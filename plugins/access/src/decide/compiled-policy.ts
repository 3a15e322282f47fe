import type { Clocks } from '../model/clock-window.ts';
import { Networks } from '../model/network.ts';
import type { Policy, StoredPolicy } from '../model/policy.ts';
import { type Asker, attributeTests } from './attribute-test.ts';
import type { ResidualPolicy } from './policy-index.ts';

/** Where and when something is asked. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the client; undefined where no request stands behind the question. */
  readonly address: string | undefined;
}

/** A policy made ready for being asked. */
export class CompiledPolicy {
  readonly policy: StoredPolicy;
  /** Whether it looks at the clock or at the client's address. */
  readonly isOfCircumstances: boolean;
  readonly #roles: ReadonlySet<string>;
  readonly #groups: ReadonlySet<string>;
  readonly #principals: ReadonlySet<string>;
  readonly #isForAll: boolean;
  readonly #inside: Networks | null;
  readonly #outside: Networks | null;
  readonly #shared: ResidualPolicy | null;

  constructor(policy: StoredPolicy) {
    const { subjects, when, title } = policy;
    this.policy = policy;
    this.isOfCircumstances = when.time !== undefined || when.network !== undefined;
    this.#roles = new Set(subjects.roles);
    this.#groups = new Set(subjects.groups);
    this.#principals = new Set(subjects.principals);
    this.#isForAll = isForAll(policy);
    this.#inside = when.network?.in === undefined ? null : new Networks(when.network.in);
    this.#outside = when.network?.notIn === undefined ? null : new Networks(when.network.notIn);
    const isSame = when.owner?.isMe === undefined && when.owner?.isMyGroup === undefined;
    this.#shared = isSame ? { title, tests: attributeTests(when, { id: '', groups: [] }) } : null;
  }

  /** Whether it is about somebody. @param roles - ids of the roles held, inherited ones among them */
  isAbout(asker: Asker, roles: ReadonlySet<string>): boolean {
    if (this.#isForAll || this.#principals.has(asker.id)) return true;
    if (this.#roles.size > 0 && !this.#roles.isDisjointFrom(roles)) return true;
    return this.#groups.size > 0 && asker.groups.some((group) => this.#groups.has(group));
  }

  /** What it demands of a thing, here and now; null where it does not apply, whatever the thing. An unknown address grants nothing and escapes nothing. */
  residual(asker: Asker, { now, address }: Circumstances, clocks: Clocks): ResidualPolicy | null {
    const { time } = this.policy.when;
    if (time !== undefined && !clocks.isWithin(time, now)) return null;
    const fits = (networks: Networks | null, isInside: boolean): boolean => {
      if (networks === null) return true;
      const found = address === undefined ? null : networks.has(address);
      return found === null ? this.policy.effect === 'deny' : found === isInside;
    };
    if (!fits(this.#inside, true) || !fits(this.#outside, false)) return null;
    return this.#shared ?? { title: this.policy.title, tests: attributeTests(this.policy.when, asker) };
  }
}

const isForAll = ({ subjects: { roles = [], groups = [], principals = [] } }: Policy): boolean =>
  roles.length + groups.length + principals.length === 0;
