import { commandPoint, coreServices, definePlugin, TrailWatch } from '@datawave/plugin-sdk';
import { keepJob, nightJob, ownScope, sealJob, sweepJob } from './activity-jobs.ts';
import { createAuditCommand } from './audit-command.ts';
import type { Config } from './config.generated.ts';
import { EntrySearch } from './entry-search.ts';
import { HaltNotice } from './halt-notice.ts';
import { KeepPolicy } from './keep-policy.ts';
import { migrations } from './migrations.ts';
import { ReadingNotes } from './reading-notes.ts';
import { Retention } from './retention.ts';
import { mountRoutes } from './routes.ts';
import { SealKey } from './seal-key.ts';
import { SealStore } from './seal-store.ts';
import { Sealer } from './sealer.ts';
import { recordVerification } from './verification-record.ts';
import { verifyTrail } from './verify-trail.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    vault: coreServices.vault,
    jobs: coreServices.jobs,
    events: coreServices.events,
    audit: coreServices.audit,
    auditLog: coreServices.auditLog,
    http: coreServices.http,
  },
  migrations,
  setup({ deps, config, extensions, signal, log, onDispose }) {
    const { storage, vault, jobs, events, audit, auditLog, http } = deps;
    const store = new SealStore(storage);
    const key = new SealKey(vault);
    const sealer = new Sealer(auditLog, store, key);
    const trail = { log: auditLog, store, key };
    const readings = new ReadingNotes(store, audit);
    const retention = new Retention({ ...trail, policy: new KeepPolicy(config) });
    const watch = new TrailWatch({
      ...{ log: auditLog, storage, jobs, signal, job: sealJob },
      scope: (workspace) => ownScope({ workspace, signal }),
      reached: async (scope) => (await storage.transaction(scope, (tx) => store.head(tx)))?.position ?? '0',
    });
    jobs.handle(sweepJob, () => watch.sweep());
    const halt = new HaltNotice(async (scope) =>
      recordVerification({ storage, audit, events }, scope, await verifyTrail(trail, scope)),
    );
    jobs.handle(sealJob, ({ scope }) => halt.watch(scope, () => sealer.seal(scope)));
    jobs.handle(nightJob, () => watch.everywhere(keepJob));
    jobs.handle(keepJob, async ({ scope }) => {
      const found = await verifyTrail(trail, scope);
      // That it was intact is what is expected; only what is not is worth an entry every night.
      if (!found.isIntact) await recordVerification({ storage, audit, events }, scope, found);
      await readings.forget(scope);
      if (found.isIntact) await retention.run(scope);
    });
    onDispose(
      watch.follow(events, config.sealAfterSeconds * 1000, (error) =>
        log.warn('The audit trail could not be sealed soon.', { error }),
      ),
    );
    extensions.contribute(
      commandPoint,
      'audit',
      createAuditCommand({
        log: auditLog,
        verify: (scope, anchor) => verifyTrail(trail, scope, { anchor }),
      }),
    );
    const search = new EntrySearch(store);
    mountRoutes({ http, audit, auditLog, events, store, key, sealer, search, readings, log });
    return {};
  },
  async start({ deps: { jobs } }) {
    await jobs.schedule(sweepJob, { name: 'sweep', cron: '* * * * *', payload: {} });
    await jobs.schedule(nightJob, { name: 'night', cron: '41 2 * * *', payload: {} });
  },
});
