import type {
  ClassificationService,
  Classifier,
  ColumnVerdict,
  ExamineContext,
  Logger,
} from '@datawave/plugin-sdk';
import { classifierVersions } from './classifier-versions.ts';
import { combineVerdicts } from './combine-verdicts.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { createInfoTypeIndex } from './info-type-index.ts';
import { engineVersion, judgeColumns, requiredFor } from './judge-columns.ts';
import type { ColumnModel } from './model/column-model.ts';
import type { ClassifierPool } from './pool/classifier-pool.ts';
import { sharedView } from './shared-view.ts';
import { createSlowClassifiers } from './slow-classifiers.ts';

/** Classification over a changing set of classifiers: asked anew at each call, so that one that stops is gone at once. */
export function createClassification(options: {
  readonly classifiers: () => readonly Classifier[];
  /**
   * The trained model, null where it cannot be used; asked at the first column, so that starting does not wait for it.
   * The rules decide alone unless given.
   */
  readonly model?: () => ColumnModel | null;
  /** Threads for classifiers that can work elsewhere; all work where they are unless given. */
  readonly pool?: ClassifierPool;
  /** Milliseconds that each classifier has for a table; as long as it takes unless given. */
  readonly timeoutMs?: number;
  /** Tells whoever keeps verdicts that a classifier would answer otherwise; nobody is told unless given. */
  readonly tellChange?: ClassificationService['changed'];
  readonly log: Logger;
}): ClassificationService {
  const { log, pool, timeoutMs = Number.POSITIVE_INFINITY } = options;
  const slow = createSlowClassifiers();
  const contextOf = (workspaceId: string | null | undefined): ExamineContext => ({
    workspaceId: workspaceId ?? null,
  });
  return {
    async classify(sample, asked): Promise<readonly ColumnVerdict[]> {
      const { minConfidence, workspaceId } = asked;
      const classifiers = options
        .classifiers()
        .filter(({ info }) => asked.classifiers?.includes(info.id) ?? true);
      const context = { ...contextOf(workspaceId), view: sharedView(sample) };
      const [infoTypes, evidence] = await Promise.all([
        createInfoTypeIndex(classifiers, context, log, timeoutMs),
        gatherEvidence(sample, classifiers, context, {
          ...{ log, pool, timeoutMs, slow },
          describes: options.model !== undefined,
        }),
      ]);
      const verdicts = judgeColumns({
        sample,
        view: context.view,
        described: evidence.described,
        evidence: evidence.columns,
        infoTypes,
        model: options.model?.() ?? null,
        minConfidence,
        thresholds: asked.thresholds,
      });
      const { unheard } = evidence;
      return unheard.length === 0 ? verdicts : verdicts.map((verdict) => ({ ...verdict, unheard }));
    },
    async version(asked) {
      const context = contextOf(asked?.workspaceId);
      return {
        engine: engineVersion(options.model?.() ?? null),
        classifiers: await classifierVersions(options.classifiers(), context, log, timeoutMs),
      };
    },
    async changed(tx, scope) {
      await options.tellChange?.(tx, scope);
    },
    async combine(parts, { minConfidence, thresholds, workspaceId }) {
      const context = contextOf(workspaceId);
      const infoTypes = await createInfoTypeIndex(options.classifiers(), context, log, timeoutMs);
      return combineVerdicts(parts, infoTypes, requiredFor({ minConfidence, thresholds }));
    },
    async classifiers() {
      return options.classifiers().map((classifier) => classifier.info);
    },
    async infoTypes(asked) {
      const index = await createInfoTypeIndex(
        options.classifiers(),
        contextOf(asked?.workspaceId),
        log,
        timeoutMs,
      );
      return [...index.values()];
    },
  };
}
