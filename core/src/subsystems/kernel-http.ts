import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError, type Logger, type PluginPackage } from '@datawave/plugin-sdk';
import type { Http } from '../http/http.ts';
import type { IdempotencyStore } from '../http/idempotency-store.ts';
import type { SharedRates } from '../http/rates/shared-rates.ts';
import { type JobOperations, jobRoutes } from '../jobs/job-routes.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Kernel, KernelOptions } from '../kernel-types.ts';
import type { LiveUpdates } from '../live/live-updates.ts';
import { findPackage, kernelDirectory } from '../plugins/entry.ts';
import { MessageMerger } from '../plugins/messages/merged-messages.ts';
import { mountMessageRoutes } from '../plugins/messages/message-routes.ts';
import { messageSources } from '../plugins/messages/message-sources.ts';
import { mountPluginRoutes } from '../plugins/plugin-routes.ts';
import { mountSettingsRoutes } from '../plugins/settings/settings-routes.ts';
import { AUTH_RESOURCE } from '../security/auth-routes.ts';
import { destinationRoutes } from '../security/destination-routes.ts';
import type { WorkspaceDestinations } from '../security/workspace-destinations.ts';
import type { Storage } from '../storage/storage.ts';
import { mountPackages } from './package-http.ts';
import type { Subsystems } from './subsystems.ts';

/** The kernel where a plugin's id would stand. */
const KERNEL_ID = 'core';

export interface KernelHttpParts {
  readonly kernel: Kernel;
  readonly kernelPackage: PluginPackage;
  readonly subsystems: Subsystems;
  readonly options: KernelOptions;
  readonly live: LiveUpdates;
  readonly log: Logger;
}

/** Makes the HTTP server with the kernel's own routes. It does not listen yet. */
export async function createKernelHttp({
  kernel,
  kernelPackage,
  subsystems,
  options,
  live,
  log,
}: KernelHttpParts): Promise<Http> {
  const { config } = options;
  const [{ createHttp }, { createIdempotencyStore }, { onlyDefault }] = await Promise.all([
    import('../http/http.ts'),
    import('../http/idempotency-store.ts'),
    import('../http/enter-workspace.ts'),
  ]);
  const access = await subsystems.openAccess();
  const telemetry = await subsystems.openTelemetry();
  const authenticators = await subsystems.openAuthenticators();
  const redis = options.role === 'worker' || !config.server.rates.enabled ? undefined : config.jobs.redis;
  const sharedRates = redis === undefined ? null : await shareRates(redis.url, log);
  const shellDirectory = findShell(config.projectDirectory);
  const http = createHttp({
    server: config.server,
    log,
    telemetry,
    access,
    info: {
      title: 'DataWave',
      version: kernelPackage.version,
      description: 'Data governance as a small kernel and many plugins.',
    },
    readiness: () => kernel.readiness(),
    isAwaited: (resource) => kernel.isAwaited(resource),
    authenticate: authenticators.authenticate,
    resolveWorkspace: (question) => (authenticators.resolver ?? onlyDefault)(question),
    idempotency: whileOpen(() => subsystems.storage, createIdempotencyStore),
    filesDirectory: join(config.storage.data, 'incoming'),
    ...(shellDirectory === null ? {} : { shellDirectory }),
    ...(sharedRates === null ? {} : { sharedRates }),
  });
  // A worker answers for its health and its metrics alone.
  if (options.role === 'worker') return http;
  if (options.authenticate !== undefined) {
    authenticators.endWith(options.authenticate);
  } else if (!kernel.isSafeMode) {
    const administrator = await subsystems.openAdministrator();
    // Nobody is left signed in whom a plugin that has taken the sign-in over knows nothing of, and could not send away.
    authenticators.endWith((source) =>
      http.hasYielded(AUTH_RESOURCE) ? null : administrator.authenticate(source),
    );
    administrator.mount(http);
  }
  const routes = http.service(kernelPackage);
  const audit = () => subsystems.audit?.service(KERNEL_ID) ?? null;
  mountPluginRoutes(routes, kernel, audit, (plugin) => http.routesOf(plugin));
  mountSettingsRoutes(routes, kernel.settings);
  const messages = new MessageMerger(
    () => messageSources(kernel, kernelPackage, shellDirectory),
    ({ locale, shown, ignored, texts }) =>
      log.warn(`The plugin "${ignored}" translates texts otherwise than "${shown}", whose are shown.`, {
        ...{ locale, texts },
      }),
  );
  mountMessageRoutes(routes, messages);
  live.mount(routes, access, kernelPackage);
  live.listen();
  for (const route of jobRoutes(
    jobsWhileOpen(() => subsystems.jobs),
    audit,
  ))
    routes.route(route);
  await mountPackages(routes, { kernel, subsystems, options, log });
  for (const route of destinationRoutes(() => destinationsOf(subsystems))) routes.route(route);
  return http;
}

async function shareRates(url: string, log: Logger): Promise<SharedRates> {
  const { createSharedRates } = await import('../http/rates/shared-rates.ts');
  return createSharedRates({ url, log });
}

/** The database may be opened after the server, by a plugin that is enabled later. */
function whileOpen(
  storage: () => Storage | null,
  create: (storage: Storage) => IdempotencyStore,
): IdempotencyStore {
  let made: { readonly for: Storage; readonly store: IdempotencyStore } | null = null;
  const current = (): IdempotencyStore => {
    const open = storage();
    if (open === null) {
      throw new DataWaveError({
        code: 'DW_STORAGE_CLOSED',
        message: 'Idempotency-Key cannot be honoured: no database is open.',
        hint: 'Send the request without the header, or enable a plugin that keeps data.',
        status: 503,
      });
    }
    if (made?.for !== open) made = { for: open, store: create(open) };
    return made.store;
  };
  return {
    claim: async (id, fingerprint, leaseMs) => current().claim(id, fingerprint, leaseMs),
    complete: async (id, token, answer) => current().complete(id, token, answer),
    release: async (id, token) => current().release(id, token),
  };
}

/** No plugin may have asked for jobs yet; one that is enabled later does. */
function jobsWhileOpen(jobs: () => Jobs | null): JobOperations {
  const current = (): JobOperations => {
    const open = jobs();
    if (open !== null) return open.service(KERNEL_ID);
    throw new DataWaveError({
      code: 'DW_SERVICE_MISSING',
      message: 'There are no jobs: no plugin that runs needs them.',
      hint: 'Enable a plugin that has jobs.',
      status: 503,
    });
  };
  return {
    get: async (scope, id) => current().get(scope, id),
    list: async (scope, filter) => current().list(scope, filter),
    cancel: async (scope, id) => current().cancel(scope, id),
    replay: async (scope, id) => current().replay(scope, id),
  };
}

/** Where no database is open, no workspace has rules. */
function destinationsOf(subsystems: Subsystems): WorkspaceDestinations {
  const { destinations } = subsystems;
  if (destinations !== null) return destinations;
  throw new DataWaveError({
    code: 'DW_STORAGE_CLOSED',
    message: 'Workspaces have no rules of outgoing connections: no database is open.',
    hint: 'Enable a plugin that keeps data.',
    status: 503,
  });
}

/** The built web shell, where it is installed and built. */
function findShell(projectDirectory: string): string | null {
  const shell = findPackage('@datawave/shell-ui', [projectDirectory, kernelDirectory()]);
  if (shell === null) return null;
  const directory = join(shell, 'dist');
  return existsSync(join(directory, 'index.html')) ? directory : null;
}
