import type { Classification, ScannedColumn } from '@datawave/plugin-sdk';

/** A kind of data that a column was found to hold. Never a value of it. */
export interface FoundType {
  readonly column: string;
  readonly infoType: string;
}

/** A finding as it is remembered until the next scan. */
export interface RememberedFinding extends FoundType {
  /**
   * Set where a person decided: `given`, it stands though no scan says so; `rejected`, scans say so and it does not stand. What people
   * decide between two scans is no change of the source.
   */
  readonly decided?: 'given' | 'rejected';
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
  readonly known: readonly RememberedFinding[];
}

const typesOf = (columns: readonly FoundColumn[]): readonly FoundType[] =>
  columns.flatMap(({ name, classifications }) =>
    classifications
      .filter(({ status }) => status !== 'rejected')
      .map(({ infoType }) => ({ column: name, infoType })),
  );

const keyOf = ({ column, infoType }: FoundType): string => JSON.stringify([column, infoType]);
const keysOf = (findings: readonly FoundType[]): ReadonlySet<string> => new Set(findings.map(keyOf));
const plain = ({ column, infoType }: FoundType): FoundType => ({ column, infoType });

/**
 * What a scan found, columns in their order, then what it said and people have rejected.
 * @param standing - the columns with people's decisions in their places
 * @param said - the columns as the scan said them
 */
export function findingsOf(
  standing: readonly FoundColumn[],
  said: readonly FoundColumn[],
): readonly RememberedFinding[] {
  const [now, scanned] = [typesOf(standing), typesOf(said)];
  const [stands, isSaid] = [keysOf(now), keysOf(scanned)];
  return [
    ...now.map((finding) =>
      isSaid.has(keyOf(finding)) ? finding : ({ ...finding, decided: 'given' } as const),
    ),
    ...scanned
      .filter((finding) => !stands.has(keyOf(finding)))
      .map((finding) => ({ ...finding, decided: 'rejected' }) as const),
  ];
}

/**
 * Compares what was found with what was known. A column that a rule left out, and whatever a rule's choice of classifiers did not ask
 * about, is not gone: nobody looked for it. What people decided or took back meanwhile is neither new nor gone.
 * @param before - null when it is not known what was found then
 * @param standing - the columns with people's decisions in their places
 * @param said - the columns as the scan said them
 */
export function compareFindings(
  before: readonly RememberedFinding[] | null,
  { standing, said }: { readonly standing: readonly FoundColumn[]; readonly said: readonly FoundColumn[] },
  { hasAskedAll }: { readonly hasAskedAll: boolean },
): FindingChanges {
  const now = findingsOf(standing, said);
  if (before === null) return { added: [], removed: [], known: now };
  const [old, present] = [keysOf(before), keysOf(now)];
  const unread = new Set(standing.flatMap(({ name, unread }) => (unread === undefined ? [] : [name])));
  const there = new Set(standing.map(({ name }) => name));
  // Where a person named the type, scans learn from it and no longer say what they said.
  const corrected = new Set(
    standing.flatMap(({ name, classifications }) =>
      classifications.some(({ status }) => status === 'corrected') ? [name] : [],
    ),
  );
  const isUnknown = ({ column }: FoundType): boolean =>
    unread.has(column) || (!hasAskedAll && there.has(column));
  const isDecided = ({ column, decided }: RememberedFinding): boolean =>
    decided === 'rejected' || (decided === 'given' && there.has(column)) || corrected.has(column);
  const missing = before.filter((finding) => !present.has(keyOf(finding)));
  return {
    added: now.filter((finding) => finding.decided === undefined && !old.has(keyOf(finding))).map(plain),
    removed: missing.filter((finding) => !isUnknown(finding) && !isDecided(finding)).map(plain),
    known: [...now, ...missing.filter(isUnknown)],
  };
}
