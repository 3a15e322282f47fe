import {
  type Asset,
  type Connector,
  type ConnectorSession,
  DataWaveError,
  type Discovered,
  type ExtensionCollection,
  type TableSample,
} from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';

/** What happened to a {@link memoryConnector}. */
export interface ConnectorLog {
  opened: number;
  closed: number;
  sampled: number;
  /** Discoveries that ran to their end or were given up properly. */
  discoveriesEnded: number;
}

/** A connector whose tables stand in memory: `broken` fails to be sampled, a password of `wrong` fails to open. */
export function memoryConnector(tables: readonly string[]): {
  readonly connector: Connector;
  readonly log: ConnectorLog;
} {
  const log: ConnectorLog = { opened: 0, closed: 0, sampled: 0, discoveriesEnded: 0 };
  const sampleOf = (table: string): TableSample =>
    buildSample(
      table,
      [
        { name: 'email', values: ['ada@example.com', null] },
        { name: 'id', kind: 'integer', values: ['1', '2'] },
      ],
      { primaryKey: ['id'] },
    );
  const session: ConnectorSession = {
    test: async () => ({ server: 'Memory 1.0', latencyMs: 0, warnings: [] }),
    async *discover(): AsyncGenerator<Discovered> {
      try {
        for (const table of tables)
          yield table === 'unreadable'
            ? {
                problem: {
                  path: ['test', table],
                  code: 'DW_SOURCE_PERMISSION',
                  message: 'No permission.',
                  hint: null,
                },
              }
            : { asset: sampleOf(table).asset };
      } finally {
        log.discoveriesEnded += 1;
      }
    },
    async sample(asset: Asset) {
      log.sampled += 1;
      if (asset.path.at(-1) === 'broken')
        throw new DataWaveError({
          code: 'DW_SOURCE_QUERY',
          message: 'The view refers to a table that is gone.',
        });
      if (asset.path.at(-1) === 'dead')
        throw new DataWaveError({ code: 'DW_SOURCE_UNREACHABLE', message: 'The server is gone.' });
      return sampleOf(asset.path.at(-1) ?? '');
    },
    async *read() {
      yield {
        rows: 2,
        columns: [
          ['ada@example.com', null],
          ['1', '2'],
        ],
      };
      yield { rows: 1, columns: [['ada@example.com'], ['3']] };
    },
    async close() {
      log.closed += 1;
    },
  };
  const connector: Connector = {
    info: {
      kind: 'memory',
      version: '1.0.0',
      title: 'Memory',
      description: 'For tests.',
      schemes: ['memory'],
      fileExtensions: [],
      connectionSchema: {
        type: 'object',
        additionalProperties: false,
        required: ['host'],
        properties: {
          host: { type: 'string', minLength: 1 },
          port: { type: 'integer', minimum: 1, maximum: 65_535, default: 1234 },
          password: { type: 'string', writeOnly: true },
        },
      },
      capabilities: { fullRead: true, rowEstimates: false, pushDown: ['sample'] },
    },
    async resolveTarget(target) {
      return target.startsWith('memory:')
        ? { config: { host: 'localhost' }, source: ['localhost'], display: target }
        : null;
    },
    async open(config) {
      log.opened += 1;
      if (config['password'] === 'wrong')
        throw new DataWaveError({ code: 'DW_SOURCE_AUTHENTICATION', message: 'The password was refused.' });
      return session;
    },
  };
  return { connector, log };
}

/** A fixed extension collection. */
export function collectionOf<T>(entries: Readonly<Record<string, T>>): ExtensionCollection<T> {
  const extensions = Object.entries(entries).map(([key, value]) => ({ key, value, plugin: 'test' }));
  return {
    get: (key) => extensions.find((extension) => extension.key === key),
    list: () => extensions,
    onChange: () => () => undefined,
  };
}
