import {
  catalogService,
  classificationService,
  coreServices,
  definePlugin,
  quotasService,
  scannerService,
  sourcesService,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { migrations } from './store/migrations.ts';

/**
 * Users' own rules as one classifier. Keeps them where there is a database; a one-shot scan takes those of the
 * configuration, and without any nothing is loaded.
 */
export default definePlugin<Config>()({
  deps: { classification: classificationService },
  optionalDeps: {
    storage: coreServices.storage,
    events: coreServices.events,
    http: coreServices.http,
    access: coreServices.access,
    audit: coreServices.audit,
    scanner: scannerService,
    sources: sourcesService,
    catalog: catalogService,
    quotas: quotasService,
  },
  migrations,
  async setup(context) {
    const { config, optional } = context;
    const hasRules = config.rulesFile !== undefined || config.rules.length > 0;
    if (!hasRules && optional.storage === undefined) return {};
    const { setUpRules } = await import('./set-up-rules.ts');
    await setUpRules(context);
    return {};
  },
});
