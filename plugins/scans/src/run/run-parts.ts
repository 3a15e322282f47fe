import type {
  AuditService,
  CatalogService,
  ClassificationService,
  ComplianceService,
  EventsService,
  ExecutionScope,
  JobsService,
  Logger,
  QuotasService,
  ScanRulesService,
  SourcesService,
  StorageService,
} from '@datawave/plugin-sdk';
import type { ChangeStore } from '../changes/change-store.ts';
import type { AssetStates } from '../discovery/asset-states.ts';
import type { RunLog } from '../log/run-log.ts';
import type { AssetJob } from '../scan-jobs.ts';
import type { TaskStore } from '../task/task-store.ts';
import type { RunQueries } from './run-queries.ts';
import type { PlainSettings } from './run-settings.ts';
import type { RunStore } from './run-store.ts';

/** What runs are made of and moved by. */
export interface RunParts {
  readonly storage: StorageService;
  readonly log: Logger;
  /** Aborted when the plugin ends. */
  readonly signal: AbortSignal;
  readonly jobs: JobsService;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly catalog: CatalogService;
  readonly sources: SourcesService;
  readonly classification: ClassificationService;
  readonly runs: RunStore;
  /** What happened in each run, for people. */
  readonly runLog: RunLog;
  readonly queries: RunQueries;
  readonly tasks: TaskStore;
  readonly states: AssetStates;
  readonly changes: ChangeStore;
  /** Key of a workspace under which values are hashed that must be compared without being kept. */
  readonly sketchKey: (scope: ExecutionScope) => Promise<Uint8Array>;
  readonly assetJob: AssetJob;
  readonly plain: PlainSettings;
  /** Runs of a workspace at once. */
  readonly mostRuns: number;
  readonly optional: OptionalServices;
}

/** Services of plugins that may be absent at the moment they are needed. */
export interface OptionalServices {
  readonly compliance: ComplianceService | undefined;
  readonly rules: ScanRulesService | undefined;
  readonly quotas: QuotasService | undefined;
}
