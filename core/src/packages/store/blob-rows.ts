import { createHash } from 'node:crypto';
import { sql } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';

/** A package that the database keeps. */
export interface BlobInfo {
  readonly sha256: string;
  readonly name: string;
  readonly version: string;
  readonly size: number;
  /** Names of its migrations, in order; null before it was loaded on trial. */
  readonly migrations: readonly string[] | null;
}

/** Keeps a tarball. What is kept already stays as it is, and young: a change that names it is on its way. */
export async function keepBlob(
  storage: Storage,
  { sha256, name, version }: Pick<BlobInfo, 'sha256' | 'name' | 'version'>,
  bytes: Uint8Array,
): Promise<void> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = await storage.execute<{ sha256: string }>(
    sql`update core.package_blobs set added_at = now() where sha256 = ${sha256} returning sha256`,
  );
  if (known.length > 0) return;
  await storage.execute(
    sql`insert into core.package_blobs (sha256, name, version, size, bytes)
        values (${sha256}, ${name}, ${version}, ${bytes.byteLength}, ${content})
        on conflict (sha256) do nothing`,
  );
}

/** The bytes of a tarball; null when they are not kept or are not what their name says. */
export async function readBlob(storage: Storage, sha256: string): Promise<Uint8Array | null> {
  const [row] = await storage.execute<{ bytes: Uint8Array }>(
    sql`select bytes from core.package_blobs where sha256 = ${sha256}`,
  );
  if (row === undefined) return null;
  return createHash('sha256').update(row.bytes).digest('hex') === sha256 ? row.bytes : null;
}

/** What is known of some packages, by hash; those that are not kept are absent. */
export async function describeBlobs(
  storage: Storage,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, BlobInfo>> {
  const rows = await storage.execute<
    Omit<BlobInfo, 'size' | 'migrations'> & Record<'size' | 'list', string | null>
  >(
    sql`select sha256, name, version, size::text as size, migrations as list from core.package_blobs
        where sha256 = any(${hashes})`,
  );
  return new Map(
    rows.map(({ sha256, name, version, size, list }) => [
      sha256,
      {
        ...{ sha256, name, version, size: Number(size) },
        migrations: list === null ? null : (JSON.parse(list) as string[]),
      },
    ]),
  );
}

/** Remembers which migrations a package has. */
export async function noteMigrations(
  storage: Storage,
  sha256: string,
  migrations: readonly string[],
): Promise<void> {
  await storage.execute(
    sql`update core.package_blobs set migrations = ${JSON.stringify(migrations)} where sha256 = ${sha256}`,
  );
}

/**
 * Removes packages that neither these nor any change that is still open names.
 * @param keep - hashes
 */
export async function collectBlobs(storage: Storage, keep: ReadonlySet<string>): Promise<number> {
  const rows = await storage.execute<{ sha256: string }>(
    // An hour, because a package is kept before the change that names it.
    sql`delete from core.package_blobs b where not (sha256 = any(${[...keep]})) and added_at < now() - interval '1 hour'
          and not exists (select from core.plugin_changes c where c.state in ('proposed', 'applying')
            and c.proposed_at > now() - interval '1 day' and strpos(c.plan, b.sha256) > 0)
        returning sha256`,
  );
  return rows.length;
}
