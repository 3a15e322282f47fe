import {
  type AccessService,
  DataWaveError,
  type ExecutionScope,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { findSimilarScopes } from '../checks/name-check.ts';
import type { Config } from '../config.generated.ts';
import { notAMember } from '../registry-errors.ts';
import { otherNames } from '../store/other-names.ts';
import type { PluginStore } from '../store/plugin-store.ts';
import type { Publisher, PublisherStore } from './publisher-store.ts';

/** Scopes that one person may take without having proved any of them. */
const MOST_UNPROVED = 10;

/**
 * Takes a scope that nobody has. One that can be taken for somebody else's is refused where the check of names is required, and so is
 * taking one after the other.
 * @throws DataWaveError DW_REGISTRY_NOT_PUBLISHER, DW_REGISTRY_SCOPE_SIMILAR, DW_REGISTRY_SCOPE_LIMIT
 */
export async function claimScope(
  parts: {
    readonly storage: StorageService;
    readonly access: AccessService;
    readonly publishers: PublisherStore;
    readonly plugins: PluginStore;
    readonly config: Config;
  },
  scope: ExecutionScope,
  npmScope: string,
): Promise<Publisher> {
  const { storage, access, publishers, plugins, config } = parts;
  const id = npmScope.slice(1);
  const { allowed } = await access.decide(scope, { permission: 'registry:administer' });
  return storage.transaction(scope, async (tx) => {
    await plugins.lock(tx, '*');
    const holder = (await publishers.find(tx, id)) ?? (await publishers.ofScope(tx, npmScope));
    if (holder !== null || (npmScope === '@datawave' && !allowed))
      throw notAMember(npmScope, holder?.id ?? id);
    const { scopes } = await otherNames(storage, tx, id, true);
    const similar =
      config.checks.nameSimilarity === 'required'
        ? findSimilarScopes(npmScope, { scopes, isProved: false })
        : [];
    if (similar.length > 0 && !allowed)
      throw new DataWaveError({
        code: 'DW_REGISTRY_SCOPE_SIMILAR',
        message: similar.join(' '),
        hint: 'Choose one that cannot be taken for it, or ask an administrator of the registry to take it for you.',
        status: 422,
      });
    const [unproved] = await storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${sql.identifier(storage.schema, 'publishers')} p where created_by = ${scope.principal.id}
            and not exists (select from ${sql.identifier(storage.schema, 'proofs')} f where f.publisher_id = p.id)`,
    );
    if ((unproved?.count ?? 0) >= MOST_UNPROVED && !allowed)
      throw new DataWaveError({
        code: 'DW_REGISTRY_SCOPE_LIMIT',
        message: `You have ${unproved?.count} scopes that are not proved, and ${MOST_UNPROVED} are the most.`,
        hint: 'Prove one of them first.',
        status: 422,
      });
    await publishers.add(tx, scope, id, npmScope);
    return publishers.get(tx, id);
  });
}
