import { randomUUID } from 'node:crypto';
import {
  catalogService,
  complianceService,
  coreServices,
  DEFAULT_SAMPLE,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  scannerService,
  scansService,
  sourcesService,
} from '@datawave/plugin-sdk';
import { scanAssets } from './asset-task.ts';
import type { Config } from './config.generated.ts';
import { discoverAssets } from './discovery.ts';
import { migrations } from './migrations.ts';
import { reconcileRuns } from './reconcile.ts';
import { mountRoutes } from './routes.ts';
import { RunControl } from './run-control.ts';
import { RunStore } from './run-store.ts';
import { assetJob, discoveryJob, reconcileJob } from './scan-jobs.ts';
import { TaskStore } from './task-store.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    jobs: coreServices.jobs,
    events: coreServices.events,
    http: coreServices.http,
    scanner: scannerService,
    sources: sourcesService,
    catalog: catalogService,
  },
  optionalDeps: { compliance: complianceService },
  provides: { scans: scansService },
  migrations,
  setup({ deps, optional, config }) {
    const { storage, jobs, events, scanner, sources, catalog } = deps;
    const runs = new RunStore(storage, events);
    const tasks = new TaskStore(storage, events);
    const job = assetJob({ concurrency: config.concurrency, timeoutMs: config.assetTimeoutSeconds * 1000 });
    const parts = { storage, jobs, catalog, sources, runs, tasks, assetJob: job, optional };
    const control = new RunControl(parts);
    const options = {
      sample: {
        ...DEFAULT_SAMPLE,
        rows: config.sampleRows,
        seed: config.seed,
        timeoutMs: config.statementTimeoutSeconds * 1000,
      },
      minConfidence: config.minConfidence,
    };
    jobs.handle(discoveryJob, discoverAssets(parts, control, scanner));
    jobs.handle(job, scanAssets(parts, control, scanner, options));
    jobs.handle(reconcileJob, reconcileRuns(parts, control));
    mountRoutes(deps.http, { control, runs, tasks, events, sources });
    return { scans: control };
  },
  async start({ deps: { jobs, storage }, signal }) {
    await jobs.schedule(reconcileJob, { name: 'reconcile', cron: '* * * * *', payload: {} });
    const scope: ExecutionScope = {
      workspace: DEFAULT_WORKSPACE,
      principal: { id: 'plugin:scans', kind: 'plugin', displayName: 'Scans', roles: [] },
      requestId: randomUUID(),
      signal,
    };
    // After a crash nobody should have to wait for the next minute.
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reconcileJob, {}, { deduplicationKey: 'start' });
    });
  },
});
