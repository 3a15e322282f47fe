import type { SchemaDrift } from '@datawave/plugin-sdk';
import type { ChangeKind } from '../changes/change-store.ts';
import type { FoundType } from '../changes/compare-findings.ts';

/** A column with what it holds: `integer NOT NULL`. */
export interface TypedColumn {
  readonly column: string;
  readonly type: string;
}

/** What one run found different of one asset, as it is kept. */
export interface KeptChange {
  readonly kind: ChangeKind;
  readonly added: readonly FoundType[];
  readonly removed: readonly FoundType[];
  /** Whether more findings changed than are kept. */
  readonly isCut: boolean;
  readonly drift: Pick<SchemaDrift, 'added' | 'removed' | 'changed'> | null;
  /** Types of the columns that came and went; null where they were not kept. */
  readonly shapes: {
    readonly added: readonly TypedColumn[];
    readonly removed: readonly TypedColumn[];
  } | null;
}

/** How one asset differs between two runs, however many lie between them. */
export interface AssetDifference {
  readonly kind: ChangeKind;
  readonly columns: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly retyped: readonly { readonly column: string; readonly from: string; readonly to: string }[];
  };
  /** Kinds of data: `changed`, where a column lost some and gained others. */
  readonly verdicts: {
    readonly gained: readonly FoundType[];
    readonly lost: readonly FoundType[];
    readonly changed: readonly {
      readonly column: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }[];
  };
  /** It went away and came back in between: which of its columns differ is not known. */
  readonly wasAway: boolean;
  /** More findings changed than are kept. */
  readonly isCut: boolean;
}

/** Where a column stands: not there, there with a type, or there with one that is not known. */
type Place = { readonly isThere: false } | { readonly isThere: true; readonly type: string | null };

const ABSENT: Place = { isThere: false };
const present = (type: string | null): Place => ({ isThere: true, type });

/**
 * Puts what consecutive runs found different of an asset together: what the last of them says beside what was before the first.
 * Null when nothing is different in the end.
 * @param changes - in the order of the runs
 */
export function foldChanges(changes: readonly KeptChange[]): AssetDifference | null {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return null;
  const wasThere = first.kind !== 'appeared';
  const isThere = last.kind !== 'gone';
  if (!wasThere && !isThere) return null;
  const kind: ChangeKind = !wasThere ? 'appeared' : !isThere ? 'gone' : 'changed';
  const wasAway = kind === 'changed' && changes.some((change) => change.kind === 'gone');
  const columns = kind === 'changed' && !wasAway ? foldColumns(changes) : NO_COLUMNS;
  const verdicts = foldVerdicts(changes);
  const isCut = changes.some((change) => change.isCut);
  const isSame =
    kind === 'changed' &&
    !wasAway &&
    !isCut &&
    [...Object.values(columns), ...Object.values(verdicts)].every((list) => list.length === 0);
  return isSame ? null : { kind, columns, verdicts, wasAway, isCut };
}

const NO_COLUMNS: AssetDifference['columns'] = { added: [], removed: [], retyped: [] };

function foldColumns(changes: readonly KeptChange[]): AssetDifference['columns'] {
  const before = new Map<string, Place>();
  const now = new Map<string, Place>();
  const move = (column: string, from: Place, to: Place): void => {
    if (!before.has(column)) before.set(column, from);
    now.set(column, to);
  };
  for (const { drift, shapes } of changes) {
    if (drift === null) continue;
    const typeOf = (list: 'added' | 'removed', name: string): string | null =>
      shapes?.[list].find(({ column }) => column === name)?.type ?? null;
    for (const name of drift.added) move(name, ABSENT, present(typeOf('added', name)));
    for (const name of drift.removed) move(name, present(typeOf('removed', name)), ABSENT);
    for (const { column, from, to } of drift.changed) move(column, present(from), present(to));
  }
  const added: string[] = [];
  const removed: string[] = [];
  const retyped: { column: string; from: string; to: string }[] = [];
  for (const [column, was] of before) {
    const is = now.get(column) ?? ABSENT;
    if (!was.isThere && is.isThere) added.push(column);
    else if (was.isThere && !is.isThere) removed.push(column);
    else if (was.isThere && is.isThere && was.type !== null && is.type !== null && was.type !== is.type)
      retyped.push({ column, from: was.type, to: is.type });
  }
  return { added, removed, retyped };
}

function foldVerdicts(changes: readonly KeptChange[]): AssetDifference['verdicts'] {
  const sums = new Map<string, { readonly found: FoundType; sum: number }>();
  const add = (found: FoundType, one: 1 | -1): void => {
    const key = JSON.stringify([found.column, found.infoType]);
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { found, sum: one });
    else known.sum += one;
  };
  for (const { added, removed } of changes) {
    for (const found of removed) add(found, -1);
    for (const found of added) add(found, 1);
  }
  const gained = [...sums.values()].filter(({ sum }) => sum > 0).map(({ found }) => found);
  const lost = [...sums.values()].filter(({ sum }) => sum < 0).map(({ found }) => found);
  const both = new Set(
    gained.flatMap(({ column }) => (lost.some((other) => other.column === column) ? [column] : [])),
  );
  const typesOf = (found: readonly FoundType[], name: string): readonly string[] =>
    found.filter(({ column }) => column === name).map(({ infoType }) => infoType);
  return {
    gained: gained.filter(({ column }) => !both.has(column)),
    lost: lost.filter(({ column }) => !both.has(column)),
    changed: [...both].map((column) => ({
      ...{ column, from: typesOf(lost, column), to: typesOf(gained, column) },
    })),
  };
}
