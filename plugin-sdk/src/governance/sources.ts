import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { ScanSource } from './scanner.ts';

/** Whether a source takes part in scans: `maintenance` and `retired` ones do not. @public */
export type SourceState = 'registered' | 'active' | 'maintenance' | 'retired';

/** A registered source, without its secrets. @public */
export interface Source {
  readonly id: string;
  /** Unique within the workspace; the SOURCE of URNs. */
  readonly key: string;
  readonly title: string;
  readonly connector: string;
  readonly state: SourceState;
  /** Globs over asset names that its scans are confined to; all unless given. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Registered sources and their connections. @public */
export interface SourcesService {
  /** @throws DataWaveError DW_SOURCE_UNKNOWN, status 404 */
  get(scope: ExecutionScope, id: string): Promise<Source>;
  list(scope: ExecutionScope): Promise<readonly Source[]>;
  /** The connection with its secrets in clear, for the scanner in the same process only. */
  connection(scope: ExecutionScope, id: string): Promise<ScanSource>;
  /** Registers a source; answers the present one when the key is taken by the same connector and settings. @throws DataWaveError DW_SOURCE_KEY_TAKEN */
  register(
    scope: ExecutionScope,
    source: {
      readonly key: string;
      readonly title: string;
      readonly connector: string;
      readonly config: Readonly<Record<string, unknown>>;
    },
  ): Promise<Source>;
}

/** The ref of the registered sources, provided by the plugin `sources`. @public */
export const sourcesService = serviceRef<SourcesService>('sources.sources');
