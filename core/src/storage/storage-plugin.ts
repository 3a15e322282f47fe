import type { DataWaveError, Migration } from '@datawave/plugin-sdk';
import type { EntitySchema } from '@mikro-orm/core';

/** A plugin as far as the storage is concerned. */
export interface StoragePlugin {
  readonly id: string;
  /** The plugin's id with hyphens as underscores. */
  readonly schema: string;
  readonly entities: readonly EntitySchema[];
  /** Applied in this order. */
  readonly migrations: readonly Migration[];
  /** Runs behind a wall: its migrations and statements run as database roles of its own, which reach nothing else. */
  readonly isConfined?: boolean;
}

/** What became of one plugin's migrations. */
export interface MigrationOutcome {
  readonly status: 'current' | 'migrated' | 'failed';
  /** Names of the migrations applied just now. */
  readonly applied: readonly string[];
  readonly durationMs: number;
  /** Only when failed. */
  readonly error?: DataWaveError;
}
