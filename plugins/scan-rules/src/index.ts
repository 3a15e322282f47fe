import {
  assessmentService,
  catalogService,
  classificationService,
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  scanHistoryPoint,
  scannerService,
  scanRulesService,
  scheduleWatchJob,
  sourceDependentPoint,
  sourcesService,
} from '@datawave/plugin-sdk';
import { mountPreviewRoutes } from './routes/preview-routes.ts';
import { RuleCheck } from './routes/rule-check.ts';
import { mountRuleRoutes } from './routes/rule-routes.ts';
import { mountVersionRoutes } from './routes/version-routes.ts';
import { rulesOfSource } from './rules-of-source.ts';
import { ScanRules } from './rules-service.ts';
import { ScheduleStore } from './schedule/schedule-store.ts';
import { migrations } from './store/migrations.ts';
import { sightBy } from './store/rule-sight.ts';
import { RuleStore } from './store/rule-store.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    events: coreServices.events,
    jobs: coreServices.jobs,
    http: coreServices.http,
    access: coreServices.access,
    audit: coreServices.audit,
    scanner: scannerService,
    sources: sourcesService,
    classification: classificationService,
  },
  optionalDeps: { assessment: assessmentService, catalog: catalogService },
  provides: { rules: scanRulesService },
  extensionPoints: [scanHistoryPoint],
  migrations,
  setup({ deps, optional, extensions }) {
    const { storage, events, jobs, http, access, scanner, sources, classification } = deps;
    const schedules = new ScheduleStore(storage, async (tx, scope) => {
      if (scope.workspace !== DEFAULT_WORKSPACE)
        await jobs.enqueue(tx, scope, scheduleWatchJob, {}, { deduplicationKey: 'watch', delayMs: 1000 });
    });
    const store = new RuleStore(storage, events, schedules, deps.audit);
    const check = new RuleCheck({ sources, classification, assessment: () => optional.assessment });
    const sight = sightBy(sources);
    // Before the routes that take an id, so that their names are no ids.
    const history = extensions.collection(scanHistoryPoint);
    mountPreviewRoutes(http, {
      ...{ store, check, access, sight, scanner, sources, history },
      catalog: () => optional.catalog,
    });
    mountRuleRoutes(http, { store, schedules, check, sight });
    mountVersionRoutes(http, { store, check, sight });
    extensions.contribute(sourceDependentPoint, 'scan-rules', rulesOfSource(store, sight));
    return { rules: new ScanRules({ rules: store, schedules, events, sight }) };
  },
});
