import {
  type Asset,
  type AssetProblem,
  type AssetSlice,
  type Connector,
  type ConnectorSession,
  connectorPoint,
  type Discovered,
  definePlugin,
  type ReadPlan,
  type RowBatch,
  type SampleOptions,
  type TableSample,
} from '@datawave/plugin-sdk';
import type { InlinePlugin } from '../../src/plugins/discover.ts';

/** A table of a {@link StagedSource}. */
export interface StagedAsset {
  readonly name: string;
  /** Column names with their values; one column of e-mail addresses unless given. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** Tells whether its content changed; its source keeps none unless given. */
  readonly marker?: string;
  readonly sizeBytes?: number;
  /** How many slices it is cut into where every row is read. */
  readonly slices?: number;
  /**
   * Called each time it is sampled, before anything is answered: throw, wait, or end the process.
   * @param slice - its index; null for the whole
   */
  readonly sample?: (signal: AbortSignal, slice: number | null) => Promise<void> | void;
}

const EMAILS = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];

/**
 * A source whose behaviour a test directs: what it holds, what fails, and when it answers. It is for what no real
 * database does on request; everything else is tested on real ones.
 */
export class StagedSource {
  assets: readonly StagedAsset[];
  problems: readonly AssetProblem[] = [];
  /** Thrown instead of opening a session. */
  openError: Error | null = null;
  /** Called with every page of discovery, before it is answered. */
  discovering: (() => Promise<void> | void) | null = null;
  /** Called when discovery has told of all assets and has not ended. */
  discovered: (() => Promise<void> | void) | null = null;
  /** Called each time it is asked whether it answers, before it does: throw, or wait. */
  testing: ((signal: AbortSignal) => Promise<void> | void) | null = null;
  /** How often it was asked whether it answers. */
  tests = 0;
  /** Settings of the connections over which it was asked, in order. */
  readonly testedOver: Readonly<Record<string, unknown>>[] = [];
  /** Names of the tables sampled so far, in order. */
  readonly sampled: string[] = [];
  #gate: PromiseWithResolvers<void> | null = null;
  #waiting = 0;

  constructor(assets: readonly StagedAsset[]) {
    this.assets = assets;
  }

  /** From now on no table answers until {@link release}. */
  hold(): void {
    this.#gate ??= Promise.withResolvers();
  }

  release(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  /** Resolves once so many tables are being held. */
  async held(count: number): Promise<void> {
    while (this.#waiting < count) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** The plugin that brings the connector `staged`. Its settings are a `host`, and a secret `password` that may be left out. */
  get plugin(): InlinePlugin {
    return {
      manifest: {
        manifestVersion: 1,
        id: 'connector-staged',
        apiVersion: '*',
        requires: { scanner: '*' },
      },
      plugin: definePlugin()({
        setup: ({ extensions }) => {
          extensions.contribute(connectorPoint, 'staged', this.#connector());
          return {};
        },
      }),
    };
  }

  #connector(): Connector {
    return {
      info: {
        kind: 'staged',
        version: '1.0.0',
        title: 'Staged',
        description: 'Does what a test says.',
        connectionSchema: {
          type: 'object',
          additionalProperties: false,
          required: ['host'],
          properties: {
            host: { type: 'string', minLength: 1 },
            port: { type: 'integer', minimum: 1, default: 1234 },
            password: { type: 'string', writeOnly: true },
          },
        },
        schemes: [],
        fileExtensions: [],
        capabilities: { fullRead: false, rowEstimates: false, pushDown: [] },
      },
      resolveTarget: async () => null,
      open: async (config) => {
        if (this.openError !== null) throw this.openError;
        return this.#session(config);
      },
    };
  }

  #session(config: Readonly<Record<string, unknown>>): ConnectorSession {
    const { password } = config;
    return {
      test: async (signal) => {
        this.tests += 1;
        this.testedOver.push(config);
        await this.testing?.(signal);
        return {
          server: `Staged, ${password === undefined ? 'without a password' : `with a password of ${String(password).length} characters`}`,
          latencyMs: 1,
          warnings: [],
        };
      },
      discover: () => this.#discover(),
      sample: (asset, options, signal) => this.#sample(asset, options, signal),
      plan: async (asset, { sample }) => this.#plan(asset, sample),
      read: () => nothing(),
      close: async () => undefined,
    };
  }

  async *#discover(): AsyncGenerator<Discovered> {
    await this.discovering?.();
    for (const staged of this.assets) yield { asset: toAsset(staged) };
    await this.discovered?.();
    for (const problem of this.problems) yield { problem };
  }

  #plan(asset: Asset, { rows }: SampleOptions): ReadPlan {
    const count = this.assets.find(({ name }) => name === asset.path.at(-1))?.slices ?? 0;
    const slices = Array.from(
      { length: count },
      (_, index): AssetSlice => ({
        ...{ index, count, kind: 'pages', bounds: {}, rowEstimate: null },
        title: `part ${index + 1} of ${count}`,
      }),
    );
    return {
      method: 'every row',
      pushedDown: [],
      statements: [],
      rows: null,
      bytes: null,
      slices: rows === 'full' ? slices : [],
    };
  }

  async #sample(asset: Asset, { slice }: SampleOptions, signal: AbortSignal): Promise<TableSample> {
    const staged = this.assets.find(({ name }) => name === asset.path.at(-1));
    this.sampled.push(asset.path.join('.'));
    const gate = this.#gate;
    if (gate !== null) {
      this.#waiting += 1;
      const aborted = Promise.withResolvers<never>();
      const abort = (): void => aborted.reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      try {
        await Promise.race([gate.promise, aborted.promise]);
      } finally {
        this.#waiting -= 1;
        signal.removeEventListener('abort', abort);
      }
    }
    await staged?.sample?.(signal, slice?.index ?? null);
    const columns = Object.values(columnsOf(staged)).map((values) => partOf(values, slice));
    const rows = Math.max(0, ...columns.map((values) => values.length));
    return {
      asset,
      sampledRows: rows,
      rowCount: rows,
      columns: columns.map((values) => {
        const counts = Map.groupBy(values, (value) => value);
        return {
          values: [...counts.keys()],
          counts: [...counts.values()].map((same) => same.length),
          nullCount: rows - values.length,
          distinctCount: counts.size,
          truncated: false,
        };
      }),
      method: 'every row',
      warnings: [],
    };
  }
}

const columnsOf = (staged: StagedAsset | undefined): Readonly<Record<string, readonly string[]>> =>
  staged?.columns ?? { email: EMAILS };

/** The values of a slice: each belongs to one. */
const partOf = (values: readonly string[], slice: AssetSlice | undefined): readonly string[] =>
  slice === undefined ? values : values.filter((_, index) => index % slice.count === slice.index);

function toAsset(staged: StagedAsset): Asset {
  return {
    path: ['main', staged.name],
    type: 'table',
    columns: Object.keys(columnsOf(staged)).map((name, ordinal) => ({
      name,
      ordinal,
      dataType: 'TEXT',
      kind: 'text',
      nullable: true,
      comment: null,
    })),
    comment: null,
    rowEstimate: null,
    sizeBytes: staged.sizeBytes ?? null,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    fingerprint: Object.keys(columnsOf(staged)).join(','),
    ...(staged.marker === undefined ? {} : { changeMarker: { kind: 'counter', value: staged.marker } }),
  };
}

async function* nothing(): AsyncGenerator<RowBatch> {
  // A staged source is sampled only.
}
