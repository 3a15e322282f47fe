import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { OtherName } from '../checks/name-check.ts';

/** Names that others have: looked at when a name is new, because one that was let in once stays. */
export async function otherNames(
  storage: StorageService,
  tx: Transaction,
  publisher: string,
  isNew: boolean,
): Promise<{ readonly plugins: readonly OtherName[]; readonly scopes: readonly string[] }> {
  if (!isNew) return { plugins: [], scopes: [] };
  const plugins = await storage.query<OtherName>(
    tx,
    sql`select name, title, title_skeleton as "titleSkeleton", skeleton
        from ${sql.identifier(storage.schema, 'plugins')} where publisher_id <> ${publisher} order by name`,
  );
  const scopes = await storage.query<{ scope: string }>(
    tx,
    sql`select scope from ${sql.identifier(storage.schema, 'publishers')} where scope is not null and id <> ${publisher}`,
  );
  return { plugins, scopes: scopes.map(({ scope }) => scope) };
}
