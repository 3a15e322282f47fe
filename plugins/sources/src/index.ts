import {
  accessObjectPoint,
  coreServices,
  definePlugin,
  type ExecutionScope,
  notificationRulePoint,
  type PluginExtensions,
  pluginScope,
  quotasService,
  riskTermsPoint,
  type SqlFragment,
  type StorageService,
  scannerService,
  sourceDependentPoint,
  sourcesService,
  sql,
  type Transaction,
  usageCounterPoint,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { catchUp, clearAway, departJob, enqueueClearing } from './departure/clear-away.ts';
import { DepartureStore } from './departure/departure-store.ts';
import { Departures } from './departure/departures.ts';
import { checkJob, reviveJob, tryJob } from './health/check-jobs.ts';
import { CheckSchedule } from './health/check-schedule.ts';
import { HealthHistoryStore } from './health/health-history.ts';
import type { HealthPolicy } from './health/health-policy.ts';
import { HealthStore } from './health/health-store.ts';
import { notifyOfSources } from './health/notify-of-sources.ts';
import { createSourceCheck } from './health/source-check.ts';
import { migrations } from './migrations.ts';
import { pruneRecords } from './retention/prune-records.ts';
import { SourcesAtRisk } from './risk/sources-at-risk.ts';
import { mountConnectorRoutes } from './routes/connector-routes.ts';
import { mountDepartureRoutes } from './routes/departure-routes.ts';
import { mountHealthRoutes } from './routes/health-routes.ts';
import { mountRiskRoutes } from './routes/risk-routes.ts';
import { mountSourceRoutes } from './routes/source-routes.ts';
import { SourceAccess, sourceObjects } from './source-access.ts';
import { SourceAudit } from './source-audit.ts';
import { SourceEntity } from './source-entity.ts';
import { SourceRegistry } from './source-registry.ts';
import { SourceSecrets } from './source-secrets.ts';
import { createSourcesService, hindranceOf } from './sources-service.ts';
import { TransitionStore } from './state/transition-store.ts';

const policyOf = (config: Config): HealthPolicy => ({
  slowMs: config.slowMs,
  failuresToOpen: config.failures,
  firstRestMs: config.firstRestSeconds * 1000,
  longestRestMs: config.longestRestSeconds * 1000,
  answerMs: config.answerSeconds * 1000,
});

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    vault: coreServices.vault,
    jobs: coreServices.jobs,
    events: coreServices.events,
    http: coreServices.http,
    audit: coreServices.audit,
    access: coreServices.access,
    scanner: scannerService,
  },
  optionalDeps: { quotas: quotasService },
  provides: { sources: sourcesService },
  extensionPoints: [sourceDependentPoint, riskTermsPoint],
  entities: [SourceEntity],
  migrations,
  setup({ deps, optional, config, extensions, log, signal, onDispose }) {
    const { storage, jobs, events, scanner, http, audit } = deps;
    const policy = policyOf(config);
    const retention = {
      transitionDays: config.keepTransitionsDays,
      departureDays: config.keepDeparturesDays,
    };
    const transitions = new TransitionStore(storage, events);
    const departures = new Departures(extensions.collection(sourceDependentPoint));
    const departed = new DepartureStore(storage);
    const clearing = { storage, jobs, departures, store: departed };
    const history = new HealthHistoryStore(storage);
    const health: HealthStore = new HealthStore(storage, events, policy, (tx, scope, id, restMs) =>
      schedule.once(tx, scope, id, { delayMs: restMs, isForced: false }),
    );
    const schedule = new CheckSchedule({
      ...{ storage, jobs, health, history },
      alsoRevived: async (tx, scope) => {
        await catchUp(clearing, tx, scope);
        const present = departures.present().map(({ key }) => key);
        await pruneRecords(storage, tx, retention, present);
      },
      hasDeparted: (tx) => departed.hasAny(tx),
      everyMs: config.checkMinutes * 60_000,
      historyDays: config.historyDays,
    });
    const registry = new SourceRegistry({
      ...{
        storage,
        scanner,
        transitions,
        audit: new SourceAudit(audit, events),
        secrets: new SourceSecrets(deps.vault),
      },
      followers: {
        registered: async (tx, scope, id) => {
          // The source is there already, and goes with the transaction if there is no room for it.
          await optional.quotas?.require(tx, scope, 'sources', 0);
          await optional.quotas?.require(tx, scope, 'secrets', 0);
          await schedule.begin(tx, scope, id);
        },
        reconnected: async (tx, scope, id) => {
          await health.reconsider(tx, scope, id);
          await schedule.once(tx, scope, id, { delayMs: 0, isForced: false });
        },
        removed: async (tx, scope, source) => {
          await departures.leave(tx, scope, source);
          await departed.add(tx, scope, source);
          await enqueueClearing(clearing, tx, scope, source.id);
        },
      },
    });
    const check = createSourceCheck({
      ...{ health, scanner, policy },
      connection: (scope, id) => registry.connection(scope, id),
      hindrance: (scope, id) => hindranceOf({ storage, health }, scope, id),
    });
    jobs.handle(checkJob, schedule.handleCheck(check));
    jobs.handle(tryJob, schedule.handleTry(check));
    jobs.handle(reviveJob, schedule.handleRevive());
    jobs.handle(departJob, clearAway(clearing));
    // A plugin that comes back learns at once what was deleted while it was away; in other workspaces with the next look.
    onDispose(
      departures.onChange(() => {
        const scope = ownScope(signal);
        const present = departures.present().map(({ key }) => key);
        storage
          .transaction(scope, (tx) => schedule.reviveNow(tx, scope, `for ${present.join(' ')}`))
          .catch((error: unknown) => {
            if (!signal.aborted)
              log.warn('sources that were deleted meanwhile could not be looked at', { error });
          });
      }),
    );
    contributeUsage(extensions, storage);
    const access = new SourceAccess(storage, deps.access);
    extensions.contribute(accessObjectPoint, 'source', sourceObjects(storage, access));
    const risk = new SourcesAtRisk(storage, access, extensions.collection(riskTermsPoint), log);
    mountRiskRoutes(http, risk);
    mountConnectorRoutes({ http, registry, scanner, audit });
    mountDepartureRoutes({ http, storage, registry, history, departures, departed, access });
    mountSourceRoutes({ http, storage, registry, scanner, health, audit, access });
    mountHealthRoutes({ http, storage, registry, health, history, transitions, schedule, audit, access });
    return { sources: createSourcesService({ storage, registry, health, check, access }) };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(reviveJob, { name: 'revive', cron: '*/10 * * * *', payload: {} });
    const scope = ownScope(signal);
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reviveJob, {}, { deduplicationKey: 'start' });
    });
  },
});

/** What of a workspace's quotas is this plugin's to count. */
function contributeUsage(extensions: PluginExtensions, storage: StorageService): void {
  const table = sql.identifier(storage.schema, 'sources');
  const counting = (counted: SqlFragment) => async (tx: Transaction) => {
    const [row] = await storage.query<{ n: number }>(tx, sql`select ${counted} as n from ${table}`);
    return row?.n ?? 0;
  };
  extensions.contribute(notificationRulePoint, 'sources', notifyOfSources);
  const changedBy = ['sources.source.state-changed'];
  extensions.contribute(usageCounterPoint, 'sources:sources', {
    ...{ resource: 'sources', changedBy, count: counting(sql`count(*)::int`) },
  });
  extensions.contribute(usageCounterPoint, 'sources:secrets', {
    ...{ resource: 'secrets', changedBy, count: counting(sql`coalesce(sum(cardinality(secrets)), 0)::int`) },
  });
}

const ownScope = (signal: AbortSignal): ExecutionScope => pluginScope('sources', 'Sources', { signal });
