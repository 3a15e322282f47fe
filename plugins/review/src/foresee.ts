import {
  type AssessmentService,
  type CatalogService,
  type Classification,
  columnSensitivity,
  type ExecutionScope,
  type Finding,
  type Sensitivity,
  type Severity,
} from '@datawave/plugin-sdk';
import type { ColumnRecord } from './column-record.ts';

/** What stands for a column, before and after. */
export interface ForeseenColumn {
  readonly asset: string;
  readonly assetName: string;
  readonly column: string;
  readonly infoType: { readonly from: string | null; readonly to: string | null };
  readonly sensitivity: { readonly from: Sensitivity | null; readonly to: Sensitivity | null };
}

/** A violation that would come or go. */
export interface ForeseenViolation {
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly control: string;
  readonly controlTitle: string;
  readonly severity: Severity;
  readonly asset: string;
  readonly assetName: string;
  /** Null when it concerns the asset as a whole. */
  readonly column: string | null;
}

/** What a decision would change. */
export interface Foreseen {
  /** Columns that it decides on, and the assets that they are of. */
  readonly decided: number;
  readonly assets: number;
  /** False when there were more assets than are looked at. */
  readonly isComplete: boolean;
  /** Those for which something else would stand; the first of them. */
  readonly columns: readonly ForeseenColumn[];
  /** Null where nothing assesses. */
  readonly violations: {
    readonly gained: readonly ForeseenViolation[];
    readonly lost: readonly ForeseenViolation[];
    readonly gainedTotal: number;
    readonly lostTotal: number;
  } | null;
}

/** Assets that are looked at: each is assessed twice. */
export const MOST_FORESEEN = 40;

/** Listed of each kind; totals are said besides. */
const MOST_LISTED = 50;

/** Works out what would stand and be found, without writing any of it. */
export async function foresee(
  parts: { readonly catalog: CatalogService; readonly assessment: AssessmentService | undefined },
  scope: ExecutionScope,
  assets: readonly {
    readonly urn: string;
    readonly columns: readonly {
      readonly before: ColumnRecord;
      readonly classifications: readonly Classification[];
    }[];
  }[],
): Promise<Pick<Foreseen, 'columns' | 'violations'>> {
  const { catalog, assessment } = parts;
  const columns = assets.flatMap(({ columns: decided }) => decided.map(changeOf)).filter(isChange);
  if (assessment === undefined) return { columns: columns.slice(0, MOST_LISTED), violations: null };
  const gained: Finding[] = [];
  const lost: Finding[] = [];
  const names = new Map<string, string>();
  for (const { urn, columns: decided } of assets) {
    const now = await catalog.facts(scope, urn);
    if (now === null) continue;
    names.set(urn, now.name);
    const said = new Map(decided.map(({ before, classifications }) => [before.name, classifications]));
    const then = {
      ...now,
      columns: now.columns.map((column) => ({
        ...column,
        classifications: said.get(column.name) ?? column.classifications,
      })),
    };
    const before = new Map((await assessment.assess(now, {})).map((found) => [keyOf(found), found]));
    const after = new Map((await assessment.assess(then, {})).map((found) => [keyOf(found), found]));
    for (const [key, found] of after) if (!before.has(key)) gained.push(found);
    for (const [key, found] of before) if (!after.has(key)) lost.push(found);
  }
  const titled = await titlesOf(assessment, names);
  return {
    columns: columns.slice(0, MOST_LISTED),
    violations: {
      gained: gained.slice(0, MOST_LISTED).map(titled),
      lost: lost.slice(0, MOST_LISTED).map(titled),
      gainedTotal: gained.length,
      lostTotal: lost.length,
    },
  };
}

const keyOf = ({ framework, control, asset, column }: Finding): string =>
  JSON.stringify([framework, control, asset, column]);

function changeOf({
  before,
  classifications,
}: {
  readonly before: ColumnRecord;
  readonly classifications: readonly Classification[];
}): ForeseenColumn {
  return {
    asset: before.asset,
    assetName: before.assetName,
    column: before.name,
    infoType: { from: before.infoType, to: classifications[0]?.infoType ?? null },
    sensitivity: { from: before.sensitivity, to: columnSensitivity(classifications) },
  };
}

const isChange = ({ infoType, sensitivity }: ForeseenColumn): boolean =>
  infoType.from !== infoType.to || sensitivity.from !== sensitivity.to;

async function titlesOf(
  assessment: AssessmentService,
  names: ReadonlyMap<string, string>,
): Promise<(found: Finding) => ForeseenViolation> {
  const frameworks = new Map((await assessment.frameworks()).map((info) => [info.id, info]));
  return ({ framework, control, severity, asset, column }) => {
    const info = frameworks.get(framework);
    return {
      framework,
      frameworkTitle: info?.title ?? framework,
      control,
      controlTitle: info?.controls.find(({ id }) => id === control)?.title ?? control,
      severity,
      asset,
      assetName: names.get(asset) ?? asset,
      column,
    };
  };
}
