import { HttpError } from '../problem.ts';
import { LocalRate, type RatePolicy } from './local-rate.ts';
import type { SharedRate } from './shared-rates.ts';

/** The rate of one route: in this process always, with the other replicas where they can be asked. */
export class RouteRate {
  readonly policy: RatePolicy;
  /** The header `RateLimit-Policy`, by draft-ietf-httpapi-ratelimit-headers. */
  readonly policyHeader: string;
  readonly #local: LocalRate;
  readonly #shared: SharedRate | null;

  constructor(policy: RatePolicy, shared: SharedRate | null) {
    this.policy = policy;
    this.policyHeader = `"route";q=${policy.requests};w=${policy.seconds}`;
    this.#local = new LocalRate(policy);
    this.#shared = shared;
  }

  /** How many requests the caller has left; or, negated, the milliseconds until there is one again. */
  take(caller: string): number | Promise<number> {
    const left = this.#local.take(caller, performance.now());
    if (left < 0 || this.#shared === null) return left;
    const together = this.#shared.take(caller);
    if (together instanceof Promise) return together.then((known) => fewer(left, known));
    return fewer(left, together);
  }

  /** The header `RateLimit`: what is left, and the seconds until all is there again. */
  header(left: number): string {
    const { requests, seconds } = this.policy;
    return `"route";r=${left};t=${Math.ceil(((requests - left) * seconds) / requests)}`;
  }

  /** What a caller is told who has to wait. */
  refusal(waitMs: number): HttpError {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    return new HttpError({
      code: 'DW_HTTP_RATE_LIMITED',
      message: `This address takes ${this.policy.requests} requests in ${this.policy.seconds} seconds of one caller.`,
      hint: `Wait ${seconds} seconds, then go on more slowly.`,
      status: 429,
      headers: {
        'retry-after': String(seconds),
        'ratelimit-policy': this.policyHeader,
        ratelimit: `"route";r=0;t=${seconds}`,
      },
    });
  }
}

const fewer = (left: number, together: number | null): number =>
  together === null ? left : Math.min(left, together);
