import type { Severity } from '@datawave/plugin-sdk/ui';

/** A control that an asset or column does not meet. */
export interface Violation {
  readonly id: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly control: string;
  readonly controlTitle: string;
  readonly controlSummary: string;
  readonly controlUrl: string;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
  readonly asset: string;
  readonly assetName: string;
  readonly column: string | null;
  readonly sourceId: string;
  readonly message: string;
  readonly remediation: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  /** Why it is not open any more. Older ones have none. */
  readonly resolution?: string | null;
}

export interface ControlCount {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  readonly url: string;
  readonly severity: Severity;
  readonly violations: number;
  readonly assets: number;
}

/** Open violations, counted. */
export interface ViolationCounts {
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byControl: readonly ControlCount[];
}

/** From the worst to the mildest. */
export const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
