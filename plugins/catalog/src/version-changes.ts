import type { Sensitivity } from '@datawave/plugin-sdk';
import type { VersionedColumn } from './column-row.ts';

/** What a column was taken for. */
export type VersionedVerdict = Pick<
  VersionedColumn,
  'infoType' | 'sensitivity' | 'confidence' | 'status' | 'by'
>;

/** What became of an asset's columns between two of its versions. */
export interface VersionChanges {
  readonly added: readonly {
    readonly name: string;
    readonly dataType: string;
    readonly sensitivity: Sensitivity | null;
  }[];
  readonly removed: readonly { readonly name: string; readonly dataType: string }[];
  readonly retyped: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly verdicts: readonly {
    readonly name: string;
    readonly before: VersionedVerdict;
    readonly after: VersionedVerdict;
  }[];
}

const verdictOf = ({ infoType, sensitivity, confidence, status, by }: VersionedColumn): VersionedVerdict => ({
  ...{ infoType, sensitivity, confidence: confidence ?? null, status: status ?? null, by: by ?? null },
});

/** A person decided, though the verdict stayed what it was. */
const isDecided = (before: VersionedColumn, after: VersionedColumn): boolean =>
  before.status !== undefined && (before.status ?? null) !== (after.status ?? null);

/** Compares two versions of an asset by the names of its columns; one that is called otherwise has gone and come. */
export function changesBetween(
  before: readonly VersionedColumn[],
  after: readonly VersionedColumn[],
): VersionChanges {
  const were = new Map(before.map((column) => [column.name, column]));
  const are = new Set(after.map(({ name }) => name));
  const both = after.flatMap((now) => {
    const then = were.get(now.name);
    return then === undefined ? [] : [{ then, now }];
  });
  return {
    added: after
      .filter(({ name }) => !were.has(name))
      .map(({ name, dataType, sensitivity }) => ({ name, dataType, sensitivity })),
    removed: before.filter(({ name }) => !are.has(name)).map(({ name, dataType }) => ({ name, dataType })),
    retyped: both
      .filter(({ then, now }) => then.dataType !== now.dataType)
      .map(({ then, now }) => ({ name: now.name, from: then.dataType, to: now.dataType })),
    verdicts: both
      .filter(
        ({ then, now }) =>
          then.infoType !== now.infoType || then.sensitivity !== now.sensitivity || isDecided(then, now),
      )
      .map(({ then, now }) => ({ name: now.name, before: verdictOf(then), after: verdictOf(now) })),
  };
}
