import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { fileError, sourceError } from '@datawave/plugin-sdk/connector';
import { sqliteError } from './sqlite-error.ts';

/** Says whether the file is still the one that was opened. */
export interface FileIdentity {
  readonly inode: bigint;
  readonly size: bigint;
  readonly modified: bigint;
}

/** How a database file is opened; structured-cloneable. */
export interface DatabaseLocation {
  readonly path: string;
  /**
   * `immutable`: nothing locks it and nothing is written beside it, so a change while it is read must be noticed here.
   * `locked`: other processes write to it and SQLite's own locks keep reading consistent.
   */
  readonly mode: 'immutable' | 'locked';
  readonly identity: FileIdentity;
}

const HEADER_BYTES = 100;
/** Offset of the header's read version: 2 stands for write-ahead logging. */
const READ_VERSION = 19;

const identify = async (path: string): Promise<FileIdentity> => {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return { inode: ino, size, modified: mtimeNs };
};

const sizeOf = async (path: string): Promise<bigint | null> => {
  try {
    return (await stat(path, { bigint: true })).size;
  } catch {
    return null;
  }
};

/**
 * Decides how to open the file. A database in write-ahead mode that nobody has open would get `-wal` and `-shm` files
 * beside it even from a reader; it is opened as immutable instead.
 */
export async function locateDatabase(path: string): Promise<DatabaseLocation> {
  try {
    const identity = await identify(path);
    const header = Buffer.alloc(HEADER_BYTES);
    await using file = await open(path, 'r');
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead > 0 && header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
      throw sourceError(
        'DW_SOURCE_CONFIG',
        `${basename(path)} is not a SQLite database, or it is encrypted.`,
        'Name a SQLite file; encrypted ones must be decrypted first.',
        '/path',
      );
    }
    const isWriteAhead = header[READ_VERSION] === 2;
    const pendingLog = await sizeOf(`${path}-wal`);
    const pendingJournal = await sizeOf(`${path}-journal`);
    const isQuiet = isWriteAhead && (pendingLog === null || pendingLog === 0n) && pendingJournal === null;
    return { path, mode: isQuiet ? 'immutable' : 'locked', identity };
  } catch (error) {
    throw fileError(error, basename(path));
  }
}

/** Opens the file for reading only, with extensions and untrusted schema functions off. */
export function openDatabase(location: DatabaseLocation): DatabaseSync {
  const url = pathToFileURL(location.path);
  if (location.mode === 'immutable') url.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(url, { readOnly: true, allowExtension: false, timeout: 2000 });
    database.exec(
      'PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000',
    );
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    throw sqliteError(error, basename(location.path), 'open');
  }
}

/** @throws DataWaveError DW_SOURCE_CHANGED when the file was replaced, or written to while nothing locked it. */
export async function refuseChanged(location: DatabaseLocation, label: string): Promise<void> {
  const then = location.identity;
  const now = await identify(location.path).catch(() => null);
  const isSame =
    now !== null &&
    now.inode === then.inode &&
    (location.mode === 'locked' || (now.size === then.size && now.modified === then.modified));
  if (!isSame)
    throw sourceError(
      'DW_SOURCE_CHANGED',
      `${basename(location.path)} was replaced or written to while ${label} was read.`,
      'Scan it again when it is at rest.',
    );
}
