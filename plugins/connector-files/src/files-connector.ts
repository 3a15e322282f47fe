import { open, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connector, ConnectorInfo, ResolvedTarget } from '@datawave/plugin-sdk';
import { fileAccess } from '@datawave/plugin-sdk/connector';
import {
  compressionByContent,
  FILE_ENDINGS,
  FILE_FORMATS,
  formatByContent,
  shapeByName,
} from './file-format.ts';
import { readFileSettings } from './reader-settings.ts';

const info = (version: string): ConnectorInfo => ({
  kind: 'files',
  version,
  title: 'Files',
  description: 'CSV, TSV, JSON, NDJSON and Parquet files, folders of them and globs, plain or compressed.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['path'],
    properties: {
      path: {
        type: 'string',
        minLength: 1,
        maxLength: 4096,
        title: 'File, folder or glob',
        description:
          'On the machine that runs the scan, below one of the folders that the connector may read: data/customers.csv, data, data/**/*.csv.gz.',
      },
      format: {
        type: 'string',
        enum: ['auto', ...FILE_FORMATS],
        default: 'auto',
        title: 'Format',
        description: 'By the ending of the name and by the content, unless told.',
      },
      header: {
        type: 'string',
        enum: ['auto', 'present', 'absent'],
        default: 'auto',
        title: 'First row names the columns',
        description: 'CSV and TSV.',
      },
      delimiter: {
        type: 'string',
        minLength: 1,
        maxLength: 1,
        title: 'Delimiter',
        description: 'CSV. Detected unless given.',
      },
      quote: {
        type: 'string',
        enum: ['auto', '"', "'", 'none'],
        default: 'auto',
        title: 'Quote',
        description: 'CSV.',
      },
      encoding: {
        type: 'string',
        maxLength: 40,
        title: 'Encoding',
        description: 'utf-8, utf-16le, windows-1252, shift_jis and so on. Detected unless given.',
      },
      nullValues: {
        type: 'array',
        items: { type: 'string', maxLength: 19 },
        default: ['\\N', 'NULL'],
        title: 'Words for null',
        description: 'CSV. An empty cell without quotes is null, too.',
      },
      maxFiles: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 10_000, title: 'Files at most' },
    },
  },
  schemes: ['file'],
  fileExtensions: FILE_ENDINGS,
  capabilities: {
    fullRead: true,
    rowEstimates: true,
    pushDown: ['sample', 'distinct', 'count'],
    strategies: ['random', 'head', 'stratified'],
    slices: ['row-groups', 'byte-range'],
    changeMarkers: true,
  },
});

/** Whether a file that its name does not tell is one that this connector reads. */
async function isReadable(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    return compressionByContent(head) !== 'none' || formatByContent(head) !== null;
  } catch {
    return false;
  }
}

async function resolveTarget(target: string, cwd: string): Promise<ResolvedTarget | null> {
  const isUrl = /^file:\/\//i.test(target);
  if (!isUrl && /^[a-z][a-z0-9+.-]+:/i.test(target)) return null;
  const path = isUrl ? fileURLToPath(target) : resolve(cwd, target);
  const status = await stat(path).catch(() => null);
  const answer = { config: { path }, source: [basename(path)], display: target };
  if (status?.isDirectory() === true) return answer;
  if (status?.isFile() === true)
    return shapeByName(path) !== null || (await isReadable(path)) ? answer : null;
  if (status !== null) return null;
  const firstGlob = path.split(/[*?[{]/)[0] ?? '';
  if (firstGlob !== path)
    return { ...answer, source: [basename(firstGlob.endsWith('/') ? firstGlob : dirname(firstGlob))] };
  // A missing file is claimed when its name is of ours, so that the reader is told what is wrong with it.
  return isUrl || shapeByName(path) !== null ? answer : null;
}

/** The connector; `roots` answers the folders below which it may read, and single files. */
export function createFilesConnector(options: {
  readonly roots: () => readonly string[];
  readonly version: string;
}): Connector {
  const access = fileAccess(options.roots);
  return {
    info: info(options.version),
    resolveTarget,
    async open(config, _environment, signal) {
      const settings = readFileSettings(config);
      signal.throwIfAborted();
      const { openFilesSession } = await import('./files-session.ts');
      return await openFilesSession(settings, access);
    },
  };
}
