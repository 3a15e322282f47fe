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
import { Departures } from './departures.ts';
import { checkJob, reviveJob, tryJob } from './health/check-jobs.ts';
import { CheckSchedule } from './health/check-schedule.ts';
import { HealthHistoryStore } from './health/health-history.ts';
import type { HealthPolicy } from './health/health-policy.ts';
import { HealthStore } from './health/health-store.ts';
import { createSourceCheck } from './health/source-check.ts';
import { migrations } from './migrations.ts';
import { mountConnectorRoutes } from './routes/connector-routes.ts';
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
  setup({ deps, config, extensions }) {
    const { storage, jobs, events, scanner, http } = deps;
    const policy = policyOf(config);
    const transitions = new TransitionStore(storage, events);
    const departures = new Departures(extensions.collection(sourceDependentPoint));
    const history = new HealthHistoryStore(storage);
    const health: HealthStore = new HealthStore(storage, events, policy, (tx, scope, id, restMs) =>
      schedule.once(tx, scope, id, { delayMs: restMs, isForced: false }),
    );
    const schedule = new CheckSchedule({
      ...{ storage, jobs, health, history },
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
        removed: (tx, scope, source) => departures.tell(tx, scope, source),
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
    mountConnectorRoutes({ http, registry, scanner });
    mountSourceRoutes({ http, storage, registry, scanner, health, history, departures });
    mountHealthRoutes({ http, storage, registry, health, history, transitions, schedule });
    return { sources: createSourcesService({ storage, registry, health, check }) };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(reviveJob, { name: 'revive', cron: '*/10 * * * *', payload: {} });
    const scope: ExecutionScope = {
      workspace: DEFAULT_WORKSPACE,
      principal: { id: 'plugin:sources', kind: 'plugin', displayName: 'Sources', roles: [] },
      requestId: randomUUID(),
      signal,
    };
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reviveJob, {}, { deduplicationKey: 'start' });
    });
  },
});
