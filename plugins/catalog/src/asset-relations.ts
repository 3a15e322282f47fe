import {
  type AccessService,
  type ExecutionScope,
  type ForeignKey,
  type Sensitivity,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';
import { unknownAsset } from './asset-errors.ts';
import { sensitivityOf } from './column-row.ts';

/** Assets that refer to one; more than anybody looks through. */
const MOST_REFERRING = 200;

/** A foreign key seen from one of its ends. */
export interface Relation {
  /** Columns of the asset that was asked about. */
  readonly columns: readonly string[];
  /** Columns at the other end. */
  readonly otherColumns: readonly string[];
  readonly other: {
    readonly name: string;
    /** Null where the catalog does not know it. */
    readonly urn: string | null;
    readonly sensitivity: Sensitivity | null;
  };
}

interface OtherRow {
  readonly urn: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly rank: number;
  readonly foreignKeys: readonly ForeignKey[];
}

/** Reads which assets refer to which by their foreign keys, as far as the caller may see them. */
export class AssetRelations {
  readonly #storage: StorageService;
  readonly #access: AccessService;

  constructor(storage: StorageService, access: AccessService) {
    this.#storage = storage;
    this.#access = access;
  }

  /** Keys of the asset and keys of others of its source to it. @throws DataWaveError DW_ASSET_UNKNOWN */
  async of(
    scope: ExecutionScope,
    urn: string,
  ): Promise<{ readonly outgoing: readonly Relation[]; readonly incoming: readonly Relation[] }> {
    const { predicate } = await this.#access.filter(
      scope,
      'catalog:read',
      attributeColumns(this.#storage.schema),
    );
    const table = sql.identifier(this.#storage.schema, 'assets');
    return this.#storage.transaction(scope, async (tx) => {
      const [asset] = await this.#storage.query<{
        sourceId: string;
        path: readonly string[];
        foreignKeys: readonly ForeignKey[];
      }>(
        tx,
        sql`select a.source_id as "sourceId", a.path, a.foreign_keys as "foreignKeys" from ${table} a where a.urn = ${urn} and ${predicate}`,
      );
      if (asset === undefined) throw unknownAsset();
      const { sourceId, path, foreignKeys } = asset;
      const select = sql`select a.urn, a.name, a.path, a.sensitivity_rank as rank, ((${predicate}) is true) as seen`;
      const paths = foreignKeys.map(({ referencedPath }) => referencedPath);
      const targets =
        paths.length === 0
          ? []
          : await this.#storage.query<Omit<OtherRow, 'foreignKeys'> & { readonly seen: boolean }>(
              tx,
              sql`${select} from ${table} a where a.source_id = ${sourceId} and a.retired_at is null
                  and to_jsonb(a.path) in (select jsonb_array_elements(${sql.json(paths)}))`,
            );
      const referring = await this.#storage.query<OtherRow>(
        tx,
        sql`select a.urn, a.name, a.path, a.sensitivity_rank as rank, a.foreign_keys as "foreignKeys" from ${table} a
            where a.source_id = ${sourceId} and a.retired_at is null and ${predicate}
              and a.foreign_keys @> jsonb_build_array(jsonb_build_object('referencedPath', to_jsonb(${[...path]}::text[])))
            order by a.name, a.id limit ${MOST_REFERRING}`,
      );
      const known = new Map(targets.map((target) => [JSON.stringify(target.path), target]));
      return {
        outgoing: foreignKeys.flatMap(({ columns, referencedPath, referencedColumns }): Relation[] => {
          const target = known.get(JSON.stringify(referencedPath));
          if (target?.seen === false) return [];
          return [
            {
              ...{ columns, otherColumns: referencedColumns },
              other: {
                name: target?.name ?? referencedPath.join('.'),
                urn: target?.urn ?? null,
                sensitivity: target === undefined ? null : sensitivityOf(target.rank),
              },
            },
          ];
        }),
        incoming: referring.flatMap(({ urn: other, name, rank, foreignKeys: keys }) =>
          keys
            .filter(({ referencedPath }) => JSON.stringify(referencedPath) === JSON.stringify(path))
            .map(
              ({ columns, referencedColumns }): Relation => ({
                ...{ columns: referencedColumns, otherColumns: columns },
                other: { name, urn: other, sensitivity: sensitivityOf(rank) },
              }),
            ),
        ),
      };
    });
  }
}
