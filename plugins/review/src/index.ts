import {
  assessmentService,
  catalogService,
  classificationService,
  classifierChangeHook,
  classifierPoint,
  complianceService,
  coreServices,
  definePlugin,
  notificationRulePoint,
  recordingHook,
  retirementHook,
  scansService,
  sourceDependentPoint,
  sourcesService,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { Decisions } from './decisions.ts';
import { createFeedbackClassifier } from './feedback-classifier.ts';
import { LessonCache } from './lesson-cache.ts';
import { migrations } from './migrations.ts';
import { notifyOfWaiting } from './notify-of-waiting.ts';
import { QueueQueries } from './queue-queries.ts';
import { reapplyDecisions, reapplyJob } from './reapply.ts';
import { type RecordingParts, takeRetirement, takeScan } from './recording.ts';
import { ReviewStore } from './review-store.ts';
import { mountRoutes } from './routes.ts';
import { mountDecisionRoutes } from './routes-decide.ts';
import { sourceDeparture } from './source-departure.ts';
import { lookForStale, staleJob } from './stale.ts';
import { ownScope, StaleWatch, watchJob } from './stale-watch.ts';
import type { Visibility } from './visibility.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    jobs: coreServices.jobs,
    audit: coreServices.audit,
    catalog: catalogService,
    classification: classificationService,
  },
  optionalDeps: {
    assessment: assessmentService,
    compliance: complianceService,
    scans: scansService,
    sources: sourcesService,
  },
  migrations,
  setup({ deps, optional, config, hooks, extensions, signal, log, onDispose }) {
    const { storage, http, events, jobs, audit, catalog, classification } = deps;
    const store = new ReviewStore(storage);
    const watch = new StaleWatch({ storage, jobs, store });
    jobs.handle(watchJob, watch.handle);
    hooks.tap(classifierChangeHook, (change) => watch.hear(change));
    const recording: RecordingParts = {
      ...{ storage, events, store, classification, band: config.matchRateBand },
      watch: (tx, scope) => watch.begin(tx, scope),
    };
    hooks.tap(recordingHook, (payload) => takeScan(recording, payload));
    hooks.tap(retirementHook, (payload) => takeRetirement(store, payload));
    if (config.priors) {
      const lessons = new LessonCache(storage, store, signal);
      onDispose(lessons.follow(events));
      extensions.contribute(
        classifierPoint,
        'feedback',
        createFeedbackClassifier((workspace) => lessons.of(workspace)),
      );
    }
    jobs.handle(
      staleJob,
      lookForStale({ storage, jobs, store, classification, optional, rescan: config.reevaluate, log }),
    );
    jobs.handle(reapplyJob, reapplyDecisions({ storage, store, catalog, optional }));
    extensions.contribute(notificationRulePoint, 'review', notifyOfWaiting(storage, optional));
    extensions.contribute(sourceDependentPoint, 'review', sourceDeparture(storage, store));
    const visible: Visibility = (scope, permission, asset) => catalog.visible(scope, permission, asset);
    const queries = new QueueQueries(storage, store, visible);
    const decisions = new Decisions({ storage, events, audit, store, catalog, classification, optional });
    mountRoutes({ http, storage, store, queries, visible, optional });
    mountDecisionRoutes({ http, storage, store, queries, decisions });
    return {};
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(staleJob, { name: 'stale', cron: '7 * * * *', payload: {} });
    const scope = ownScope({ signal });
    // A release may have brought other classifiers: nobody should have to wait for the hour.
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reapplyJob, {}, { deduplicationKey: 'start' });
      await jobs.enqueue(tx, scope, staleJob, {}, { deduplicationKey: 'start' });
    });
  },
});
