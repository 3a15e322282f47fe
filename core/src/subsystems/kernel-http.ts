import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataWaveError, type Logger, type PluginPackage } from '@datawave/plugin-sdk';
import type { Http } from '../http/http.ts';
import type { IdempotencyStore } from '../http/idempotency-store.ts';
import { type JobOperations, jobRoutes } from '../jobs/job-routes.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Kernel, KernelOptions } from '../kernel-types.ts';
import { findPackage, kernelDirectory } from '../plugins/entry.ts';
import { mountPluginRoutes } from '../plugins/plugin-routes.ts';
import type { Storage } from '../storage/storage.ts';
import type { Subsystems } from './subsystems.ts';

/** The kernel where a plugin's id would stand. */
const KERNEL_ID = 'core';

export interface KernelHttpParts {
  readonly kernel: Kernel;
  readonly kernelPackage: PluginPackage;
  readonly subsystems: Subsystems;
  readonly options: KernelOptions;
  readonly log: Logger;
}

/** Makes the HTTP server with the kernel's own routes. It does not listen yet. */
export async function createKernelHttp({
  kernel,
  kernelPackage,
  subsystems,
  options,
  log,
}: KernelHttpParts): Promise<Http> {
  const { config } = options;
  const [{ createHttp }, { createIdempotencyStore }] = await Promise.all([
    import('../http/http.ts'),
    import('../http/idempotency-store.ts'),
  ]);
  const access = await subsystems.openAccess();
  const telemetry = await subsystems.openTelemetry();
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
    ...(options.authenticate === undefined ? {} : { authenticate: options.authenticate }),
    idempotency: whileOpen(() => subsystems.storage, createIdempotencyStore),
    ...(shellDirectory === null ? {} : { shellDirectory }),
  });
  // A worker answers for its health and its metrics alone.
  if (options.role === 'worker') return http;
  if (options.authenticate === undefined && !kernel.isSafeMode) {
    const administrator = await subsystems.openAdministrator();
    http.authenticateBy(administrator.authenticate);
    administrator.mount(http);
  }
  const routes = http.service(kernelPackage);
  mountPluginRoutes(routes, kernel);
  for (const route of jobRoutes(jobsWhileOpen(() => subsystems.jobs))) routes.route(route);
  return http;
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

/** The built web shell, where it is installed and built. */
function findShell(projectDirectory: string): string | null {
  const shell = findPackage('@datawave/shell-ui', [projectDirectory, kernelDirectory()]);
  if (shell === null) return null;
  const directory = join(shell, 'dist');
  return existsSync(join(directory, 'index.html')) ? directory : null;
}
