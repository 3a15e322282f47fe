import {
  type AccessService,
  type Asset,
  type CatalogService,
  type DataKind,
  DataWaveError,
  DEFAULT_SAMPLE,
  type ExecutionScope,
  type ScannerService,
  type SourceHindrance,
  type SourcesService,
  type TableSample,
} from '@datawave/plugin-sdk';
import { assetFilter } from '@datawave/plugin-sdk/connector';
import { LIMITS } from '../rules/rule-limits.ts';

/** Values that somebody pastes, as columns. */
export interface PastedColumns {
  readonly table?: string;
  readonly columns: readonly {
    readonly name?: string;
    readonly kind?: DataKind;
    readonly values: readonly string[];
  }[];
}

/** An asset of a registered source, sampled while one waits. */
export interface LiveAsset {
  readonly source: string;
  readonly path: readonly string[];
  readonly rows?: number;
}

/** What a rule is tried on. */
export type TrialTarget = { readonly pasted: PastedColumns } | { readonly asset: LiveAsset };

/** What sampling an asset needs; absent where those plugins do not run. */
export interface LiveServices {
  readonly scanner: ScannerService | undefined;
  readonly sources: SourcesService | undefined;
  readonly access: AccessService | undefined;
  /** Assets that it hides from whoever asks are not sampled for them. */
  readonly catalog: CatalogService | undefined;
}

const SAMPLE_TIMEOUT_MS = 15_000;
/** Pages of discovery that are looked through for the asset; its name narrows them to what is called nearly so. */
const MOST_PAGES = 20;
/** What means something in a glob: any one character stands in for it. */
const GLOB_SIGNS = /[*?[\]{},]/g;

/** The table that a rule is tried on. Its values stay in memory and go when the answer is made. */
export async function trialTable(
  scope: ExecutionScope,
  target: TrialTarget,
  services: () => LiveServices,
): Promise<TableSample> {
  return 'pasted' in target ? pastedTable(target.pasted) : liveTable(scope, target.asset, services());
}

function pastedTable({ table = 'values', columns }: PastedColumns): TableSample {
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  return {
    asset: {
      path: [table],
      type: 'table',
      columns: columns.map(({ name, kind = 'text' }, ordinal) => ({
        name: name ?? (columns.length === 1 ? 'value' : `value ${ordinal + 1}`),
        ordinal,
        dataType: kind,
        kind,
        nullable: true,
        comment: null,
      })),
      comment: null,
      rowEstimate: rows,
      sizeBytes: null,
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
      fingerprint: 'pasted',
    },
    sampledRows: rows,
    rowCount: rows,
    columns: columns.map(({ values }) => {
      const counts = new Map<string, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      return {
        values: [...counts.keys()],
        counts: [...counts.values()],
        nullCount: rows - values.length,
        distinctCount: counts.size,
        truncated: false,
      };
    }),
    method: 'every row',
    warnings: [],
  };
}

async function liveTable(
  scope: ExecutionScope,
  { source: id, path, rows = LIMITS.previewValues }: LiveAsset,
  { scanner, sources, access, catalog }: LiveServices,
): Promise<TableSample> {
  if (scanner === undefined || sources === undefined) {
    throw new DataWaveError({
      code: 'DW_RULE_NO_SAMPLES',
      message: 'Assets cannot be sampled here: the plugins "scanner" and "sources" do not run.',
      hint: 'Paste values instead.',
      status: 409,
    });
  }
  await access?.require(scope, { permission: 'sources:read', resource: `source:${id}` });
  const { key, title, include, exclude } = await sources.require(scope, 'sources:read', id);
  const [isSeen = true] = (await catalog?.mayBeSeen(scope, { id, key }, [path])) ?? [];
  if (!isSeen) throw unknownAsset();
  // What its owner keeps from scans is not sampled either.
  if (!assetFilter({ include, exclude })(path)) throw unknownAsset();
  const hindrance = await sources.hindrance(scope, id);
  if (hindrance !== null) throw leftAlone(title, hindrance);
  const connection = { ...(await sources.connection(scope, id)), isBeside: true };
  const signal = AbortSignal.any([scope.signal, AbortSignal.timeout(SAMPLE_TIMEOUT_MS)]);
  const asset = await findAsset(scanner, connection, path, signal);
  const options = {
    ...DEFAULT_SAMPLE,
    rows,
    maxDistinct: LIMITS.previewValues,
    timeoutMs: SAMPLE_TIMEOUT_MS,
  };
  return scanner.sampleAsset(connection, asset, options, signal);
}

async function findAsset(
  scanner: ScannerService,
  connection: Parameters<ScannerService['discover']>[0],
  path: readonly string[],
  signal: AbortSignal,
): Promise<Asset> {
  const include = [path.join('.').replace(GLOB_SIGNS, '?')];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await scanner.discover(
      connection,
      { include, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    );
    const asset = found.assets.find(
      (candidate) =>
        candidate.path.length === path.length && candidate.path.every((part, index) => part === path[index]),
    );
    if (asset !== undefined) return asset;
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  throw unknownAsset();
}

const unknownAsset = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_ASSET_UNKNOWN',
    message: 'The source holds no such asset, or keeps it from scans.',
    hint: 'Take the path from GET /api/v1/assets/{urn}.',
    status: 404,
    errors: [{ pointer: '/asset/path', message: 'names no asset of the source' }],
  });

const leftAlone = (title: string, { reason }: SourceHindrance): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_SOURCE_STATE',
    message: `The source "${title}" is to be left alone now: ${reason}.`,
    hint: 'Try the rule once the source may be asked again, or paste values.',
    status: 409,
  });
