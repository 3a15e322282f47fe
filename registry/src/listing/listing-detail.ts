import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type {
  PluginListing,
  PluginListingDetail,
  PluginReview,
  PluginVersionDetail,
  PublisherProof,
} from '@datawave/plugin-sdk/packaging';
import { knownName } from '../npm/npm-names.ts';
import { unknownPlugin } from '../registry-errors.ts';
import { readRevocations, revocationOf } from '../revocations/read-revocations.ts';
import { LISTING } from './listing-row.ts';

/** Versions, and days of downloads, that are shown. */
const MOST_VERSIONS = 100;
const DAYS = 90;

/** All that is known of a plugin. @throws DataWaveError DW_REGISTRY_UNKNOWN */
export async function readListingDetail(
  storage: StorageService,
  tx: Transaction,
  plainName: string,
  reviews: (name: string) => Promise<readonly PluginReview[]>,
): Promise<PluginListingDetail> {
  const name = knownName(plainName).full;
  const table = (one: string) => sql.identifier(storage.schema, one);
  const [row] = await storage.query<{ listing: PluginListing; origin: string | null }>(
    tx,
    sql`select ${LISTING} as listing, p.origin from ${table('plugins')} p join ${table('publishers')} u on u.id = p.publisher_id
        where p.name = ${name} and p.version is not null`,
  );
  if (row === undefined) throw unknownPlugin(name);
  const versions = await storage.query<
    Omit<PluginVersionDetail, 'revoked' | 'integrity'> & { sha512: string }
  >(
    tx,
    sql`select version, manifest, sdk, sha512, sha256, size, unpacked_size::float8 as "unpackedSize", package ->> 'license' as licence,
          checks, keyids, ${sql.isoTime(sql`published_at`)} as "publishedAt", publisher_name as "publishedBy", deprecated,
          downloads::float8 as downloads,
          (select a.origin || jsonb_build_object('isVerified', a.is_verified) from ${table('attestations')} a
            where a.name = v.name and a.version = v.version) as "builtFrom"
        from ${table('versions')} v where name = ${name} and removed_at is null order by published_at desc, version desc limit ${MOST_VERSIONS}`,
  );
  const [texts] = await storage.query<{ readme: string; changelog: string }>(
    tx,
    sql`select readme, changelog from ${table('versions')} where name = ${name} and version = ${row.listing.version}`,
  );
  const tags = await storage.query<{ tag: string; version: string }>(
    tx,
    sql`select tag, version from ${table('dist_tags')} where name = ${name} order by tag`,
  );
  const downloadsByDay = await storage.query<{ day: string; count: number }>(
    tx,
    sql`select to_char(day, 'YYYY-MM-DD') as day, count::float8 as count from ${table('downloads')}
        where name = ${name} and day > (now() at time zone 'UTC')::date - ${DAYS}::int order by day`,
  );
  const revocations = await readRevocations(storage, tx, name);
  const proofs = await storage.query<PublisherProof>(
    tx,
    sql`select method, case when method = 'administrator' then '' else detail end as detail from ${table('proofs')}
        where publisher_id = ${row.listing.publisher.id} and (expires_at is null or expires_at > now()) order by method`,
  );
  return {
    ...row.listing,
    ...{ readme: texts?.readme ?? '', changelog: texts?.changelog ?? '' },
    distTags: Object.fromEntries(tags.map(({ tag, version }) => [tag, version])),
    versions: versions.map(({ sha512, ...version }) => {
      const revocation = revocationOf(revocations, version.version);
      return {
        ...version,
        integrity: `sha512-${Buffer.from(sha512, 'hex').toString('base64')}`,
        revoked: revocation === null ? null : { reason: revocation.reason, at: revocation.at },
      };
    }),
    downloadsByDay,
    reviews: await reviews(name),
    revocations,
    proofs,
    origin: row.origin,
  };
}
