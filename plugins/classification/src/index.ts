import {
  type ClassificationService,
  classificationService,
  classifierChangeHook,
  classifierPoint,
  definePlugin,
} from '@datawave/plugin-sdk';
import { createClassification } from './classification.ts';
import type { Config } from './config.generated.ts';
import type { ColumnModel } from './model/column-model.ts';
import { modelOrRules, SHIPPED_MODEL } from './model/load-model.ts';
import { createClassifierPool } from './pool/classifier-pool.ts';
import { threadCount } from './pool/thread-count.ts';

/** Owns the classifier extension point and turns evidence into verdicts. Keeps nothing. */
export default definePlugin<Config>()({
  provides: { classification: classificationService },
  extensionPoints: [classifierPoint],
  hooks: [classifierChangeHook],
  setup({ config, extensions, hooks, log, onDispose }) {
    const classifiers = extensions.collection(classifierPoint);
    const timeoutMs = config.classifierTimeoutMs;
    const pool = createClassifierPool({
      size: threadCount(config.workers),
      timeoutMs: () => timeoutMs,
      log,
    });
    onDispose(() => pool.close());
    let model: ColumnModel | null | undefined;
    const classification: ClassificationService = createClassification({
      classifiers: () => classifiers.list().map((extension) => extension.value),
      model: () => {
        if (model === undefined) model = modelOrRules(SHIPPED_MODEL, log);
        return model;
      },
      pool,
      timeoutMs,
      tellChange: (tx, scope) => hooks.call(classifierChangeHook, { tx, scope }),
      log,
    });
    return { classification };
  },
});
