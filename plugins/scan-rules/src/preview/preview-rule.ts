import {
  type Asset,
  type AssetOutlook,
  type CatalogService,
  DataWaveError,
  DEFAULT_SAMPLE,
  type DiscoveredPage,
  type ExecutionScope,
  type ExtensionCollection,
  highWaterColumn,
  type PlanOptions,
  type ReadPlan,
  type ScanHistory,
  type ScannerService,
  type ScanRule,
  type ScanSource,
  type Source,
  type SourceHindrance,
  type SourcesService,
} from '@datawave/plugin-sdk';
import { type Selected, selectAssets } from '../select/select-assets.ts';
import { PREVIEW_LIMITS, type Preview, type PreviewAsset, type PreviewLimits } from './preview.ts';
import { type Effort, effortOf, TotalsCounter } from './preview-totals.ts';
import { previewWarnings } from './preview-warnings.ts';

/** What a preview asks. */
export interface PreviewServices {
  /** Assets that it hides from whoever asks are passed over. */
  readonly catalog: () => CatalogService | undefined;
  readonly scanner: ScannerService;
  readonly sources: SourcesService;
  readonly history: ExtensionCollection<ScanHistory>;
}

/** Beside the rule. */
export interface PreviewOptions {
  /** False where the rule stands for none: a scan that follows none is told of. */
  readonly isRuled?: boolean;
  readonly limits?: PreviewLimits;
}

/** An asset that was looked at, waiting for how it would be read. */
interface Looked {
  readonly asset: Asset;
  readonly selection: Selected;
  readonly outlook: AssetOutlook | null;
}

/** Tells what a rule would touch in a source, within bounds of time and number. Reads no row. */
export async function previewRule(
  services: PreviewServices,
  scope: ExecutionScope,
  rule: ScanRule,
  sourceId: string,
  { isRuled = true, limits = PREVIEW_LIMITS }: PreviewOptions = {},
): Promise<Preview> {
  const { scanner, sources } = services;
  const source = await sources.require(scope, 'sources:read', sourceId);
  // Looking through it is a burden, too.
  const hindrance = await sources.hindrance(scope, sourceId);
  if (hindrance !== null) throw leftAlone(source, hindrance);
  const connection = { ...(await sources.connection(scope, sourceId)), isBeside: true };
  const connectors = await scanner.connectors();
  const found = await lookThrough(
    services,
    scope,
    rule,
    { id: sourceId, key: source.key, connection, isRuled },
    limits,
  );
  const { looked, detailed, sliceBytes, endedBy } = found;
  const plans = await plansOf({ scanner, connection, limits }, scope, [...detailed].filter(isRead), {
    sample: {
      ...DEFAULT_SAMPLE,
      rows: rule.sampling.rows,
      seed: rule.sampling.seed,
      strategy: rule.sampling.strategy,
      ...(rule.sampling.stratifyBy === null ? {} : { stratifyBy: rule.sampling.stratifyBy }),
      timeoutMs: source.load.statementTimeoutMs,
    },
    sliceBytes: rule.sampling.rows === 'full' ? sliceBytes : null,
  });
  const counter = new TotalsCounter(rule.sampling.rows);
  counter.addProblems(found.problems);
  const shown: PreviewAsset[] = [];
  for (const entry of looked) {
    const { asset, selection, outlook } = entry;
    const plan = plans.get(entry) ?? null;
    const effort = effortBy(asset, rule, plan);
    const slices = plan?.slices.length ?? 0;
    counter.add(asset, selection, outlook, effort, slices);
    if (detailed.has(entry)) shown.push(describe(entry, { isRuled, effort, plan, limits }));
  }
  const totals = counter.totals(source.load.maxConcurrency);
  return {
    source: { id: source.id, title: source.title },
    isComplete: endedBy === null,
    endedBy,
    limits: {
      assets: limits.assets,
      detailed: limits.included + limits.excluded,
      seconds: limits.seconds,
    },
    totals,
    warnings: previewWarnings({
      ...{ rule, isRuled, source, totals, endedBy },
      connector: connectors.find(({ kind }) => kind === source.connector),
      undecided: looked.filter(({ selection }) => selection.isUndecided).length,
      highWater: looked.flatMap(({ asset, selection }) => highWaterFault(asset, selection) ?? []),
      columnless: looked.filter(({ selection }) => selection.columns?.length === 0).length,
    }),
    assets: shown,
    problems: found.firstProblems,
  };
}

const leftAlone = (source: Source, { reason, until }: SourceHindrance): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_SOURCE_STATE',
    message: `The source "${source.title}" is to be left alone now: ${reason}.`,
    hint: until === null ? 'See the page of the source.' : 'Preview the rule once it may be asked again.',
    status: 409,
  });

