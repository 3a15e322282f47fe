import type { SchemaDrift } from '@datawave/plugin-sdk';

/** What makes a column the same or another one. */
export interface ColumnShape {
  readonly name: string;
  readonly dataType: string;
  readonly nullable: boolean;
}

/** How an asset's columns changed; null when they have not. Their order does not count. */
export function compareShapes(
  asset: { readonly urn: string; readonly name: string },
  before: readonly ColumnShape[],
  after: readonly ColumnShape[],
): SchemaDrift | null {
  const old = new Map(before.map((column) => [column.name, column]));
  const present = new Set(after.map(({ name }) => name));
  const added = after.filter(({ name }) => !old.has(name)).map(({ name }) => name);
  const removed = before.filter(({ name }) => !present.has(name)).map(({ name }) => name);
  const changed = after.flatMap((column) => {
    const was = old.get(column.name);
    return was === undefined || describe(was) === describe(column)
      ? []
      : [{ column: column.name, from: describe(was), to: describe(column) }];
  });
  if (added.length === 0 && removed.length === 0 && changed.length === 0) return null;
  return { ...asset, added, removed, changed };
}

const describe = ({ dataType, nullable }: ColumnShape): string => `${dataType}${nullable ? '' : ' NOT NULL'}`;

/** The columns that came and went, with what they were: a later run may bring them back as something else. */
export function typedColumns(
  { added, removed }: Pick<SchemaDrift, 'added' | 'removed'>,
  before: readonly ColumnShape[],
  after: readonly ColumnShape[],
): Readonly<Record<'added' | 'removed', readonly { readonly column: string; readonly type: string }[]>> {
  const typed = (names: readonly string[], columns: readonly ColumnShape[]) => {
    const wanted = new Set(names);
    return columns
      .filter(({ name }) => wanted.has(name))
      .map((column) => ({ column: column.name, type: describe(column) }));
  };
  return { added: typed(added, after), removed: typed(removed, before) };
}
