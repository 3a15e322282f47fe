import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from '../services/storage.ts';
import type { AssetFacts, Finding, Severity } from './framework.ts';

/** Violations of one workspace, counted. @public */
export interface ComplianceSummary {
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Open violations by framework and control, most first. */
  readonly byControl: readonly {
    readonly framework: string;
    readonly control: string;
    readonly violations: number;
  }[];
}

/** Violations and their lifecycle. @public */
export interface ComplianceService {
  /** Opens, keeps and resolves the asset's violations so that they agree with the findings, in the caller's transaction. */
  record(
    tx: Transaction,
    scope: ExecutionScope,
    entry: {
      readonly asset: string;
      readonly sourceId: string;
      readonly scanId: string;
      readonly findings: readonly Finding[];
      /** Ids of the frameworks that were asked; all unless given. Violations of the others stay as they are. */
      readonly frameworks?: readonly string[];
      /** The asset is gone from its source: nothing was assessed, and what it broke it breaks no more. */
      readonly isGone?: boolean;
    },
  ): Promise<void>;
  /** Assesses the facts and records what comes out: for verdicts that changed without the asset being scanned. */
  assess(
    tx: Transaction,
    scope: ExecutionScope,
    entry: {
      readonly facts: AssetFacts;
      readonly sourceId: string;
      readonly scanId: string;
      /** Ids of the frameworks to ask; all unless given. */
      readonly frameworks?: readonly string[];
    },
  ): Promise<void>;
  summary(scope: ExecutionScope, filter?: { readonly sourceId?: string }): Promise<ComplianceSummary>;
}

/** The ref of violations and their lifecycle, provided by the plugin `compliance`. @public */
export const complianceService = serviceRef<ComplianceService>('compliance.compliance');
