import type { Deprecation, Logger } from '@datawave/plugin-sdk';

/** Something deprecated that a plugin uses. */
export interface UsedDeprecation extends Deprecation {
  /** `service catalog.catalog`, `the SDK ^0.1.0`. */
  readonly what: string;
}

/** What a plugin uses that is going: told once each, in its log, and kept for whoever looks at the plugin. */
export class Deprecations {
  readonly #log: Logger;
  readonly #used = new Map<string, UsedDeprecation>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** In the order in which they were used first. */
  get used(): readonly UsedDeprecation[] {
    return [...this.#used.values()];
  }

  tell(what: string, { since, use }: Deprecation): void {
    if (this.#used.has(what)) return;
    this.#used.set(what, { what, since, use });
    this.#log.warn(`Uses what is deprecated since ${since}: ${what}. ${use}`);
  }
}
