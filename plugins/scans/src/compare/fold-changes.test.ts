import { expect } from 'chai';
import fc from 'fast-check';
import { compareFindings, type FoundType, type RememberedFinding } from '../changes/compare-findings.ts';
import { compareShapes, typedColumns } from '../discovery/schema-drift.ts';
import { foldChanges, type KeptChange } from './fold-changes.ts';

/** An asset as a run found it: type and kinds of data of each column; null while the source does not have it. */
type Snapshot = Readonly<Record<string, { readonly type: string; readonly holds: readonly string[] }>> | null;

const snapshot: fc.Arbitrary<Snapshot> = fc.option(
  fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.record({
      type: fc.constantFrom('text', 'integer'),
      holds: fc.uniqueArray(fc.constantFrom('email', 'name', 'iban'), { maxLength: 2 }),
    }),
    { minKeys: 1, noNullPrototype: true },
  ),
  { freq: 4 },
);

const shapesOf = (one: NonNullable<Snapshot>) =>
  Object.entries(one).map(([name, { type }]) => ({ name, dataType: type, nullable: true }));
const columnsOf = (one: NonNullable<Snapshot>) =>
  Object.entries(one).map(([name, { holds }]) => ({
    name,
    classifications: holds.map((infoType) => ({ infoType, status: 'suggested' as const })),
  }));
const findingsOf = (one: Snapshot): readonly FoundType[] =>
  Object.entries(one ?? {}).flatMap(([column, { holds }]) => holds.map((infoType) => ({ column, infoType })));

/** What a run keeps of the difference to the one before it, by the very functions that runs use. */
function kept(before: Snapshot, now: Snapshot): readonly KeptChange[] {
  const plain = { isCut: false, drift: null, shapes: null };
  if (before === null && now === null) return [];
  if (now === null) return [{ kind: 'gone', added: [], removed: findingsOf(before), ...plain }];
  const remembered: readonly RememberedFinding[] = findingsOf(before);
  const columns = columnsOf(now);
  const { added, removed } = compareFindings(
    remembered,
    { standing: columns, said: columns },
    { hasAskedAll: true },
  );
  if (before === null) return [{ kind: 'appeared', added, removed, ...plain }];
  const drift = compareShapes({ urn: 'u', name: 'n' }, shapesOf(before), shapesOf(now));
  if (drift === null && added.length + removed.length === 0) return [];
  const shapes = drift === null ? null : typedColumns(drift, shapesOf(before), shapesOf(now));
  return [{ kind: 'changed', added, removed, isCut: false, drift, shapes }];
}

const keys = (found: readonly FoundType[]): readonly string[] =>
  found.map(({ column, infoType }) => `${column} ${infoType}`).sort();

describe('what runs found different, put together', () => {
  it('is what the last of them differs in from the first, whatever lay between', () => {
    fc.assert(
      fc.property(fc.array(snapshot, { minLength: 2, maxLength: 7 }), (course) => {
        const changes = course.slice(1).flatMap((now, index) => kept(course[index] ?? null, now));
        const folded = foldChanges(changes);
        const [before = null] = course;
        const now = course.at(-1) ?? null;
        const wasAway = before !== null && now !== null && course.includes(null);
        const [old, found] = [keys(findingsOf(before)), keys(findingsOf(now))];
        const { verdicts, columns } = folded ?? { verdicts: null, columns: null };
        // Looked at without regard to what lay between.
        const gained = [
          ...(verdicts?.gained ?? []),
          ...(verdicts?.changed ?? []).flatMap(({ column, to }) =>
            to.map((infoType) => ({ column, infoType })),
          ),
        ];
        const lost = [
          ...(verdicts?.lost ?? []),
          ...(verdicts?.changed ?? []).flatMap(({ column, from }) =>
            from.map((infoType) => ({ column, infoType })),
          ),
        ];
        expect(keys(gained)).to.deep.equal(found.filter((key) => !old.includes(key)));
        expect(keys(lost)).to.deep.equal(old.filter((key) => !found.includes(key)));
        expect(folded?.wasAway ?? false).to.equal(wasAway);
        if (before !== null && now !== null && !wasAway) {
          const drift = compareShapes({ urn: 'u', name: 'n' }, shapesOf(before), shapesOf(now));
          expect([...(columns?.added ?? [])].sort()).to.deep.equal([...(drift?.added ?? [])].sort());
          expect([...(columns?.removed ?? [])].sort()).to.deep.equal([...(drift?.removed ?? [])].sort());
          const byName = (a: { column: string }, b: { column: string }) => a.column.localeCompare(b.column);
          expect([...(columns?.retyped ?? [])].sort(byName)).to.deep.equal(
            [...(drift?.changed ?? [])].sort(byName),
          );
        }
        const kind = before === null ? (now === null ? null : 'appeared') : now === null ? 'gone' : 'changed';
        if (kind !== 'changed') expect(folded?.kind ?? null).to.equal(kind);
      }),
      { numRuns: 2000 },
    );
  });

  it('says that a column changed its verdict where it lost one and gained another', () => {
    const change = (added: readonly FoundType[], removed: readonly FoundType[]): KeptChange => ({
      ...{ kind: 'changed', added, removed, isCut: false, drift: null, shapes: null },
    });
    const email = { column: 'contact', infoType: 'email' };
    const phone = { column: 'contact', infoType: 'phone' };
    expect(foldChanges([change([phone], []), change([], [email])])?.verdicts).to.deep.equal({
      gained: [],
      lost: [],
      changed: [{ column: 'contact', from: ['email'], to: ['phone'] }],
    });
    expect(foldChanges([change([phone], []), change([], [phone])])).to.equal(null);
  });
});
