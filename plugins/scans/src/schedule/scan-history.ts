import type {
  AssetOutlook,
  ClassificationService,
  ExecutionScope,
  ScanHistory,
  SourcesService,
} from '@datawave/plugin-sdk';
import type { AssetStates } from '../discovery/asset-states.ts';
import { decide } from '../discovery/decide.ts';
import { urnOf } from '../discovery/plan-tasks.ts';
import { type PlainSettings, settleSettings } from '../run/run-settings.ts';

/** Tells previews of rules what a run would decide about each asset, and how long its last scan took. */
export const scanHistory = (parts: {
  readonly sources: SourcesService;
  readonly classification: ClassificationService;
  readonly states: AssetStates;
  readonly plain: PlainSettings;
}): ScanHistory => ({
  async foresee(scope: ExecutionScope, { sourceId, rule, assets }) {
    const { plain, sources, classification, states } = parts;
    const [{ load }, connection, version] = await Promise.all([
      sources.get(scope, sourceId),
      sources.connection(scope, sourceId),
      classification.version({ workspaceId: scope.workspace }),
    ]);
    const { key } = settleSettings({ plain, rule, load, version });
    const urns = assets.map(({ path }) => urnOf(connection, path));
    const known = await states.load(scope, sourceId, urns);
    const outlooks = assets.map((asset, index): AssetOutlook => {
      const state = known.get(urns[index] ?? '');
      const { isScanned, reason } = decide(rule.mode, asset, state, key);
      return { isRead: isScanned, reason, durationMs: state?.durationMs ?? null };
    });
    return { sliceBytes: plain.sliceBytes, outlooks };
  },
});
