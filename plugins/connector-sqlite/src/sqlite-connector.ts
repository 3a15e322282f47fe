import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connector, ConnectorInfo, ResolvedTarget } from '@datawave/plugin-sdk';
import { fileAccess, settingsReader } from '@datawave/plugin-sdk/connector';

const EXTENSIONS = ['.sqlite', '.sqlite3', '.db', '.db3', '.s3db'];
/** Endings that name nothing else: such a file is ours also when it is damaged, so that the damage is told. */
const OWN_EXTENSION = /\.(sqlite3?|s3db)$/i;
const HEADER = 'SQLite format 3\0';

const info = (version: string): ConnectorInfo => ({
  kind: 'sqlite',
  version,
  title: 'SQLite',
  description: 'A SQLite database file, read without writing to it or beside it.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['path'],
    properties: {
      path: {
        type: 'string',
        minLength: 1,
        maxLength: 4096,
        title: 'Database file',
        description:
          'Path of the file on the machine that runs the scan, below one of the folders that the connector may read.',
      },
    },
  },
  schemes: ['sqlite', 'sqlite3'],
  fileExtensions: EXTENSIONS,
  capabilities: {
    fullRead: true,
    rowEstimates: true,
    pushDown: ['sample', 'count'],
    strategies: ['random', 'head', 'stratified'],
    slices: ['key-range'],
    changeMarkers: true,
  },
});

/** Whether the file begins as a SQLite database does; false also when it cannot be read. */
async function hasSqliteHeader(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    if (!(await file.stat()).isFile()) return false;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead === 16 && buffer.toString('latin1') === HEADER;
  } catch {
    return false;
  }
}

function pathOf(target: string): string | null {
  const match = /^sqlite3?:(.*)$/is.exec(target);
  if (match === null) return null;
  const rest = (match[1] ?? '').replace(/\?.*$/s, '');
  if (rest.startsWith('///')) return fileURLToPath(`file:${rest}`);
  return rest.replace(/^\/\//, '');
}

async function resolveTarget(target: string, cwd: string): Promise<ResolvedTarget | null> {
  const named = pathOf(target);
  if (named === null && /^[a-z][a-z0-9+.-]+:/i.test(target)) return null;
  const path = resolve(cwd, named ?? target);
  // A file that merely ends in .db may be anything: without the scheme only its first bytes decide.
  if (named === null && !OWN_EXTENSION.test(path) && !(await hasSqliteHeader(path))) return null;
  return { config: { path }, source: [basename(path)], display: named === null ? target : `sqlite:${named}` };
}

/** The connector; `roots` answers the folders below which it may read, and single files. */
export function createSqliteConnector(options: {
  readonly roots: () => readonly string[];
  readonly version: string;
}): Connector {
  const access = fileAccess(options.roots);
  return {
    info: info(options.version),
    resolveTarget,
    async open(config, environment, signal) {
      const path = await access.admit(settingsReader(config).text('path', ''));
      signal.throwIfAborted();
      const { openSqliteSession } = await import('./sqlite-session.ts');
      return await openSqliteSession(path, environment.log);
    },
  };
}
