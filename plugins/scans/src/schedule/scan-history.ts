import type {
  Asset,
  AssetOutlook,
  ClassificationService,
  ExecutionScope,
  HighWater,
  ScanHistory,
  ScannerService,
  SourcesService,
} from '@datawave/plugin-sdk';
import type { AssetStates } from '../discovery/asset-states.ts';
import { decide } from '../discovery/decide.ts';
import { markByColumn } from '../discovery/mark-by-column.ts';
import { urnOf } from '../discovery/plan-tasks.ts';
import { modeOf, type PlainSettings, settleSettings } from '../run/run-settings.ts';

/** Tells previews of rules what a run would decide about each asset, and how long its last scan took. */
export const scanHistory = (parts: {
  readonly sources: SourcesService;
  readonly classification: ClassificationService;
  readonly states: AssetStates;
  readonly plain: PlainSettings;
  readonly scanner: ScannerService;
  readonly sketchKey: (scope: ExecutionScope) => Promise<Uint8Array>;
}): ScanHistory => ({
  plain: { rows: parts.plain.sampleRows, seed: parts.plain.seed },
  async foresee(
    scope: ExecutionScope,
    { sourceId, rule, assets: found, mode: asked, highWater = [], signal = scope.signal },
  ) {
    const { plain, sources, classification, states, scanner } = parts;
    const [{ load }, connection, version] = await Promise.all([
      sources.get(scope, sourceId),
      sources.connection(scope, sourceId),
      classification.version({ workspaceId: scope.workspace }),
    ]);
    const { key: settingsKey } = settleSettings({ plain, rule, load, version });
    const asking = { settingsKey, fullReadEveryDays: rule?.fullReadEveryDays ?? null };
    const ask = async (asset: Asset, column: string): Promise<HighWater> => {
      try {
        if (signal.aborted) return OUT_OF_TIME;
        return await scanner.highWater({ ...connection, isBeside: true }, asset, column, signal);
      } catch (error) {
        scope.signal.throwIfAborted();
        if (signal.aborted) return OUT_OF_TIME;
        throw error;
      }
    };
    const mode = modeOf(asked, rule);
    const key = () => parts.sketchKey(scope);
    const assets = mode === 'full' ? found : await markByColumn(found, highWater, { ask, key });
    const urns = assets.map(({ path }) => urnOf(connection, path));
    const known = await states.load(scope, sourceId, urns);
    const outlooks = assets.map((asset, index): AssetOutlook => {
      const state = known.get(urns[index] ?? '');
      const { isScanned, reason } = decide(mode, asset, state, asking);
      return { isRead: isScanned, reason, durationMs: state?.durationMs ?? null };
    });
    return { sliceBytes: plain.sliceBytes, outlooks };
  },
});

const OUT_OF_TIME: HighWater = { hindrance: 'the preview had no time left to ask' };
