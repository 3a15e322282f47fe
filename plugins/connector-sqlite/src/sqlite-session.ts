import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Asset, ConnectorSession, Logger, RowBatch } from '@datawave/plugin-sdk';
import { assetLabel, sourceError } from '@datawave/plugin-sdk/connector';
import { fileMarker } from './change-marker.ts';
import { discoverTables } from './discover.ts';
import { highestValue } from './highest-value.ts';
import { type DatabaseLocation, locateDatabase, openDatabase, refuseChanged } from './open-database.ts';
import { readTable } from './read.ts';
import { planTable, sampleTable } from './sample.ts';
import { sqliteError } from './sqlite-error.ts';
import { readView, sampleView } from './view-process.ts';

/** Runs work on an asset, with SQLite's errors translated and a replaced file noticed. */
async function guarded<T>(
  location: DatabaseLocation,
  asset: Asset,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const label = assetLabel(asset.path);
  await refuseChanged(location, label);
  try {
    const result = await work();
    await refuseChanged(location, label);
    return result;
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw error;
    // Damage that only a concurrent writer explains is reported as the change that it is.
    await refuseChanged(location, label);
    throw sqliteError(error, label, 'read');
  }
}

/** Opens the file and answers a session on it. Nothing is written to the file or beside it. */
export async function openSqliteSession(path: string, log: Logger): Promise<ConnectorSession> {
  const location = await locateDatabase(path);
  let database: DatabaseSync | null = openDatabase(location);
  log.debug('opened a SQLite file', { mode: location.mode });
  const opened = (): DatabaseSync => {
    if (database === null)
      throw sourceError(
        'DW_SOURCE_UNREACHABLE',
        `The session with ${basename(path)} is closed.`,
        'Open a new session.',
      );
    return database;
  };
  return {
    async test(signal) {
      const start = performance.now();
      signal.throwIfAborted();
      const version = opened().prepare('SELECT sqlite_version() AS version').get()?.['version'];
      opened().prepare('SELECT count(*) FROM sqlite_schema').get();
      return { server: `SQLite ${String(version)}`, latencyMs: performance.now() - start, warnings: [] };
    },
    async *discover(options) {
      await refuseChanged(location, 'its tables');
      // Before anything is looked at, so that a later change makes another mark.
      const marker = await fileMarker(location.path);
      yield* discoverTables(opened(), options, marker);
    },
    async sample(asset, options, signal) {
      const database = opened();
      return await guarded(location, asset, signal, () =>
        asset.type === 'view'
          ? sampleView(location, asset, options, signal)
          : sampleTable(database, asset, options, signal),
      );
    },
    async plan(asset, options, signal) {
      const database = opened();
      return await guarded(location, asset, signal, () => planTable(database, asset, options));
    },
    async highWater(asset, column, _options, signal) {
      const database = opened();
      return await guarded(location, asset, signal, async () => highestValue(database, asset, column));
    },
    async *read(asset, options): AsyncGenerator<RowBatch> {
      const database = opened();
      const batches =
        asset.type === 'view' ? readView(location, asset, options) : readTable(database, asset, options);
      try {
        while (true) {
          const next = await guarded(location, asset, options.signal, () => batches.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        await batches.return(undefined);
      }
    },
    async close() {
      database?.close();
      database = null;
    },
  };
}
