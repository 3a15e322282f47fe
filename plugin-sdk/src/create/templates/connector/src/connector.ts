import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Connector, ConnectorInfo } from '@datawave/plugin-sdk';
import { fileAccess, settingsReader, sourceError } from '@datawave/plugin-sdk/connector';
import { openSession } from './session.ts';

const SCHEME = 'sample-plugin';

const info = (version: string): ConnectorInfo => ({
  kind: SCHEME,
  version,
  title: 'Sample plugin',
  description: 'A folder of JSON lines: each file ending in .jsonl is an asset, each line a record.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['path'],
    properties: {
      path: {
        type: 'string',
        minLength: 1,
        maxLength: 4096,
        title: 'Folder',
        description: 'Path of the folder on the machine that runs the scan.',
      },
    },
  },
  schemes: [SCHEME],
  // Files of this ending belong to another connector where no scheme names this one.
  fileExtensions: [],
  capabilities: {
    fullRead: true,
    rowEstimates: false,
    pushDown: [],
    strategies: ['random', 'head'],
    changeMarkers: true,
  },
});

/** The connector; `roots` are the folders below which it may read. */
export function createSamplePluginConnector(options: {
  readonly roots: readonly string[];
  readonly version: string;
}): Connector {
  const access = fileAccess(options.roots);
  return {
    info: info(options.version),
    async resolveTarget(target, cwd) {
      if (!target.startsWith(`${SCHEME}:`)) return null;
      const path = resolve(cwd, target.slice(SCHEME.length + 1).replace(/^\/\/(?=\/)/, ''));
      return { config: { path }, source: [basename(path)], display: target };
    },
    async open(config, _environment, signal) {
      const folder = await access.admit(settingsReader(config).text('path', ''));
      signal.throwIfAborted();
      if (!(await stat(folder)).isDirectory())
        throw sourceError(
          'DW_SOURCE_NOT_FOUND',
          `${basename(folder)} is no folder.`,
          'Name the folder in which the files lie.',
        );
      return openSession(folder);
    },
  };
}
