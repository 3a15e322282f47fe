import type { Asset, ColumnSchema } from '@datawave/plugin-sdk';

/** Columns of an asset that an expression sees; those beyond are left out of `asset.columns`, not of the scan. */
const MOST_COLUMNS = 2000;
/** Longer texts are cut. */
const MOST_TEXT = 1000;

/** A column as expressions see it: `column.name`. */
export class ExpressionColumn {
  readonly name: string;
  readonly type: string;
  readonly kind: string;
  readonly nullable: boolean;
  readonly comment: string;
  readonly isPrimaryKey: boolean;

  constructor(column: ColumnSchema, isPrimaryKey: boolean) {
    this.name = cut(column.name);
    this.type = cut(column.dataType);
    this.kind = column.kind;
    this.nullable = column.nullable;
    this.comment = cut(column.comment ?? '');
    this.isPrimaryKey = isPrimaryKey;
  }
}

/** An asset as expressions see it. What its source does not know is missing: `has(asset.rows)`. */
export class ExpressionAsset {
  readonly name: string;
  readonly path: readonly string[];
  readonly schema: string;
  readonly type: string;
  readonly comment: string;
  readonly primaryKey: readonly string[];
  readonly rows: bigint | undefined;
  readonly bytes: bigint | undefined;
  /** Missing where they are known only once the asset is read. */
  readonly columns: readonly ExpressionColumn[] | undefined;

  constructor(asset: Asset) {
    this.name = cut(asset.path.join('.'));
    this.path = asset.path.map(cut);
    this.schema = cut(asset.path.length > 1 ? (asset.path.at(-2) ?? '') : '');
    this.type = asset.type;
    this.comment = cut(asset.comment ?? '');
    this.primaryKey = asset.primaryKey.slice(0, MOST_COLUMNS).map(cut);
    this.rows = whole(asset.rowEstimate);
    this.bytes = whole(asset.sizeBytes);
    this.columns = asset.columns.length === 0 ? undefined : expressionColumns(asset);
  }
}

/** The columns of an asset, in their order, as far as expressions see them. */
function expressionColumns(asset: Asset): readonly ExpressionColumn[] {
  const keys = new Set(asset.primaryKey);
  return asset.columns
    .slice(0, MOST_COLUMNS)
    .map((column) => new ExpressionColumn(column, keys.has(column.name)));
}

/** One column of an asset. */
export const expressionColumn = (asset: Asset, column: ColumnSchema): ExpressionColumn =>
  new ExpressionColumn(column, asset.primaryKey.includes(column.name));

const cut = (text: string): string => (text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text);

const whole = (amount: number | null): bigint | undefined =>
  amount === null || !Number.isFinite(amount) ? undefined : BigInt(Math.round(amount));
