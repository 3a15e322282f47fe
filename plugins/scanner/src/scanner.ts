import {
  type AssessmentService,
  type ClassificationService,
  type Connector,
  DataWaveError,
  type ExtensionCollection,
  type PlanOptions,
  type ReadPlan,
  type SampleOptions,
  type ScannerService,
  type ScanSource,
} from '@datawave/plugin-sdk';
import { askHighWater } from './ask-high-water.ts';
import { checkConfig } from './check-config.ts';
import { createDiscoverPages } from './discover-pages.ts';
import { mergeSlices } from './merge-slices.ts';
import { scanAsset } from './scan-asset.ts';
import type { SessionPool } from './session-pool.ts';
import { takeSample } from './take-sample.ts';

/** The pipeline as a service, over a changing set of connectors. */
export function createScanner(options: {
  readonly connectors: ExtensionCollection<Connector>;
  readonly sessions: SessionPool;
  readonly classification: ClassificationService;
  readonly assessment: AssessmentService;
}): ScannerService {
  const { connectors, sessions } = options;
  const discoverPage = createDiscoverPages();

  const connectorOf = (source: Pick<ScanSource, 'connector'>): Connector => {
    const connector = connectors.get(source.connector)?.value;
    if (connector === undefined) {
      const known = connectors
        .list()
        .map((extension) => extension.key)
        .join(', ');
      throw new DataWaveError({
        code: 'DW_CONNECTOR_UNKNOWN',
        message: `There is no connector "${source.connector.slice(0, 100)}".`,
        hint: known === '' ? 'Add a connector plugin to the configuration.' : `Installed are: ${known}.`,
        status: 400,
      });
    }
    return connector;
  };

  const prepare = (source: ScanSource): { readonly connector: Connector; readonly source: ScanSource } => {
    const connector = connectorOf(source);
    return { connector, source: { ...source, config: checkConfig(connector, source.config) } };
  };

  return {
    async connectors() {
      return connectors.list().map((extension) => extension.value.info);
    },
    async validate(source) {
      return checkConfig(connectorOf(source), source.config);
    },
    async test(asked, signal) {
      const { connector, source } = prepare({ ...asked, isBeside: true });
      return sessions.use(connector, source, signal, (session) => session.test(signal));
    },
    async discover(asked, { include = [], exclude = [], cursor }, signal) {
      const { connector, source } = prepare(asked);
      const request = { include, exclude, ...(cursor === undefined ? {} : { cursor }) };
      return sessions.use(connector, source, signal, (session) => discoverPage(session, request, signal));
    },
    async scanAsset(asked, asset, scanOptions, signal) {
      const { connector, source } = prepare(asked);
      return sessions.use(connector, source, signal, (session) =>
        scanAsset(
          {
            ...{ connector, session, source, asset, signal },
            options: { ...scanOptions, sample: withinLoad(scanOptions.sample, source) },
          },
          options,
        ),
      );
    },
    async plan(asked, asset, planOptions, signal) {
      const { connector, source } = prepare(asked);
      return sessions.use(connector, source, signal, async (session) => {
        const bounded = { ...planOptions, sample: withinLoad(planOptions.sample, source) };
        return (await session.plan?.(asset, bounded, signal)) ?? plainPlan(planOptions);
      });
    },
    async highWater(asked, asset, name, signal) {
      const { connector, source } = prepare(asked);
      return sessions.use(connector, source, signal, (session) =>
        askHighWater(session, source, asset, name, signal),
      );
    },
    async merge(slices, scanOptions) {
      return mergeSlices(slices, scanOptions, options);
    },
    async sampleAsset(asked, asset, sampleOptions, signal) {
      const { connector, source } = prepare(asked);
      return sessions.use(connector, source, signal, (session) =>
        takeSample(connector, session, asset, withinLoad(sampleOptions, source), signal),
      );
    },
  };
}

/** No statement may take longer than the source is burdened with. */
const withinLoad = (sample: SampleOptions, { load }: ScanSource): SampleOptions =>
  load === undefined ? sample : { ...sample, timeoutMs: Math.min(sample.timeoutMs, load.statementTimeoutMs) };

/** What is known of a source that makes no plans. */
const plainPlan = ({ sample: { rows } }: PlanOptions): ReadPlan => ({
  method: rows === 'full' ? 'every row' : `${rows} rows`,
  pushedDown: [],
  statements: [],
  rows: rows === 'full' ? null : rows,
  bytes: null,
  slices: [],
});
