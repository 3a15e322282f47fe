import { randomUUID } from 'node:crypto';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  scannerService,
  sourceDependentPoint,
  sourcesService,
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
import { createSourceCheck } from './health/source-check.ts';
import { migrations } from './migrations.ts';
import { pruneRecords } from './retention/prune-records.ts';
import { mountConnectorRoutes } from './routes/connector-routes.ts';
import { mountDepartureRoutes } from './routes/departure-routes.ts';
import { mountHealthRoutes } from './routes/health-routes.ts';
import { mountSourceRoutes } from './routes/source-routes.ts';
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
    scanner: scannerService,
  },
  provides: { sources: sourcesService },
  extensionPoints: [sourceDependentPoint],
  entities: [SourceEntity],
  migrations,
  setup({ deps, config, extensions, log, signal, onDispose }) {
    const { storage, jobs, events, scanner, http } = deps;
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
      ...{ storage, scanner, transitions, secrets: new SourceSecrets(deps.vault) },
      followers: {
        registered: (tx, scope, id) => schedule.begin(tx, scope, id),
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
    mountConnectorRoutes({ http, registry, scanner });
    mountDepartureRoutes({ http, storage, registry, history, departures, departed });
    mountSourceRoutes({ http, storage, registry, scanner, health });
    mountHealthRoutes({ http, storage, registry, health, history, transitions, schedule });
    return { sources: createSourcesService({ storage, registry, health, check }) };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(reviveJob, { name: 'revive', cron: '*/10 * * * *', payload: {} });
    const scope = ownScope(signal);
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reviveJob, {}, { deduplicationKey: 'start' });
    });
  },
});

const ownScope = (signal: AbortSignal): ExecutionScope => ({
  workspace: DEFAULT_WORKSPACE,
  principal: { id: 'plugin:sources', kind: 'plugin', displayName: 'Sources', roles: [] },
  requestId: randomUUID(),
  signal,
});
