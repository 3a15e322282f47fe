import type { DeclaredRoute } from '../mounted-route.ts';
import { resourceOf } from '../path.ts';
import type { RateConfig } from '../server-config.ts';
import type { RatePolicy } from './local-rate.ts';
import { RouteRate } from './route-rate.ts';
import type { SharedRates } from './shared-rates.ts';

/** Gives each route its rate. */
export class RateLimits {
  readonly #config: RateConfig;
  readonly #shared: SharedRates | null;

  constructor(config: RateConfig, shared: SharedRates | null) {
    this.#config = config;
    this.#shared = shared;
  }

  /** Null where nothing is limited. */
  rateOf(route: DeclaredRoute): RouteRate | null {
    if (!this.#config.enabled) return null;
    const policy = route.rateLimit ?? this.#usual(route);
    return new RouteRate(policy, this.#shared?.rate(`${route.method} ${route.path}`, policy) ?? null);
  }

  #usual({ method, path, permission }: DeclaredRoute): RatePolicy {
    // Where secrets can be guessed by who has none yet.
    const isSignIn = permission === 'public' && method !== 'GET' && resourceOf(path) === 'auth';
    const { perMinute, signInsPerMinute } = this.#config;
    return { requests: isSignIn ? signInsPerMinute : perMinute, seconds: 60 };
  }
}
