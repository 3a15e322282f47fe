import { randomUUID } from 'node:crypto';
import {
  type AuditService,
  closedSchema,
  DataWaveError,
  type EventsService,
  type ExecutionScope,
  type HttpService,
  type StorageService,
  sql,
  type Transaction,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { PluginRevocation } from '@datawave/plugin-sdk/packaging';
import semver from 'semver';
import { knownName } from '../npm/npm-names.ts';
import type { PublicationListener } from '../publications.ts';
import { unknownPlugin } from '../registry-errors.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import { readRevocations } from './read-revocations.ts';

type NewRevocation = Pick<PluginRevocation, 'name' | 'versions' | 'reason' | 'severity' | 'action'>;

interface RevokingParts {
  readonly storage: StorageService;
  readonly plugins: PluginStore;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly listeners: readonly PublicationListener[];
}

/** Revokes versions: they are not served any more, and whoever runs them is told by the signed index. */
export class Revoking {
  readonly #parts: RevokingParts;

  constructor(parts: RevokingParts) {
    this.#parts = parts;
  }

  list(scope: ExecutionScope): Promise<readonly PluginRevocation[]> {
    const { storage } = this.#parts;
    return storage.transaction(scope, (tx) => readRevocations(storage, tx, null));
  }

  /** @throws DataWaveError DW_REGISTRY_UNKNOWN, DW_REGISTRY_RANGE */
  async revoke(scope: ExecutionScope, revocation: NewRevocation): Promise<string> {
    const { storage, plugins } = this.#parts;
    const { full } = knownName(revocation.name);
    if (semver.validRange(revocation.versions) === null)
      throw new DataWaveError({
        code: 'DW_REGISTRY_RANGE',
        message: `${JSON.stringify(revocation.versions)} is no range of versions.`,
        hint: 'Write one as npm does: "1.2.3", "<1.4.0", "*".',
        status: 400,
      });
    const id = randomUUID();
    await storage.transaction(scope, async (tx) => {
      await plugins.lock(tx, full);
      if ((await plugins.find(tx, full)) === null) throw unknownPlugin(full);
      const { versions, reason, severity, action } = revocation;
      await storage.query(
        tx,
        sql`insert into ${sql.identifier(storage.schema, 'revocations')} (id, name, versions, reason, severity, action, by)
            values (${id}, ${full}, ${versions}, ${reason}, ${severity}, ${action}, ${scope.principal.id})`,
      );
      await this.#settle(tx, scope, full, 'revoked', { id, ...revocation });
    });
    return id;
  }

  /** @throws DataWaveError DW_REGISTRY_REVOCATION_UNKNOWN */
  async withdraw(scope: ExecutionScope, id: string): Promise<void> {
    const { storage } = this.#parts;
    await storage.transaction(scope, async (tx) => {
      const [gone] = await storage.query<NewRevocation>(
        tx,
        sql`delete from ${sql.identifier(storage.schema, 'revocations')} where id = ${id} returning name, versions, reason, severity, action`,
      );
      if (gone === undefined)
        throw new DataWaveError({
          code: 'DW_REGISTRY_REVOCATION_UNKNOWN',
          message: `There is no revocation ${id}.`,
          hint: 'GET revocations lists those there are.',
          status: 404,
        });
      await this.#settle(tx, scope, gone.name, 'reinstated', { id, ...gone });
    });
  }

  async #settle(
    tx: Transaction,
    scope: ExecutionScope,
    name: string,
    what: 'revoked' | 'reinstated',
    revocation: NewRevocation & { readonly id: string },
  ): Promise<void> {
    const { storage, plugins, events, audit, listeners } = this.#parts;
    await plugins.settle(tx, name);
    const all = await readRevocations(storage, tx, null);
    for (const listener of listeners) await listener.onRevocations(tx, scope, all);
    const { versions, severity, action, reason } = revocation;
    await events.publish(tx, scope, {
      type: `registry.version.${what}`,
      subject: name,
      data: { versions, severity, action, reason },
    });
    await audit.record(tx, scope, {
      action: `registry.version.${what}`,
      object: { type: 'plugin', id: name, name: `${name}@${versions}` },
      reason,
      after: { versions, severity, action },
    });
  }
}

/** Mounts what is revoked, for everybody who reads, and revoking for administrators. */
export function mountRevocationRoutes(http: HttpService, reads: string, revoking: Revoking): void {
  http.route({
    method: 'GET',
    path: '/npm/-/datawave/revocations',
    permission: reads,
    summary: 'All that was revoked, the oldest first',
    handler: async ({ scope }) => ({ body: { items: await revoking.list(scope), nextCursor: null } }),
  });
  http.route<never, never, NewRevocation>({
    method: 'POST',
    path: '/npm/-/datawave/revocations',
    permission: 'registry:administer',
    recentSignIn: true,
    summary: 'Revokes versions of a plugin: they are not served any more, and the signed index says so',
    body: closedSchema(
      {
        name: { type: 'string', maxLength: 214 },
        versions: { type: 'string', minLength: 1, maxLength: 200 },
        reason: { type: 'string', minLength: 1, maxLength: 1000 },
        severity: { enum: ['low', 'medium', 'high', 'critical'] },
        action: { enum: ['refuse', 'disable'] },
      },
      ['name', 'versions', 'reason', 'severity', 'action'],
    ),
    handler: async ({ scope, body }) => {
      const id = await revoking.revoke(scope, body);
      return {
        status: 201,
        headers: { location: `/api/v1/npm/-/datawave/revocations/${id}` },
        body: { id },
      };
    },
  });
  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/npm/-/datawave/revocations/:id',
    permission: 'registry:administer',
    recentSignIn: true,
    summary: 'Takes a revocation back',
    params: closedSchema({ id: uuidSchema }, ['id']),
    handler: async ({ scope, params }) => {
      await revoking.withdraw(scope, params.id);
      return {};
    },
  });
}
