import { randomUUID } from 'node:crypto';
import {
  catalogService,
  classificationService,
  complianceService,
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  notificationRulePoint,
  quotasService,
  riskTermsPoint,
  scanHistoryPoint,
  scannerService,
  scanRulesService,
  scansService,
  scheduleWatchJob,
  sourceDependentPoint,
  sourcesService,
  sql,
  usageCounterPoint,
} from '@datawave/plugin-sdk';
import { ChangeStore } from './changes/change-store.ts';
import { CompareRuns } from './compare/compare-runs.ts';
import type { Config } from './config.generated.ts';
import { AssetStates } from './discovery/asset-states.ts';
import { discoverAssets } from './discovery/discover-assets.ts';
import { finishRun } from './finish/finish-run.ts';
import { RunLog } from './log/run-log.ts';
import { migrations } from './migrations.ts';
import { HistoryStore } from './retention/history-store.ts';
import { pruneHistory, pruneTonight, retentionJob } from './retention/prune-history.ts';
import { mountRoutes } from './routes.ts';
import { notifyOfRuns } from './run/notify-of-runs.ts';
import { reconcileRuns } from './run/reconcile-runs.ts';
import { reviewHeldRun, reviewOnEvent, reviewRuns, SOURCE_EVENTS } from './run/review-run.ts';
import { RunControl } from './run/run-control.ts';
import { RunQueries } from './run/run-queries.ts';
import { RunStore } from './run/run-store.ts';
import { SCANS_PRINCIPAL } from './run/scans-principal.ts';
import { SeenRuns } from './run/seen-runs.ts';
import { sourceDeparture } from './run/source-departure.ts';
import { sourceRisk } from './run/source-risk.ts';
import { WantingRunsFinder } from './run/wanting-runs.ts';
import { assetJob, discoveryJob, finishJob, reconcileJob, reviewJob } from './scan-jobs.ts';
import { scanHistory } from './schedule/scan-history.ts';
import { dueJob, tickJob } from './schedule/schedule-jobs.ts';
import { takeDueRules, watchSchedules } from './schedule/schedule-tick.ts';
import { startDueScans } from './schedule/start-due.ts';
import { AssetRecorder } from './task/asset-recorder.ts';
import { scanAssets } from './task/asset-task.ts';
import { sketchKey } from './task/sketch-key.ts';
import { SourceGuard } from './task/source-guard.ts';
import { TaskQueries } from './task/task-queries.ts';
import { TaskStore } from './task/task-store.ts';
import type { Visibility } from './visibility.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    vault: coreServices.vault,
    jobs: coreServices.jobs,
    events: coreServices.events,
    http: coreServices.http,
    audit: coreServices.audit,
    scanner: scannerService,
    sources: sourcesService,
    catalog: catalogService,
    classification: classificationService,
  },
  optionalDeps: { compliance: complianceService, rules: scanRulesService, quotas: quotasService },
  provides: { scans: scansService },
  migrations,
  setup({ deps, optional, config, extensions, log, signal, onDispose }) {
    const { storage, vault, jobs, events, scanner, sources } = deps;
    const runLog = new RunLog(storage, events);
    const runs = new RunStore(storage, events, runLog);
    const changes = new ChangeStore(storage);
    const visible: Visibility = (scope, urn) => deps.catalog.visible(scope, 'scans:read', urn);
    const queries = new RunQueries(storage, changes, visible);
    const tasks = new TaskStore(storage, events, runLog, randomUUID().slice(0, 8));
    const job = assetJob({ concurrency: config.concurrency, timeoutMs: config.assetTimeoutSeconds * 1000 });
    const parts = {
      ...{
        ...deps,
        log,
        signal,
        runs,
        runLog,
        queries,
        tasks,
        states: new AssetStates(storage),
        changes,
        assetJob: job,
        optional,
        sketchKey: (scope: ExecutionScope) => sketchKey({ storage, vault }, scope),
      },
      plain: {
        sampleRows: config.sampleRows,
        seed: config.seed,
        minConfidence: config.minConfidence,
        sliceBytes: config.sliceMegabytes * 1024 * 1024,
      },
      mostRuns: config.runsAtOnce,
    };
    const control = new RunControl(parts);
    const guard = new SourceGuard(parts, control);
    const recorder = new AssetRecorder(parts);
    const review = reviewHeldRun(parts, control, guard);
    jobs.handle(discoveryJob, discoverAssets(parts, control, scanner, guard));
    jobs.handle(job, scanAssets({ parts, control, scanner, recorder, guard }));
    jobs.handle(finishJob, finishRun(parts, control, scanner, recorder));
    jobs.handle(reviewJob, reviewRuns(parts, review));
    jobs.handle(reconcileJob, reconcileRuns(parts, control, review));
    const history = new HistoryStore(storage, {
      runDays: config.keepRunsDays,
      runsPerSource: config.keepRunsPerSource,
      taskDays: config.keepTasksDays,
    });
    jobs.handle(retentionJob, pruneHistory({ storage, jobs, events, history }));
    const rules = () => optional.rules;
    jobs.handle(tickJob, takeDueRules({ storage, jobs, rules }));
    jobs.handle(scheduleWatchJob, watchSchedules({ storage, jobs, rules }));
    jobs.handle(dueJob, startDueScans({ storage, jobs, sources, control, rules }));
    onDispose(events.subscribe({ types: SOURCE_EVENTS }, reviewOnEvent({ storage, jobs, runs }, signal)));
    extensions.contribute(sourceDependentPoint, 'scans', sourceDeparture(parts, control));
    extensions.contribute(usageCounterPoint, 'scans:scans-per-day', {
      resource: 'scans-per-day',
      changedBy: ['scans.run.queued'],
      count: async (tx) => {
        const [row] = await storage.query<{ n: number }>(
          tx,
          sql`select count(*)::int as n from ${sql.identifier(storage.schema, 'runs')} where created_at >= date_trunc('day', now(), 'UTC')`,
        );
        return row?.n ?? 0;
      },
    });
    extensions.contribute(riskTermsPoint, 'scans', sourceRisk(storage, sources));
    extensions.contribute(notificationRulePoint, 'scans', notifyOfRuns(storage));
    extensions.contribute(scanHistoryPoint, 'scans', scanHistory(parts));
    const seen = new SeenRuns(storage, queries, sources, visible);
    mountRoutes(deps.http, {
      control,
      runs: queries,
      seen,
      compare: new CompareRuns(storage, seen, visible),
      wanting: new WantingRunsFinder(storage, sources, visible),
      sources,
      rules,
      tasks: new TaskQueries(storage, visible),
      changes,
      runLog,
      visible,
      events,
    });
    return { scans: control };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(tickJob, { name: 'schedules', cron: '* * * * *', payload: {} });
    await jobs.schedule(reconcileJob, { name: 'reconcile', cron: '* * * * *', payload: {} });
    const scope: ExecutionScope = {
      workspace: DEFAULT_WORKSPACE,
      principal: SCANS_PRINCIPAL,
      requestId: randomUUID(),
      signal,
    };
    // After a crash nobody should have to wait for the next minute.
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reconcileJob, {}, { deduplicationKey: 'start' });
      await pruneTonight(jobs, tx, scope);
    });
  },
});
