import {
  type AccessFilter,
  type AccessService,
  type AssetFacts,
  type AssetScan,
  type CatalogService,
  type CatalogSummary,
  type Classification,
  type ExecutionScope,
  type PluginHooks,
  type RevisedAsset,
  recordingHook,
  retirementHook,
  SEVERITIES,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';
import { AssetEntity, type StoredAsset } from './asset-entity.ts';
import {
  type ColumnRow,
  NO_VIOLATION,
  rankOf,
  toRows,
  verdictPart,
  verdictsOfAll,
  versioned,
} from './column-row.ts';
import { keepUnread } from './keep-unread.ts';
import { writeAsset } from './write-asset.ts';

/** How many versions of an asset are kept. */
const KEPT_VERSIONS = 50;

/** Writes facts and answers the questions of other plugins about them. */
export class CatalogStore implements CatalogService {
  readonly #storage: StorageService;
  readonly #hooks: PluginHooks;
  readonly #access: AccessService;

  constructor(storage: StorageService, hooks: PluginHooks, access: AccessService) {
    this.#storage = storage;
    this.#hooks = hooks;
    this.#access = access;
  }

  async record(
    tx: Transaction,
    scope: ExecutionScope,
    entry: { readonly sourceId: string; readonly scanId: string; readonly scan: AssetScan },
  ): Promise<AssetScan> {
    // Before anything is written here: whoever decides locks first what it decides on.
    const whole = await keepUnread(this.#storage, tx, entry.scan);
    const { scan } = await this.#hooks.call(recordingHook, { tx, scope, ...entry, scan: whole });
    const rows = toRows(scan);
    const present = await writeAsset(this.#storage, tx, scope, { ...entry, scan }, rows);
    if (present > KEPT_VERSIONS)
      await this.#storage.query(
        tx,
        sql`delete from ${this.#table('asset_versions')} where version <= ${present - KEPT_VERSIONS}
            and asset_id = (select id from ${this.#table('assets')} where urn = ${scan.urn})`,
      );
    return scan;
  }

  async revise(
    tx: Transaction,
    scope: ExecutionScope,
    revision: {
      readonly urn: string;
      readonly columns: readonly {
        readonly name: string;
        readonly classifications: readonly Classification[];
      }[];
    },
  ): Promise<RevisedAsset | null> {
    // Locked, so that a scan and a decision of the same moment do not overwrite each other's columns.
    const locked = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table('assets')} where urn = ${revision.urn} for update`,
    );
    if (locked.length === 0) return null;
    const unit = this.#storage.unitOfWork(tx);
    const asset = await unit.findOneOrFail(AssetEntity, { urn: revision.urn }, { refresh: true });
    const revised = new Map(revision.columns.map(({ name, classifications }) => [name, classifications]));
    const rows = (await this.#columns(tx, asset.id)).map((row) => {
      const classifications = revised.get(row.name);
      return classifications === undefined ? row : { ...row, ...verdictPart(classifications) };
    });
    unit.assign(asset, { ...verdictsOfAll(rows), version: asset.version + 1 });
    await unit.flush();
    await this.#replaceColumns(tx, scope, asset.id, rows);
    const { id, version, scanId, sourceId } = asset;
    await this.#recordVersion(tx, scope, { id, version, scanId, rowCount: asset.rowCount ?? null }, rows);
    return { facts: toFacts(asset, rows), sourceId, scanId };
  }

  async retire(
    tx: Transaction,
    scope: ExecutionScope,
    entry: Parameters<CatalogService['retire']>[2],
  ): Promise<readonly string[]> {
    const { sourceId } = entry;
    const which =
      'urns' in entry
        ? sql`urn = any(${entry.urns}::text[]) order by urn`
        : sql`not (urn = any(${entry.seen}::text[])) order by urn limit ${entry.most ?? null}::bigint`;
    const gone = await this.#storage.query<{ urn: string }>(
      tx,
      sql`select urn from ${this.#table('assets')} where source_id = ${sourceId} and retired_at is null and ${which}`,
    );
    const urns = gone.map(({ urn }) => urn);
    if (urns.length === 0) return urns;
    await this.#hooks.call(retirementHook, { tx, scope, sourceId, urns });
    await this.#storage.query(
      tx,
      sql`update ${this.#table('assets')} set retired_at = now() where urn = any(${urns}::text[]) and source_id = ${sourceId} and retired_at is null`,
    );
    return urns;
  }

  async urnsOf(
    tx: Transaction,
    _scope: ExecutionScope,
    {
      sourceId,
      after,
      limit,
    }: { readonly sourceId: string; readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ urn: string }>(
      tx,
      sql`select urn from ${this.#table('assets')} where source_id = ${sourceId} and retired_at is null and ${after === null ? sql`true` : sql`urn > ${after}`} order by urn limit ${limit}`,
    );
    return rows.map(({ urn }) => urn);
  }

  async facts(scope: ExecutionScope, urn: string): Promise<AssetFacts | null> {
    return this.#storage.transaction(scope, async (tx) => {
      const asset = await this.#storage.unitOfWork(tx).findOne(AssetEntity, { urn });
      if (asset === null) return null;
      return toFacts(asset, await this.#columns(tx, asset.id));
    });
  }

  async summary(scope: ExecutionScope, filter: { readonly sourceId?: string } = {}): Promise<CatalogSummary> {
    const ofSource = filter.sourceId === undefined ? sql`true` : sql`a.source_id = ${filter.sourceId}`;
    return this.#storage.transaction(scope, async (tx) => {
      const [totals] = await this.#storage.query<{ assets: number; columns: number; sensitive: number }>(
        tx,
        sql`select count(*)::int as assets, coalesce(sum(column_count), 0)::int as columns, coalesce(sum(sensitive_columns), 0)::int as sensitive
            from ${this.#table('assets')} a where retired_at is null and ${ofSource}`,
      );
      const infoTypes = await this.#storage.query<CatalogSummary['infoTypes'][number]>(
        tx,
        sql`select c.info_type as "infoType", count(*)::int as columns, (count(*) filter (where c.sensitivity_rank >= ${rankOf('confidential')}::int))::int as "sensitiveColumns"
            from ${this.#table('columns')} c join ${this.#table('assets')} a on a.id = c.asset_id
            where c.info_type is not null and a.retired_at is null and ${ofSource}
            group by 1 order by 2 desc, 1`,
      );
      return {
        assets: totals?.assets ?? 0,
        columns: totals?.columns ?? 0,
        sensitiveColumns: totals?.sensitive ?? 0,
        infoTypes,
      };
    });
  }

  async markViolations(
    tx: Transaction,
    _scope: ExecutionScope,
    marks: Parameters<CatalogService['markViolations']>[2],
  ): Promise<void> {
    if (marks.length === 0) return;
    const rows = marks.map(({ urn, standing, worst }) => ({
      ...{ urn, standing, rank: worst === null ? NO_VIOLATION : SEVERITIES.indexOf(worst) },
    }));
    await this.#storage.query(
      tx,
      sql`update ${this.#table('assets')} a set standing_violations = m.standing, violation_rank = m.rank
          from jsonb_to_recordset(${sql.json(rows)}) as m (urn text, standing int, rank smallint)
          where a.urn = m.urn and (a.standing_violations, a.violation_rank) is distinct from (m.standing, m.rank)`,
    );
  }

  async visible(scope: ExecutionScope, permission: string, urn: SqlFragment): Promise<AccessFilter> {
    // What confines a token is said of the permission; of the assets counts what its holder may see.
    const { session: _session, ...holder } = scope;
    const filters = await Promise.all([
      this.#access.filter(holder, 'catalog:read', attributeColumns(this.#storage.schema)),
      this.#access.filter(scope, permission, attributeColumns(this.#storage.schema)),
    ]);
    if (filters.every(({ passes }) => passes === 'all')) return { passes: 'all', predicate: sql`true` };
    if (filters.some(({ passes }) => passes === 'none')) return { passes: 'none', predicate: sql`false` };
    const conditions = sql.join(
      filters.map(({ predicate }) => predicate),
      ' and ',
    );
    return {
      passes: 'some',
      predicate: sql`exists (select from ${this.#table('assets')} a where a.urn = ${urn} and ${conditions})`,
    };
  }

  async mayBeSeen(
    scope: ExecutionScope,
    { id, key }: { readonly id: string; readonly key: string },
    paths: readonly (readonly string[])[],
  ): Promise<readonly boolean[]> {
    const { session: _session, ...holder } = scope;
    const columns = attributeColumns(this.#storage.schema);
    const { passes, predicate } = await this.#access.filter(holder, 'catalog:read', columns);
    if (passes !== 'some' || paths.length === 0) return paths.map(() => passes === 'all');
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ path: readonly string[]; isSeen: boolean }>(
        tx,
        sql`select a.path, ((${predicate}) is true) as "isSeen" from ${this.#table('assets')} a
            where a.source_id = ${id}::uuid and to_jsonb(a.path) in (select jsonb_array_elements(${sql.json(paths)}))`,
      ),
    );
    const known = new Map(rows.map(({ path, isSeen }) => [JSON.stringify(path), isSeen]));
    const question = { permission: 'catalog:read', attributes: { source: key } };
    const unknown = (await this.#access.decide(holder, question)).allowed;
    return paths.map((path) => known.get(JSON.stringify(path)) ?? unknown);
  }

  #table(name: string) {
    return sql.identifier(this.#storage.schema, name);
  }

  #columns(tx: Transaction, assetId: string): Promise<readonly ColumnRow[]> {
    return this.#storage.query<ColumnRow>(
      tx,
      sql`select * from ${this.#table('columns')} where asset_id = ${assetId} order by ordinal`,
    );
  }

  async #replaceColumns(
    tx: Transaction,
    scope: ExecutionScope,
    assetId: string,
    rows: readonly ColumnRow[],
  ): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table('columns')} where asset_id = ${assetId}`);
    if (rows.length === 0) return;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('columns')}
            (asset_id, workspace_id, ordinal, name, data_type, kind, nullable, comment, profile, classifications, info_type, sensitivity, sensitivity_rank, confidence)
          select ${assetId}::uuid, ${scope.workspace}::uuid, r.*
          from jsonb_to_recordset(${sql.json(rows)}) as r
            (ordinal int, name text, data_type text, kind text, nullable boolean, comment text, profile jsonb, classifications jsonb, info_type text, sensitivity text, sensitivity_rank smallint, confidence real)`,
    );
  }

  async #recordVersion(
    tx: Transaction,
    scope: ExecutionScope,
    asset: {
      readonly id: string;
      readonly version: number;
      readonly scanId: string;
      readonly rowCount: number | null;
    },
    rows: readonly ColumnRow[],
  ): Promise<void> {
    const table = this.#table('asset_versions');
    await this.#storage.query(
      tx,
      sql`insert into ${table} (asset_id, workspace_id, version, scan_id, recorded_at, columns, cause, actor, row_count)
          values (${asset.id}, ${scope.workspace}, ${asset.version}, ${asset.scanId}, now(), ${sql.json(versioned(rows))}, 'decision', ${scope.principal.id}, ${asset.rowCount})`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${table} where asset_id = ${asset.id} and version <= ${asset.version - KEPT_VERSIONS}`,
    );
  }
}

const toFacts = (asset: StoredAsset, rows: readonly ColumnRow[]): AssetFacts => ({
  urn: asset.urn,
  name: asset.name,
  asset: {
    path: asset.path,
    // Only scans write this column, and they write an AssetType.
    type: asset.type as AssetFacts['asset']['type'],
    primaryKey: asset.primaryKey,
    foreignKeys: asset.foreignKeys,
    comment: asset.comment ?? null,
  },
  rowCount: asset.rowCount ?? null,
  columns: rows.map(({ name, data_type, classifications }) => ({
    name,
    dataType: data_type,
    classifications,
  })),
});
