import {
  type Control,
  cutPage,
  decodeCursor,
  type FrameworkInfo,
  type Page,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { IS_STANDING } from './violation-state.ts';

/**
 * How a control stands: some asset does not meet it; all that do not are waived; every asset that was assessed meets it; its framework's
 * rules judge it, but nothing was assessed yet; only people can judge it.
 */
export type ControlStatus = 'failing' | 'waived' | 'passing' | 'not-assessed' | 'manual';

/** A control and how it stands among the assets that the caller may see. */
export interface CoveredControl extends Control {
  readonly status: ControlStatus;
  readonly failingAssets: number;
  readonly passingAssets: number;
  readonly violations: number;
  readonly waived: number;
  readonly worst: Severity | null;
}

/** A framework and how its controls stand. */
export interface Coverage extends Omit<FrameworkInfo, 'controls'> {
  readonly assets: number;
  readonly lastAssessedAt: string | null;
  /** Of the pack, with which assets were assessed last. */
  readonly versions: readonly string[];
  readonly byStatus: Readonly<Record<ControlStatus, number>>;
  readonly controls: readonly CoveredControl[];
}

interface ControlRow {
  readonly framework: string;
  readonly control: string;
  readonly violations: number;
  readonly failing: number;
  readonly touched: number;
  readonly waived: number;
  readonly worst: number | null;
}

/** What the caller may see of the tables `violations` and `assessed`. */
export interface CoverageRights {
  readonly violations: SqlFragment;
  readonly assessed: SqlFragment;
}

/** How the controls of all frameworks stand. */
export async function coverageOf(
  storage: StorageService,
  tx: Transaction,
  frameworks: readonly FrameworkInfo[],
  rights: CoverageRights,
): Promise<readonly Coverage[]> {
  const assessed = await storage.query<{
    framework: string;
    assets: number;
    at: string;
    versions: readonly string[];
  }>(
    tx,
    sql`select framework, count(*)::int as assets, ${sql.isoTime(sql`max(at)`)} as at, array_agg(distinct framework_version) as versions
        from ${sql.identifier(storage.schema, 'assessed')} assessed where ${rights.assessed} group by 1`,
  );
  const rows = await storage.query<ControlRow>(
    tx,
    sql`select framework, control, (count(*) filter (where ${IS_STANDING}))::int as violations, (count(distinct asset) filter (where ${IS_STANDING}))::int as failing,
          count(distinct asset)::int as touched, (count(*) filter (where state = 'waived'))::int as waived, (max(severity_rank) filter (where ${IS_STANDING}))::int as worst
        from ${sql.identifier(storage.schema, 'violations')} violations where state <> 'resolved' and ${rights.violations} group by 1, 2`,
  );
  return frameworks.map((info) => {
    const known = assessed.find(({ framework }) => framework === info.id);
    const saysChecks = info.controls.some(({ check }) => check !== undefined);
    const controls = info.controls.map((control): CoveredControl => {
      const row = rows.find((one) => one.framework === info.id && one.control === control.id);
      return {
        ...control,
        status: statusOf(control, row, known?.assets ?? 0, saysChecks),
        failingAssets: row?.failing ?? 0,
        passingAssets: Math.max(0, (known?.assets ?? 0) - (row?.touched ?? 0)),
        violations: row?.violations ?? 0,
        waived: row?.waived ?? 0,
        worst: SEVERITIES[row?.worst ?? -1] ?? null,
      };
    });
    const of = (status: ControlStatus): number =>
      controls.filter((control) => control.status === status).length;
    return {
      ...info,
      controls,
      assets: known?.assets ?? 0,
      lastAssessedAt: known?.at ?? null,
      versions: known?.versions ?? [],
      byStatus: {
        ...{ failing: of('failing'), waived: of('waived'), passing: of('passing') },
        ...{ 'not-assessed': of('not-assessed'), manual: of('manual') },
      },
    };
  });
}

/** @param saysChecks - whether the framework tells which of its controls its rules judge; else those that were found broken tell */
function statusOf(
  { check }: Control,
  row: ControlRow | undefined,
  assets: number,
  saysChecks: boolean,
): ControlStatus {
  if (row !== undefined && row.failing > 0) return 'failing';
  if (row !== undefined && row.waived > 0) return 'waived';
  if (check === undefined && saysChecks) return 'manual';
  return assets === 0 || check === undefined ? 'not-assessed' : 'passing';
}

/** An asset that was assessed against a control. */
export interface ControlledAsset {
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly violations: number;
  readonly worst: Severity | null;
  /** When it was assessed last and by which version; null where that is not known. */
  readonly assessedAt: string | null;
  readonly version: string | null;
}

/** Assets that a control is met or not met by, in the order of their names. */
export async function assetsOfControl(
  storage: StorageService,
  tx: Transaction,
  {
    framework,
    control,
    status,
  }: {
    readonly framework: string;
    readonly control: string;
    readonly status: 'failing' | 'waived' | 'passing';
  },
  rights: CoverageRights,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<Page<ControlledAsset>> {
  const violations = sql`${sql.identifier(storage.schema, 'violations')} violations`;
  const assessed = sql`${sql.identifier(storage.schema, 'assessed')} assessed`;
  const [name, urn] = cursor === undefined ? [null, null] : decodeCursor(cursor, ['text', 'text']);
  const isIts = sql`violations.framework = ${framework} and violations.control = ${control}`;
  const last = sql`left join ${assessed} on assessed.asset_hash = ${sql.identifier(storage.schema, 'name_hash')}(t.asset) and assessed.framework = ${framework}`;
  const told = sql`${sql.isoTime(sql`assessed.at`)} as "assessedAt", assessed.framework_version as version`;
  const isAfter = sql`(${name}::text is null or (t.asset_name, t.asset) > (${name}, ${urn}))`;
  const touched = status === 'failing' ? IS_STANDING : sql`state = 'waived'`;
  const rows = await storage.query<Omit<ControlledAsset, 'worst'> & { readonly rank: number | null }>(
    tx,
    status === 'passing'
      ? sql`select t.asset, t.asset_name as "assetName", t.source_id as "sourceId", 0 as violations, null::int as rank, ${sql.isoTime(sql`t.at`)} as "assessedAt", t.framework_version as version
            from (select assessed.* from ${assessed} where framework = ${framework} and ${rights.assessed}) t
            where ${isAfter} and not exists (select from ${violations} where ${isIts} and violations.asset = t.asset and violations.state <> 'resolved')
            order by t.asset_name, t.asset limit ${limit + 1}`
      : sql`select t.asset, t.asset_name as "assetName", t.source_id as "sourceId", t.violations, t.rank, ${told}
            from (select asset, asset_name, source_id, count(*)::int as violations, max(severity_rank)::int as rank from ${violations}
                  where ${isIts} and ${touched} and ${rights.violations} group by 1, 2, 3) t ${last}
            where ${isAfter} order by t.asset_name, t.asset limit ${limit + 1}`,
  );
  return cutPage(
    rows,
    limit,
    ({ rank, ...row }) => ({ ...row, worst: SEVERITIES[rank ?? -1] ?? null }),
    (row) => [row.assetName, row.asset],
  );
}
