import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import semver from 'semver';
import { skeletonOf } from '../checks/skeleton.ts';
import { listingColumns } from '../listing/listing-columns.ts';
import { kindsOf } from '../listing/plugin-kinds.ts';
import { searchTerms } from '../listing/search-terms.ts';
import { textsOf } from '../publish/package-json.ts';
import type { Attestation, ReadAttestation } from '../publish/provenance.ts';
import { readRevocations, revocationOf } from '../revocations/read-revocations.ts';
import { noteListingChange } from './listing-changes.ts';
import type { NewVersion, PluginRow, VersionRow } from './plugin-rows.ts';

/** Plugins, their versions and their tags in the database. What is read stands behind the permission of the route. */
export class PluginStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Keeps others from changing what is called so until the transaction ends, whether it is there or not. */
  async lock(tx: Transaction, name: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`${this.#storage.schema} ${name}`}, 0))::text`,
    );
  }

  async find(tx: Transaction, name: string): Promise<PluginRow | null> {
    const [row] = await this.#storage.query<PluginRow & { readonly revision: string | number }>(
      tx,
      sql`select name, publisher_id as publisher, origin, revision::float8 as revision, version,
            ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`updated_at`)} as "updatedAt"
          from ${this.#table('plugins')} where name = ${name}`,
    );
    return row ?? null;
  }

  /** Versions that are served, in the order in which they were published. */
  versions(tx: Transaction, name: string): Promise<readonly VersionRow[]> {
    return this.#storage.query<VersionRow>(
      tx,
      sql`select v.version, sha256, sha512, sha1, size, unpacked_size::float8 as "unpackedSize", file_count as "fileCount",
            referred_to as "referredTo", package, sdk, deprecated, ${sql.isoTime(sql`published_at`)} as "publishedAt",
            publisher_name as "publisherName",
            (select a.predicate_type from ${this.#table('attestations')} a where a.name = v.name and a.version = v.version) as "predicateType"
          from ${this.#table('versions')} v where name = ${name} and removed_at is null order by published_at, version`,
    );
  }

  /** How many versions there have been, and whether this one was among them. */
  async numbers(
    tx: Transaction,
    name: string,
    version: string,
  ): Promise<{ readonly count: number; readonly isTaken: boolean }> {
    const [row] = await this.#storage.query<{ count: number; isTaken: boolean }>(
      tx,
      sql`select count(*)::int as count, coalesce(bool_or(version = ${version}), false) as "isTaken"
          from ${this.#table('versions')} where name = ${name}`,
    );
    return row ?? { count: 0, isTaken: false };
  }

  /** Bytes of all tarballs of a publisher that are kept here. */
  async bytesOf(tx: Transaction, publisher: string): Promise<number> {
    const [row] = await this.#storage.query<{ bytes: number }>(
      tx,
      sql`select coalesce(sum(v.size), 0)::float8 as bytes from ${this.#table('plugins')} p join ${this.#table('versions')} v using (name)
          where p.publisher_id = ${publisher} and v.removed_at is null and v.referred_to is null`,
    );
    return row?.bytes ?? 0;
  }

  async tags(tx: Transaction, name: string): Promise<Readonly<Record<string, string>>> {
    const rows = await this.#storage.query<{ tag: string; version: string }>(
      tx,
      sql`select tag, version from ${this.#table('dist_tags')} where name = ${name} order by tag`,
    );
    return Object.fromEntries(rows.map(({ tag, version }) => [tag, version]));
  }

  /** Where the bytes of a version are that is served. */
  async tarball(
    tx: Transaction,
    name: string,
    version: string,
  ): Promise<{ readonly sha256: string; readonly referredTo: string | null } | null> {
    const [row] = await this.#storage.query<{ sha256: string; referredTo: string | null }>(
      tx,
      sql`select sha256, referred_to as "referredTo" from ${this.#table('versions')}
          where name = ${name} and version = ${version} and removed_at is null`,
    );
    return row ?? null;
  }

  async readme(tx: Transaction, name: string, version: string): Promise<string> {
    const [row] = await this.#storage.query<{ readme: string }>(
      tx,
      sql`select readme from ${this.#table('versions')} where name = ${name} and version = ${version}`,
    );
    return row?.readme ?? '';
  }

  async addPlugin(tx: Transaction, name: string, publisher: string, origin: string | null): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('plugins')} (name, publisher_id, origin, skeleton)
          values (${name}, ${publisher}, ${origin}, ${skeletonOf(name)})`,
    );
  }

  async addVersion(
    tx: Transaction,
    name: string,
    added: NewVersion,
    by: { readonly id: string; readonly displayName: string },
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('versions')} (name, version, sha256, sha512, sha1, size, unpacked_size, file_count, referred_to,
            package, manifest, sdk, manifest_sha256, keyids, checks, readme, changelog, published_by, publisher_name)
          values (${name}, ${added.version}, ${added.sha256}, ${added.sha512}, ${added.sha1}, ${added.size}, ${added.unpackedSize},
            ${added.fileCount}, ${added.referredTo}, ${sql.json(added.package)}, ${sql.json(added.manifest)}, ${added.sdk},
            ${added.manifestSha256}, ${added.keyids}::text[], ${sql.json(added.checks)}, ${added.readme}, ${added.changelog},
            ${by.id}, ${by.displayName})`,
    );
  }

  async removeVersion(tx: Transaction, name: string, version: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('versions')} set removed_at = now(), readme = '', changelog = ''
          where name = ${name} and version = ${version}`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('dist_tags')} where name = ${name} and version = ${version}`,
    );
  }

  async attest(tx: Transaction, name: string, version: string, attestation: ReadAttestation): Promise<void> {
    const { predicateType, bundle, origin, isVerified } = attestation;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('attestations')} (name, version, predicate_type, bundle, origin, is_verified)
          values (${name}, ${version}, ${predicateType}, ${sql.json(bundle)}, ${origin === null ? null : sql.json({ ...origin })}, ${isVerified})`,
    );
  }

  /** What is attested of a version that is served. */
  attestations(tx: Transaction, name: string, version: string): Promise<readonly Attestation[]> {
    return this.#storage.query<Attestation>(
      tx,
      sql`select a.predicate_type as "predicateType", a.bundle from ${this.#table('attestations')} a join ${this.#table('versions')} v using (name, version)
          where name = ${name} and version = ${version} and v.removed_at is null`,
    );
  }

  async deprecate(tx: Transaction, name: string, version: string, why: string | null): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('versions')} set deprecated = ${why} where name = ${name} and version = ${version}`,
    );
  }

  async tag(tx: Transaction, name: string, tag: string, version: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('dist_tags')} (name, tag, version) values (${name}, ${tag}, ${version})
          on conflict (name, tag) do update set version = excluded.version`,
    );
  }

  async untag(tx: Transaction, name: string, tag: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('dist_tags')} where name = ${name} and tag = ${tag}`,
    );
  }

  /**
   * Brings the listing in line with the versions after each change, and counts the revision up. `latest` is kept where it names a
   * version that is served, else it goes to the highest.
   */
  async settle(tx: Transaction, name: string): Promise<void> {
    const versions = await this.versions(tx, name);
    const numbers = versions.map(({ version }) => version);
    const tags = await this.tags(tx, name);
    const latest = tags['latest'] ?? highest(numbers);
    if (latest !== undefined && tags['latest'] === undefined) await this.tag(tx, name, 'latest', latest);
    const shown = versions.find(({ version }) => version === latest);
    await noteListingChange(this.#storage, tx);
    if (shown === undefined) {
      await this.#storage.query(
        tx,
        sql`update ${this.#table('plugins')} set version = null, revision = revision + 1, updated_at = now() where name = ${name}`,
      );
      return;
    }
    await this.#list(tx, name, shown);
  }

  async #list(tx: Transaction, name: string, shown: VersionRow): Promise<void> {
    const readme = await this.readme(tx, name, shown.version);
    const listing = listingColumns(shown.package);
    const revoked = revocationOf(await readRevocations(this.#storage, tx, name), shown.version);
    const { weighted, trigrams } = searchTerms({
      name,
      title: listing.title,
      description: listing.description,
      keywords: textsOf(shown.package, 'keywords'),
      readme,
    });
    const vector: SqlFragment = sql`setweight(to_tsvector('simple', ${weighted.a}), 'A')
      || setweight(to_tsvector('simple', ${weighted.b}), 'B') || setweight(to_tsvector('english', ${weighted.c}), 'C')
      || setweight(to_tsvector('english', ${weighted.d}), 'D')`;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('plugins')} p set version = ${shown.version}, revision = revision + 1, updated_at = now(),
            plugin_id = ${listing.id}, title = ${listing.title}, description = ${listing.description},
            kinds = ${kindsOf(textsOf(shown.package, 'keywords'), listing.manifest)}::text[],
            permissions = ${listing.permissions}::text[], sdk = ${shown.sdk}, needs = ${sql.json(listing.needs)},
            title_skeleton = ${skeletonOf(listing.title)}, search = ${vector},
            verified = exists (select from ${this.#table('proofs')} f where f.publisher_id = p.publisher_id
              and (f.expires_at is null or f.expires_at > now())),
            revoked = ${revoked === null ? null : sql.json({ reason: revoked.reason, at: revoked.at })}
          where name = ${name}`,
    );
    await this.#storage.query(tx, sql`delete from ${this.#table('name_trigrams')} where name = ${name}`);
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('name_trigrams')} (trigram, name) select t, ${name} from unnest(${trigrams}::text[]) t on conflict do nothing`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** The highest release; a preview where there is nothing else. */
export function highest(versions: readonly string[]): string | undefined {
  const releases = versions.filter((version) => semver.prerelease(version) === null);
  return semver.rsort([...(releases.length > 0 ? releases : versions)])[0];
}
