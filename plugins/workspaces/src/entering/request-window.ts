/** Requests of each workspace within the running minute, in this process. */
export class RequestWindow {
  readonly #counts = new Map<string, number>();
  #minute = 0;

  /** Counts one request. Answers whether it is within the limit. @param now - milliseconds since 1970 */
  take(workspace: string, limit: number, now: number): boolean {
    this.#turn(now);
    const count = this.#counts.get(workspace) ?? 0;
    if (count >= limit) return false;
    this.#counts.set(workspace, count + 1);
    return true;
  }

  used(workspace: string, now: number): number {
    this.#turn(now);
    return this.#counts.get(workspace) ?? 0;
  }

  #turn(now: number): void {
    const minute = Math.floor(now / 60_000);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#counts.clear();
  }
}
