import type { Counter, Histogram, TelemetryService } from '@datawave/plugin-sdk';
import type { JobCount } from './operator-store.ts';
import type { EndState } from './record-end.ts';

/** Counting rows is worth doing at most this often, in milliseconds. */
const COUNT_MS = 5_000;
const STATES = ['waiting', 'delayed', 'running', 'dead', 'failed'] as const;

/** What the jobs tell the operator's monitoring; nothing where there is none. */
export class JobMetrics {
  readonly #ended: Counter | null;
  readonly #duration: Histogram | null;
  readonly #readCounts: () => Promise<readonly JobCount[]>;
  #counts: Promise<readonly JobCount[]> | null = null;
  #countedAt = 0;

  constructor(telemetry: TelemetryService | undefined, readCounts: () => Promise<readonly JobCount[]>) {
    this.#readCounts = readCounts;
    this.#ended =
      telemetry?.counter({
        name: 'job_attempts_total',
        help: 'Attempts at durable jobs by how they ended.',
        labels: ['plugin', 'state'],
      }) ?? null;
    this.#duration =
      telemetry?.histogram({
        name: 'job_duration_seconds',
        help: 'How long attempts at durable jobs took.',
        labels: ['plugin'],
        buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 60, 300],
      }) ?? null;
    for (const state of STATES) {
      telemetry?.gauge({ name: `jobs_${state}`, help: `Durable jobs that are ${state}.` }, async () =>
        this.#total(state),
      );
    }
  }

  ended(plugin: string, state: EndState, seconds: number): void {
    this.#ended?.add(1, { plugin, state });
    if (seconds > 0) this.#duration?.record(seconds, { plugin });
  }

  async #total(state: JobCount['state']): Promise<number> {
    const now = Date.now();
    if (this.#counts === null || now - this.#countedAt > COUNT_MS) {
      this.#countedAt = now;
      this.#counts = this.#readCounts();
      // A failed count is not kept for the others.
      this.#counts.catch(() => {
        this.#counts = null;
      });
    }
    const counts = await this.#counts;
    return counts.reduce((sum, count) => (count.state === state ? sum + count.count : sum), 0);
  }
}
