import type { Classification, ScannedColumn } from '@datawave/plugin-sdk';

/** A kind of data that a column was found to hold. Never a value of it. */
export interface FoundType {
  readonly column: string;
  readonly infoType: string;
}

/** A column as far as findings go. */
export type FoundColumn = Pick<ScannedColumn, 'name' | 'unread'> & {
  readonly classifications: readonly Pick<Classification, 'infoType' | 'status'>[];
};

/** How what was found in an asset differs from what was found when it was last scanned. */
export interface FindingChanges {
  readonly added: readonly FoundType[];
  readonly removed: readonly FoundType[];
  /** What is known of the asset now: what this scan did not ask about stands as it was. */
  readonly known: readonly FoundType[];
}

/** What a scan found, columns in their order; what people have rejected is no finding. */
export const findingsOf = (columns: readonly FoundColumn[]): readonly FoundType[] =>
  columns.flatMap(({ name, classifications }) =>
    classifications
      .filter(({ status }) => status !== 'rejected')
      .map(({ infoType }) => ({ column: name, infoType })),
  );

/**
 * Compares what was found with what was known. A column that a rule left out, and whatever a rule's choice of classifiers did not ask
 * about, is not gone: nobody looked for it.
 * @param before - null when it is not known what was found then
 */
export function compareFindings(
  before: readonly FoundType[] | null,
  columns: readonly FoundColumn[],
  { hasAskedAll }: { readonly hasAskedAll: boolean },
): FindingChanges {
  const now = findingsOf(columns);
  if (before === null) return { added: [], removed: [], known: now };
  const keyOf = ({ column, infoType }: FoundType): string => JSON.stringify([column, infoType]);
  const [old, present] = [new Set(before.map(keyOf)), new Set(now.map(keyOf))];
  const unread = new Set(columns.flatMap(({ name, unread }) => (unread === undefined ? [] : [name])));
  const there = new Set(columns.map(({ name }) => name));
  const isUnknown = ({ column }: FoundType): boolean =>
    unread.has(column) || (!hasAskedAll && there.has(column));
  const missing = before.filter((finding) => !present.has(keyOf(finding)));
  return {
    added: now.filter((finding) => !old.has(keyOf(finding))),
    removed: missing.filter((finding) => !isUnknown(finding)),
    known: [...now, ...missing.filter(isUnknown)],
  };
}
