import { commandPoint, coreServices, defineJob, definePlugin, pluginScope } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { mountListingRoutes } from './listing/listing-routes.ts';
import { ListingSearch } from './listing/listing-search.ts';
import { migrations } from './migrations.ts';
import { mountClientRoutes } from './npm/client-routes.ts';
import { mountPackageRoutes } from './npm/package-routes.ts';
import type { PublicationListener } from './publications.ts';
import { Publishing } from './publish/publishing.ts';
import { readTrustedRoot } from './publish/trusted-root.ts';
import { Withdrawing } from './publish/withdrawing.ts';
import { Proving } from './publishers/proving.ts';
import { mountPublisherRoutes } from './publishers/publisher-routes.ts';
import { PublisherStore } from './publishers/publisher-store.ts';
import { mountReviewRoutes } from './reviews/review-routes.ts';
import { ReviewStore } from './reviews/review-store.ts';
import { mountRevocationRoutes, Revoking } from './revocations/revoking.ts';
import { DownloadCounter } from './store/download-counter.ts';
import { forgetListingChanges } from './store/listing-changes.ts';
import { PluginStore } from './store/plugin-store.ts';
import { publicationSource } from './store/publication-rows.ts';
import { TarballStore } from './store/tarball-store.ts';
import {
  createRegistryCommand,
  createTrust,
  mountPublisherKeyRoutes,
  PublisherKeys,
  renewIndex,
  runRenewal,
  trustMigrations,
} from './trust/index.ts';
import { UpstreamReader } from './upstream/upstream-reader.ts';
import { syncUpstreams, UpstreamSync } from './upstream/upstream-sync.ts';

/** Looks at proofs again whose record in the DNS may be gone. */
const renewProofs = defineJob<Record<string, never>>({
  name: 'registry.renew-proofs',
  payload: { type: 'object', additionalProperties: false, properties: {} },
  attempts: 3,
  timeoutMs: 30 * 60_000,
});

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    events: coreServices.events,
    jobs: coreServices.jobs,
    http: coreServices.http,
    access: coreServices.access,
    audit: coreServices.audit,
    egress: coreServices.egress,
    vault: coreServices.vault,
  },
  migrations: [...migrations, ...trustMigrations],
  setup({ deps, config, log, extensions, onDispose }) {
    const { storage, events, jobs, http, access, audit, egress, vault } = deps;
    const reads = config.access === 'public' ? 'public' : 'registry:read';
    const plugins = new PluginStore(storage);
    const tarballs = new TarballStore(storage);
    const publishers = new PublisherStore(storage);
    const source = publicationSource(storage);
    const trust = createTrust({ storage, vault, events, audit, source, log });
    const listeners: readonly PublicationListener[] = [trust.index];
    const publisherKeys = new PublisherKeys(storage);
    const parts = {
      ...{ config, storage, events, audit, access, plugins, publishers, publisherKeys, tarballs, listeners },
    };
    const publishing = new Publishing(parts);
    const withdrawing = new Withdrawing(parts);
    const search = new ListingSearch(storage);
    const reviews = new ReviewStore(parts);
    const proving = new Proving({ ...parts, egress });
    const downloads = new DownloadCounter(
      storage,
      () => pluginScope('registry', 'Plugin registry', { signal: new AbortController().signal }),
      log,
    );
    onDispose(() => downloads.flush());

    mountClientRoutes(http, { reads, storage, plugins, withdrawing, search });
    mountListingRoutes(http, { reads, storage, search, reviews });
    mountReviewRoutes(http, reads, reviews);
    mountPublisherRoutes(http, { ...parts, reads, proving });
    mountRevocationRoutes(http, reads, new Revoking(parts));
    const trustedRoot = readTrustedRoot(config.provenanceRoot);
    mountPackageRoutes(http, { ...parts, reads, trustedRoot, publishing, withdrawing, downloads });

    trust.mount(http, reads);
    mountPublisherKeyRoutes(http, { ...parts, reads });
    extensions.contribute(commandPoint, 'registry', createRegistryCommand(trust.ceremony));

    const reader = new UpstreamReader(egress, config.maxTarballBytes);
    const sync = new UpstreamSync({ ...parts, trustedRoot, publishing, reader, log });
    jobs.handle(syncUpstreams, ({ scope }) => sync.run(scope));
    jobs.handle(renewIndex, ({ scope }) => runRenewal(trust.renewal, scope));
    jobs.handle(renewProofs, async ({ scope }) => {
      await proving.renew(scope);
      await forgetListingChanges(storage, scope);
    });
    return {};
  },
  async start({ deps: { jobs, storage }, config, signal }) {
    await jobs.schedule(renewProofs, { name: 'renew-proofs', cron: '23 * * * *', payload: {} });
    await jobs.schedule(renewIndex, { name: 'renew-index', cron: '41 * * * *', payload: {} });
    await jobs.schedule(syncUpstreams, { name: 'sync-upstreams', cron: config.upstreamCron, payload: {} });
    const scope = pluginScope('registry', 'Plugin registry', { signal });
    await storage.transaction(scope, async (tx) => {
      // A registry that stood still for days signs anew at once, not at the next full hour.
      await jobs.enqueue(tx, scope, renewIndex, {}, { deduplicationKey: 'start' });
      if (config.upstreams.length === 0) return;
      await jobs.enqueue(tx, scope, syncUpstreams, {}, { deduplicationKey: 'start' });
    });
  },
});