/** Looks through the source page by page, until its end, the most assets or the most time. */
async function lookThrough(
  { scanner, sources, history, catalog }: PreviewServices,
  scope: ExecutionScope,
  rule: ScanRule,
  target: {
    readonly id: string;
    readonly key: string;
    readonly connection: ScanSource;
    readonly isRuled: boolean;
  },
  limits: PreviewLimits,
) {
  const { include, exclude } = await sources.get(scope, target.id);
  const past = history.list()[0]?.value;
  const deadline = AbortSignal.timeout(limits.seconds * 1000);
  const signal = AbortSignal.any([scope.signal, deadline]);
  const looked: Looked[] = [];
  const detailed = new Set<Looked>();
  const left = { in: limits.included, out: limits.excluded };
  const firstProblems: { name: string; code: string; message: string }[] = [];
  let problems = 0;
  let sliceBytes: number | null = null;
  let endedBy: Preview['endedBy'] = null;
  let cursor: string | undefined;
  do {
    let page: DiscoveredPage;
    try {
      page = await scanner.discover(
        target.connection,
        { include, exclude, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      );
    } catch (error) {
      scope.signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      endedBy = 'time';
      break;
    }
    const seen = async <T extends { readonly path: readonly string[] }>(
      found: readonly T[],
    ): Promise<readonly T[]> => {
      const shown = await catalog()?.mayBeSeen(
        scope,
        target,
        found.map(({ path }) => path),
      );
      return found.filter((_, index) => shown?.[index] !== false);
    };
    const present = await seen(page.assets);
    const assets = present.slice(0, limits.assets - looked.length);
    const selections = await selectAssets(rule, assets, limits.selectMs);
    const foreseen = await past?.foresee(scope, {
      ...{ sourceId: target.id, rule: target.isRuled ? rule : null, mode: rule.mode, assets },
      highWater: selections.map(({ isIncluded, highWater = null }) => (isIncluded ? highWater : null)),
      signal,
    });
    sliceBytes = foreseen?.sliceBytes ?? null;
    for (const [index, asset] of assets.entries()) {
      const selection = selections[index];
      if (selection === undefined) continue;
      const entry: Looked = { asset, selection, outlook: foreseen?.outlooks[index] ?? null };
      looked.push(entry);
      const side = selection.isIncluded ? 'in' : 'out';
      if (left[side] > 0) {
        left[side] -= 1;
        detailed.add(entry);
      }
    }
    const faults = await seen(page.problems);
    problems += faults.length;
    for (const { path, code, message } of faults.slice(0, limits.problems - firstProblems.length))
      firstProblems.push({ name: path.join('.'), code, message });
    cursor = page.nextCursor ?? undefined;
    const isFull = looked.length >= limits.assets;
    if (isFull && (cursor !== undefined || assets.length < present.length)) endedBy = 'limit';
    else if (cursor !== undefined && deadline.aborted) endedBy = 'time';
  } while (cursor !== undefined && endedBy === null);
  return { looked, detailed, problems, firstProblems, sliceBytes, endedBy };
}

/** How assets would be read, as many as time allows; the source is asked for few at once. */
async function plansOf(
  by: {
    readonly scanner: ScannerService;
    readonly connection: ScanSource;
    readonly limits: PreviewLimits;
  },
  scope: ExecutionScope,
  wanted: readonly Looked[],
  options: PlanOptions,
): Promise<ReadonlyMap<Looked, ReadPlan>> {
  const deadline = AbortSignal.timeout(by.limits.planSeconds * 1000);
  const signal = AbortSignal.any([scope.signal, deadline]);
  const plans = new Map<Looked, ReadPlan>();
  const waiting = wanted.values();
  const ask = async (): Promise<void> => {
    for (const entry of waiting) {
      if (signal.aborted) break;
      try {
        plans.set(entry, await by.scanner.plan(by.connection, wantedPart(entry), options, signal));
      } catch (error) {
        // One that cannot be planned is told as such by its run; here its own figures do.
        if (!signal.aborted && !DataWaveError.is(error)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: by.limits.plansAtOnce }, ask));
  scope.signal.throwIfAborted();
  return plans;
}

/** The asset with the columns that would be read. */
const wantedPart = ({ asset, selection: { columns } }: Looked): Asset => {
  if (columns === null) return asset;
  const wanted = new Set(columns);
  return { ...asset, columns: asset.columns.filter(({ name }) => wanted.has(name)) };
};

/** The source's own figures where it has a plan, else those of the asset. */
function effortBy(asset: Asset, rule: ScanRule, plan: ReadPlan | null): Effort {
  const own = effortOf(asset, rule.sampling.rows);
  return { rows: plan?.rows ?? own.rows, bytes: plan?.bytes ?? own.bytes };
}

/** Why the column that the rule names cannot tell whether the asset changed; null when it can. */
function highWaterFault(asset: Asset, { isIncluded, highWater = null }: Selected): string | null {
  if (!isIncluded || highWater === null) return null;
  const found = highWaterColumn(asset, highWater);
  return 'hindrance' in found ? `${asset.path.join('.')}: ${found.hindrance}` : null;
}

const isRead = ({ selection, outlook }: Looked): boolean =>
  selection.isIncluded && selection.columns?.length !== 0 && outlook?.isRead !== false;

function describe(
  entry: Looked,
  by: {
    readonly isRuled: boolean;
    readonly effort: Effort;
    readonly plan: ReadPlan | null;
    readonly limits: PreviewLimits;
  },
): PreviewAsset {
  const { isRuled, effort, plan, limits } = by;
  const { asset, selection, outlook } = entry;
  const { isIncluded, columns } = selection;
  const willRead = isRead(entry);
  const reasons = [
    ...(isRuled ? [selection.reason] : []),
    ...(isIncluded && outlook !== null ? [outlook.reason] : []),
  ];
  return {
    name: asset.path.join('.'),
    type: asset.type,
    isIncluded,
    isRead: willRead,
    reason: reasons.join('; '),
    columns: {
      read: isIncluded ? (columns?.length ?? asset.columns.length) : 0,
      total: asset.columns.length,
    },
    rows: willRead ? effort.rows : null,
    bytes: willRead ? effort.bytes : null,
    tasks: willRead ? Math.max(1, plan?.slices.length ?? 1) : 0,
    lastDurationMs: outlook?.durationMs ?? null,
    plan:
      plan === null
        ? null
        : {
            method: plan.method,
            pushedDown: plan.pushedDown,
            statements: plan.statements
              .slice(0, limits.statements)
              .map((statement) => statement.slice(0, limits.statementLength)),
          },
  };
}
