import {
  type ExecutionScope,
  type Source,
  type SourceHindrance,
  type SourcesService,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { HealthStore, KnownHealth } from './health/health-store.ts';
import type { SourceCheck } from './health/source-check.ts';
import { maintenanceEnd } from './maintenance/maintenance-hours.ts';
import type { SourceAccess } from './source-access.ts';
import { unknownSource } from './source-detail.ts';
import type { SourceRegistry } from './source-registry.ts';

/** What keeps a source from being asked now. */
export async function hindranceOf(
  parts: { readonly storage: StorageService; readonly health: HealthStore },
  scope: ExecutionScope,
  id: string,
): Promise<SourceHindrance | null> {
  const { storage, health } = parts;
  return storage.transaction(scope, async (tx) => {
    const [source] = await storage.query<Pick<Source, 'state' | 'maintenance'> & { readonly now: string }>(
      tx,
      sql`select state, maintenance, ${sql.isoTime(sql`now()`)} as now from ${sql.identifier(storage.schema, 'sources')} where id = ${id}::uuid`,
    );
    if (source === undefined) throw unknownSource(id);
    if (source.state === 'retired') return { by: 'retired', until: null, reason: 'the source is retired' };
    if (source.state === 'maintenance')
      return { by: 'maintenance', until: null, reason: 'the source is under maintenance' };
    // By the database's clock: a worker whose own goes wrong would ask the source in hours that are not its own.
    const until = maintenanceEnd(source.maintenance, new Date(source.now))?.toISOString() ?? null;
    if (until !== null)
      return { by: 'maintenance', until, reason: `hours of maintenance until ${until.slice(0, 16)}Z` };
    return byHealth(await health.readIn(tx, id));
  });
}

function byHealth({ breaker, isRefused, nextTryAt, error }: KnownHealth): SourceHindrance | null {
  if (breaker === 'closed') return null;
  if (error === null)
    return { by: 'health', until: nextTryAt, reason: 'the connection has changed; one try decides' };
  const { code } = error;
  if (isRefused && breaker === 'open')
    return {
      ...{ by: 'health', until: null },
      reason: `the source refuses the credentials (${code}); it is asked again once its connection changes or somebody tries it`,
    };
  const next = breaker === 'open' ? `asked again at ${nextTryAt?.slice(11, 19)} UTC` : 'one try decides';
  return { by: 'health', until: nextTryAt, reason: `the source does not answer (${code}); ${next}` };
}

/** The registered sources as other plugins see them. */
export function createSourcesService(parts: {
  readonly storage: StorageService;
  readonly registry: SourceRegistry;
  readonly health: HealthStore;
  readonly check: SourceCheck;
  readonly access: SourceAccess;
}): SourcesService {
  const { registry, health, check, access } = parts;
  return {
    get: (scope, id) => registry.detail(scope, id),
    list: (scope, filter) => registry.list(scope, filter),
    require: async (scope, permission, id) =>
      access.require(scope, permission, await registry.detail(scope, id)),
    visible: (scope, permission, key) => access.visible(scope, permission, key),
    namesVisible: (scope, ids) => access.namesVisible(scope, ids),
    visibleIds: (scope, ids) => access.visibleIds(scope, ids),
    connection: (scope, id) => registry.connection(scope, id),
    health: (scope, id) => health.read(scope, id),
    hindrance: (scope, id) => hindranceOf(parts, scope, id),
    check: (scope, id) => check(scope, id, false),
    report: (scope, id, outcome) => health.count(scope, id, outcome),
    keep: (tx, _scope, id) => registry.keep(tx, id),
    load: (tx, _scope, id) => registry.load(tx, id),
    scanned: (tx, scope, id) => registry.scanned(tx, scope, id),
    register: (scope, source) => registry.register(scope, source),
  };
}
