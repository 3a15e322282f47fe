import {
  DataWaveError,
  DEFAULT_LOAD,
  type MaintenanceWindow,
  type Source,
  type SourceLoad,
  type SourceState,
} from '@datawave/plugin-sdk';
import type { StoredSource } from './source-entity.ts';
import { statesByHand } from './state/source-state.ts';

/** Settings of a connection. */
export type Settings = Readonly<Record<string, unknown>>;

/** What it takes to register a source. */
export interface NewSource {
  readonly key?: string;
  readonly title: string;
  readonly connector: string;
  readonly config: Settings;
  /** Who answers for it: a person or a team, as people call them. */
  readonly owner?: string | null;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly load?: SourceLoad;
  readonly maintenance?: readonly MaintenanceWindow[];
}

/** What may be changed of a source. */
export interface SourceChange {
  readonly title?: string;
  readonly state?: SourceState;
  /** Why its state changes, for the record. */
  readonly reason?: string;
  readonly owner?: string | null;
  /** Replaces the settings that are not secret; a secret left out is kept, null removes it. */
  readonly config?: Settings;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly load?: SourceLoad;
  readonly maintenance?: readonly MaintenanceWindow[];
}

/** A source with everything but the values of its secrets. */
export interface SourceDetail extends Source {
  /** Who answers for it; null where nobody does. */
  readonly owner: string | null;
  readonly config: Settings;
  /** Names of the secret settings that are stored. */
  readonly secrets: readonly string[];
  /** When a scan of it was first completed; null when none was. */
  readonly scannedAt: string | null;
  /** The states that somebody may put it into. */
  readonly nextStates: readonly SourceState[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a request for a source is told that there is not. */
export const unknownSource = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SOURCE_UNKNOWN',
    message: `There is no source ${id}.`,
    hint: 'List the sources with GET /api/v1/sources.',
    status: 404,
  });

/** What a change of an older version is told. */
export const staleVersion = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SOURCE_CHANGED_MEANWHILE',
    message: `The source ${id} was changed by someone else meanwhile.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export function toDetail(stored: StoredSource): SourceDetail {
  // The column's check constraint admits nothing else.
  const state = stored.state as SourceState;
  return {
    id: stored.id,
    key: stored.key,
    title: stored.title,
    connector: stored.connector,
    state,
    owner: stored.owner ?? null,
    config: stored.config,
    secrets: stored.secrets,
    include: stored.include,
    exclude: stored.exclude,
    load: stored.load ?? DEFAULT_LOAD,
    maintenance: stored.maintenance,
    scannedAt: stored.scannedAt?.toISOString() ?? null,
    nextStates: statesByHand(state, stored.scannedAt !== null),
    version: stored.version,
    createdAt: stored.createdAt.toISOString(),
    updatedAt: stored.updatedAt.toISOString(),
  };
}
