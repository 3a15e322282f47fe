import type {
  ConnectorInfo,
  MaintenanceWindow,
  SourceHealth,
  SourceLoad,
  SourceState,
} from '@datawave/plugin-sdk/ui';
import type { HealthAlert, HealthHistory } from '../src/health/health-report.ts';

/** A source as a list shows it. */
export interface ListedSource {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly connector: string;
  readonly connectorTitle: string;
  readonly state: SourceState;
  /** Who answers for it; null where nobody does. */
  readonly owner: string | null;
  /** The states that somebody may put it into. */
  readonly nextStates: readonly SourceState[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly health: KnownHealth;
  /** How long its last answers took, milliseconds, oldest first; null for one that did not come. */
  readonly latencies: readonly (number | null)[];
}

/** A source with its settings; of its secrets only the names. */
export interface SourceDetail extends Omit<ListedSource, 'health' | 'latencies'> {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly load: SourceLoad;
  readonly maintenance: readonly MaintenanceWindow[];
}

/** How a source fares, as a list knows it. */
export interface KnownHealth extends SourceHealth {
  /** It refused the credentials: nothing is asked until they change or somebody has it tried. */
  readonly isRefused: boolean;
  readonly nextCheckAt: string | null;
}

/** How a source fares, with what it did over some hours. */
export interface ShownHealth extends KnownHealth {
  readonly hindrance: {
    readonly by: 'maintenance' | 'health' | 'retired';
    readonly until: string | null;
    readonly reason: string;
  } | null;
  readonly history: HealthHistory;
}

/** A change of a source's state. */
export interface SourceTransition {
  readonly from: SourceState | null;
  readonly to: SourceState | 'deleted';
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

export type { ConnectorInfo, HealthAlert };

/** Icon of a connector: files and databases look different. */
export const connectorIcon = ({
  fileExtensions,
  schemes,
}: Pick<ConnectorInfo, 'fileExtensions' | 'schemes'>): string => {
  if (schemes.includes('sqlite')) return 'file';
  return fileExtensions.length > 0 ? 'folder' : 'database';
};

/** A source that was deleted. */
export interface DepartedSource {
  readonly source: { readonly id: string; readonly title: string };
  /** `deleting`: something that was kept about it is still being taken away. */
  readonly state: 'deleting' | 'deleted';
  readonly taken: number;
  readonly since: string;
}

/** Sources, counted, with those that cannot be reached. */
export interface SourcesSummary {
  readonly total: number;
  readonly watched: number;
  readonly byHealth: Readonly<Record<SourceHealth['state'], number>>;
  readonly unreachable: readonly {
    readonly id: string;
    readonly title: string;
    readonly isRefused: boolean;
  }[];
}

/** Terms of a source's risk, as far as they are known. */
export type RiskTerms = Partial<
  Readonly<
    Record<
      'sensitivity' | 'exposure' | 'violations' | 'staleness',
      { readonly factor: number; readonly figures: Readonly<Record<string, number | null>> }
    >
  >
>;

/** A source with its risk. */
export interface SourceAtRisk {
  readonly source: { readonly id: string; readonly key: string; readonly title: string };
  /** 0 to 100; null where it was never scanned. */
  readonly score: number | null;
  readonly terms: RiskTerms;
}

/** Sources by their risk. */
export interface SourcesByRisk {
  readonly items: readonly SourceAtRisk[];
  readonly total: number;
  readonly scanned: { readonly lately: number; readonly never: number; readonly days: number } | null;
}
