import type { SourceHealth } from '@datawave/plugin-sdk';

/** A stretch of a chart: what was measured in it. */
export interface HealthPoint {
  /** When it begins, ISO 8601. */
  readonly at: string;
  readonly checks: number;
  readonly failures: number;
  /** Of the answers in it, milliseconds; null when there was none. */
  readonly p50: number | null;
  readonly p95: number | null;
}

/** How a source fared over some hours. */
export interface HealthHistory {
  readonly hours: number;
  readonly checks: number;
  readonly failures: number;
  /** Of answers, milliseconds; null when there was none. */
  readonly latency: {
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
    readonly max: number | null;
  };
  /** Oldest first; stretches without a check are left out. */
  readonly series: readonly HealthPoint[];
  /** Changes of its health in that time, the latest first; twenty at most. */
  readonly alerts: readonly HealthAlert[];
}

/** A change of health, as it was told by an event. */
export interface HealthAlert {
  readonly at: string;
  readonly from: SourceHealth['state'];
  readonly to: SourceHealth['state'];
  readonly code: string | null;
}
