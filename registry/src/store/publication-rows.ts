import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { knownName, tarballPath } from '../npm/npm-names.ts';
import type { Publication, PublicationSource } from '../publications.ts';
import { readRevocations } from '../revocations/read-revocations.ts';

/** All that is served, for whoever vouches for it. */
export const publicationSource = (storage: StorageService): PublicationSource => ({
  async publications(tx: Transaction, after: string | null, limit: number): Promise<readonly Publication[]> {
    const at = after === null ? null : positionOf(after);
    const rows = await storage.query<Omit<Publication, 'path'>>(
      tx,
      sql`select v.name, v.version, v.size, v.sha256, v.sha512, p.publisher_id as publisher, p.verified, v.sdk,
            v.manifest_sha256 as "manifestSha256", v.keyids
          from ${sql.identifier(storage.schema, 'versions')} v join ${sql.identifier(storage.schema, 'plugins')} p using (name)
          where v.removed_at is null and ${at === null ? sql`true` : sql`(v.name, v.version) > (${at.name}, ${at.version})`}
          order by v.name, v.version limit ${limit}`,
    );
    return rows.map((row) => ({ ...row, path: tarballPath(knownName(row.name), row.version) }));
  },
  revocations: (tx) => readRevocations(storage, tx, null),
});

function positionOf(path: string): { readonly name: string; readonly version: string } {
  const [name = '', file = ''] = path.split('/-/');
  const base = name.slice(name.indexOf('/') + 1);
  return { name, version: file.slice(base.length + 1, -4) };
}
