import type { AccessDecision, AccessQuestion } from '@datawave/plugin-sdk';
import { passesNothing } from './attribute-test.ts';
import { PolicyIndex, type ResidualPolicy } from './policy-index.ts';

/** What is to be said of one permission to one asker, before any thing is looked at. */
export interface RulingParts {
  /** Names who asks, for what is said when nothing allows it. */
  readonly asker: string;
  readonly permission: string;
  /** The role that grants the permission, as a sentence; null where none does. */
  readonly granted: string | null;
  readonly allows: readonly ResidualPolicy[];
  readonly denies: readonly ResidualPolicy[];
  /** Attributes that whoever asks for the permission tells of each thing. */
  readonly told: ReadonlySet<string>;
}

const isUnconditional = ({ tests }: ResidualPolicy): boolean => tests.length === 0;

/** Answers for one permission of one asker: what does not hang on the thing is settled when it is made. */
export class Ruling {
  /** The same for everything; null where it hangs on the thing. */
  readonly always: AccessDecision | null;
  /** Whether everything is allowed that no policy denies. */
  readonly allowsAll: boolean;
  readonly allows: PolicyIndex;
  readonly denies: PolicyIndex;
  readonly #parts: RulingParts;
  readonly #allowed: AccessDecision | null;
  readonly #grantsNothing: boolean;
  readonly #anything: AccessDecision;

  constructor(parts: RulingParts) {
    const { granted, allows, denies } = parts;
    this.#parts = parts;
    this.allows = new PolicyIndex(allows);
    this.denies = new PolicyIndex(denies);
    const allowing = allows.find(isUnconditional);
    this.#allowed = granted !== null ? allowed(granted) : allowing !== undefined ? allowedBy(allowing) : null;
    this.allowsAll = this.#allowed !== null;
    const denying = denies.find(isUnconditional);
    this.#grantsNothing = denying === undefined && granted === null && allows.length === 0;
    if (denying !== undefined) this.always = deniedBy(denying);
    else if (this.#allowed === null)
      this.always = allows.length === 0 ? denied(noRole(parts, undefined)) : null;
    else this.always = denies.length === 0 ? this.#allowed : null;
    this.#anything = this.#overAll(parts);
  }

  /**
   * Whether there is anything that the permission may be used on, as a route asks. What is denied may be something else, as long as
   * whoever asks tells the one from the other afterwards: else a condition would be kept by nobody.
   */
  #overAll({ allows, denies, told, asker, permission }: RulingParts): AccessDecision {
    const isPossible = ({ tests }: ResidualPolicy): boolean => !tests.some(passesNothing);
    const denying = denies.find(
      (one) => isPossible(one) && one.tests.every(({ attribute }) => !told.has(attribute)),
    );
    if (denying !== undefined) return deniedBy(denying, false);
    if (this.#allowed !== null) return this.#allowed;
    const allowing = allows.find(
      (one) => isPossible(one) && one.tests.every(({ attribute }) => told.has(attribute)),
    );
    return allowing === undefined
      ? denied(`No role and no policy lets ${asker} use "${permission}".`)
      : allowedBy(allowing);
  }

  decide({ attributes, resource }: Pick<AccessQuestion, 'attributes' | 'resource'>): AccessDecision {
    if (this.#grantsNothing) return denied(noRole(this.#parts, resource));
    if (this.always !== null) return this.always;
    if (attributes === undefined) return this.#anything;
    const denying = this.denies.notExcluded(attributes);
    if (denying !== undefined) return deniedBy(denying.policy, denying.isCertain);
    if (this.#allowed !== null) return this.#allowed;
    const allowing = this.allows.applying(attributes);
    if (allowing !== undefined) return allowedBy(allowing);
    const { asker, permission } = this.#parts;
    return denied(
      `No role and no policy lets ${asker} use "${permission}"${on(resource)}: ${count(this.allows.all.length)} would, for other things.`,
    );
  }
}

const count = (policies: number): string => (policies === 1 ? 'one policy' : `${policies} policies`);
const on = (resource: string | undefined): string => (resource === undefined ? '' : ` on ${resource}`);
const noRole = ({ asker, permission }: RulingParts, resource: string | undefined): string =>
  `${asker} holds no role that grants "${permission}"${on(resource)}.`;

const allowed = (reason: string): AccessDecision => Object.freeze({ allowed: true, reason });
const denied = (reason: string): AccessDecision => Object.freeze({ allowed: false, reason });
const allowedBy = ({ title }: ResidualPolicy): AccessDecision => allowed(`Allowed by policy "${title}".`);
/** What a policy is called may say more than who runs into it may know. */
const deniedBy = ({ title }: ResidualPolicy, isCertain = true): AccessDecision =>
  Object.freeze({
    allowed: false,
    reason: isCertain
      ? `Denied by policy "${title}".`
      : `Denied by policy "${title}": not everything that it looks at is known.`,
    told: 'A policy denies this.',
  });
