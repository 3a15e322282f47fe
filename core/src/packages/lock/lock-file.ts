import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../validation/is-object.ts';
import { writeDurably } from '../store/durable-file.ts';
import { EMPTY_LOCK, lockInvalid, type PluginLock, parseLock } from './plugin-lock.ts';

/** The copy of the lock, below the data folder. */
export const LOCK_FILE = 'plugins.lock.json';
const WATCH_FILE = 'plugins.watch.json';

/** A lock that has not yet proved itself in this data folder. */
export interface LockWatch {
  /** The lock that is being watched. */
  readonly number: number;
  /** Processes that have begun with it and have not come to an end that anybody has seen. */
  readonly begun: readonly number[];
  /** How many of those that began came to a bad end. */
  readonly crashed: number;
  /** What to go back to. */
  readonly previous: PluginLock;
  /** Why it was given up here, before the database could be told. */
  readonly givenUp?: string;
}

/** Reads the lock's local copy. @throws DataWaveError DW_PACKAGES_LOCK_INVALID */
export async function readLockFile(dataDirectory: string): Promise<PluginLock> {
  const file = join(dataDirectory, LOCK_FILE);
  const value = await readJson(file);
  return value === undefined ? EMPTY_LOCK : parseLock(value, file);
}

/** Replaces the lock's local copy as a whole. */
export const writeLockFile = (dataDirectory: string, lock: PluginLock): Promise<void> =>
  writeDurably(join(dataDirectory, LOCK_FILE), `${JSON.stringify(lock, null, 2)}\n`);

/** What is being watched here; null when nothing is. @throws DataWaveError DW_PACKAGES_LOCK_INVALID */
export async function readWatch(dataDirectory: string): Promise<LockWatch | null> {
  const file = join(dataDirectory, WATCH_FILE);
  const value = await readJson(file);
  if (value === undefined) return null;
  if (!isObject(value) || typeof value['number'] !== 'number' || !Array.isArray(value['begun']))
    throw lockInvalid(file, 'it names no number');
  const { number, begun, crashed, givenUp } = value;
  return {
    number,
    begun: begun.filter((one) => typeof one === 'number'),
    crashed: typeof crashed === 'number' ? crashed : 0,
    previous: parseLock(value['previous'], file),
    ...(typeof givenUp === 'string' ? { givenUp } : {}),
  };
}

/** Remembers what is being watched; with null that nothing is. */
export async function writeWatch(dataDirectory: string, watch: LockWatch | null): Promise<void> {
  const file = join(dataDirectory, WATCH_FILE);
  if (watch === null) await rm(file, { force: true });
  else await writeDurably(file, `${JSON.stringify(watch, null, 2)}\n`);
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw lockInvalid(file, error instanceof Error ? error.message : String(error), error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw lockInvalid(file, error instanceof Error ? error.message : String(error), error);
  }
}
