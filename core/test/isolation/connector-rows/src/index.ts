import {
  type Asset,
  type Connector,
  type ConnectorSession,
  connectorPoint,
  DataWaveError,
  definePlugin,
  type RowBatch,
} from '@datawave/plugin-sdk';

const COLUMNS = ['id', 'email', 'born'] as const;

const cells: Readonly<Record<(typeof COLUMNS)[number], (row: number) => string | null>> = {
  id: (row) => String(row),
  email: (row) => (row % 10 === 3 ? null : `person.${row}@example.com`),
  born: (row) => `19${String(40 + (row % 60)).padStart(2, '0')}-0${1 + (row % 9)}-1${row % 9}`,
};

const asset: Asset = {
  path: ['memory', 'people'],
  type: 'table',
  columns: COLUMNS.map((name, ordinal) => ({
    ...{ name, ordinal, dataType: 'text', nullable: true, comment: null },
    kind: name === 'id' ? 'integer' : name === 'born' ? 'date' : 'text',
  })),
  ...{ comment: null, rowEstimate: 1000, sizeBytes: null, fingerprint: 'people' },
  ...{ primaryKey: ['id'], uniqueKeys: [], foreignKeys: [] },
};

function batchOf(rows: number): RowBatch {
  const columns = COLUMNS.map((name) => Array.from({ length: rows }, (_, row) => cells[name](row)));
  return { rows, columns };
}

/** A table of people that is made up, as large as the settings say. */
const connector: Connector = {
  info: {
    ...{ kind: 'rows', version: '1.0.0', title: 'Rows', description: 'Rows in memory.' },
    connectionSchema: {
      type: 'object',
      additionalProperties: false,
      properties: { batches: { type: 'integer' } },
    },
    ...{ schemes: ['rows'], fileExtensions: [] },
    capabilities: { fullRead: true, rowEstimates: true, pushDown: [] },
  },
  resolveTarget: async (target) =>
    target === 'rows:' ? { config: {}, source: ['rows'], display: target } : null,
  async open(config, environment, signal): Promise<ConnectorSession> {
    signal.throwIfAborted();
    environment.log.child({ part: 'session' }).debug('opened');
    const batches = Number(config['batches'] ?? 1);
    return {
      test: async () => ({ server: 'Rows 1.0', latencyMs: 0, warnings: [] }),
      async *discover() {
        yield { asset };
        yield {
          problem: {
            path: ['memory', 'gone'],
            code: 'DW_SOURCE_PERMISSION',
            message: 'No permission.',
            hint: null,
          },
        };
      },
      async sample(wanted, { rows }) {
        if (wanted.path.at(-1) !== 'people')
          throw new DataWaveError({ code: 'DW_SOURCE_ASSET_MISSING', message: 'There is no such table.' });
        const count = rows === 'full' ? 1000 : Math.min(rows, 1000);
        const batch = batchOf(count);
        return {
          ...{ asset: wanted, sampledRows: count, rowCount: 1000, method: 'every row', warnings: [] },
          columns: batch.columns.map((column) => {
            const values = column.filter((value) => value !== null);
            return {
              values,
              counts: values.map(() => 1),
              nullCount: column.length - values.length,
              distinctCount: values.length,
              truncated: false,
            };
          }),
        };
      },
      async *read(_asset, { batchRows, signal: stop }) {
        const batch = batchOf(batchRows);
        for (let sent = 0; sent < batches && !stop.aborted; sent++) yield batch;
      },
      close: async () => undefined,
    };
  },
};

export default definePlugin()({
  setup({ extensions }) {
    extensions.contribute(connectorPoint, 'rows', connector);
    return {};
  },
});
