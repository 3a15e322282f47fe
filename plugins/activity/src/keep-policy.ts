import type { Config } from './config.generated.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How long entries are kept. */
export class KeepPolicy {
  readonly #config: Pick<Config, 'keep' | 'keepDays' | 'minimumDays'>;

  constructor(config: Pick<Config, 'keep' | 'keepDays' | 'minimumDays'>) {
    this.#config = config;
  }

  /** Days that entries of an action are kept; null for ever. Never fewer than the minimum. */
  daysOf(action: string): number | null {
    const [rule] = this.#config.keep
      .filter((one) => action.startsWith(one.action))
      .sort((a, b) => b.action.length - a.action.length);
    const days = rule?.days ?? this.#config.keepDays;
    return days === undefined ? null : Math.max(days, this.#config.minimumDays);
  }

  /** The moment before which something may be too old; null when everything is kept for ever. */
  oldest(now: number): number | null {
    const { keep, keepDays, minimumDays } = this.#config;
    const days = [...keep.map((rule) => rule.days), ...(keepDays === undefined ? [] : [keepDays])];
    return days.length === 0 ? null : now - Math.max(Math.min(...days), minimumDays) * DAY_MS;
  }

  /** Whether an entry is too old to be kept. */
  isExpired(entry: { readonly action: string; readonly occurredAt: string }, now: number): boolean {
    const days = this.daysOf(entry.action);
    return days !== null && Date.parse(entry.occurredAt) < now - days * DAY_MS;
  }
}
