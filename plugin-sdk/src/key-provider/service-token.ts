/** Of a token's life, the share after which a new one is asked for. */
const RENEW_AFTER = 0.8;

/** The token under which a service is asked, kept for most of its life. @public */
export class ServiceToken {
  #kept: { readonly value: string; readonly until: number } | null = null;

  /** Whether one is kept that the service may have forgotten meanwhile. */
  get isKept(): boolean {
    return this.#kept !== null;
  }

  /** The one that is kept, while it may be used. */
  get value(): string | null {
    return this.#kept !== null && performance.now() < this.#kept.until ? this.#kept.value : null;
  }

  /** @param seconds - its life; what is no number above 0 counts as `unless` */
  keep(value: string, seconds: unknown, unless: number): string {
    const life = typeof seconds === 'number' && seconds > 0 ? seconds : unless;
    this.#kept = { value, until: performance.now() + life * 1000 * RENEW_AFTER };
    return value;
  }

  forget(): void {
    this.#kept = null;
  }
}
