import { isDeepStrictEqual } from 'node:util';
import {
  type AssetRetirement,
  type ClassificationService,
  columnSensitivity,
  type EventsService,
  type ExecutionScope,
  type ScanRecording,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type ColumnRecord, describeColumns, isLookedAt } from './column-record.ts';
import { type DecisionEntry, recordDecisions } from './decision-log.ts';
import { FEEDBACK_ID } from './evidence-basis.ts';
import type { ReviewStore } from './review-store.ts';
import { reopenChanged, settleColumn } from './settle-column.ts';

/** What recording needs. */
export interface RecordingParts {
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly store: ReviewStore;
  readonly classification: ClassificationService;
  /** Has the workspace looked through from now on. */
  readonly watch: (tx: Transaction, scope: ExecutionScope) => Promise<void>;
  /** See {@link reopenChanged}. */
  readonly band: number;
}

/** `ID@VERSION` of every classifier that would be asked now, sorted; people's own decisions left out. */
export async function classifierSet(
  classification: ClassificationService,
  workspaceId: string,
): Promise<readonly string[]> {
  return withoutPeople((await classification.version({ workspaceId })).classifiers);
}

/** Each correction would else make everything stale. What it teaches counts where its source is scanned next. */
const withoutPeople = (classifiers: readonly string[]): readonly string[] =>
  classifiers.filter((name) => !name.startsWith(`${FEEDBACK_ID}@`));

/**
 * Takes a scan in before the catalog writes it: what a person decided is put in its place, what is new waits for a
 * person. Answers the same recording when nobody decided anything about it.
 */
export async function takeScan(parts: RecordingParts, recording: ScanRecording): Promise<ScanRecording> {
  const { tx, scope, scan } = recording;
  const { store } = parts;
  await store.lock(tx, scope, [scan.urn]);
  // Those that judged it; who would be asked now may have other rules by now.
  const classifiers =
    scan.classifiers === undefined
      ? await classifierSet(parts.classification, scope.workspace)
      : withoutPeople(scan.classifiers);
  const known = await store.columnsOf(tx, [scan.urn]);
  const knownByName = new Map(known.map(({ column }) => [column.name, column]));
  const verdictsByName = new Map(known.map(({ column, verdicts }) => [column.name, verdicts]));
  const entries: DecisionEntry[] = [];
  const settled = describeColumns(recording, knownByName, classifiers).map((column) => {
    const before = verdictsByName.get(column.name) ?? [];
    const context = { dataType: column.dataType, classifiers: column.classifiers };
    const reopened = reopenChanged(before, column.scanned, context, parts.band);
    for (const [index, verdict] of reopened.entries()) {
      const was = before[index];
      if (was !== undefined && was !== verdict) entries.push(returned(column, was, verdict));
    }
    const after = settleColumn(column.scanned, reopened);
    const [best] = after.classifications;
    const standing = {
      ...column,
      infoType: best?.infoType ?? null,
      sensitivity: columnSensitivity(after.classifications),
    };
    return {
      column: standing,
      isUnchanged: isUnchanged(standing, knownByName.get(column.name)),
      rows: store.changed(column, before, after.verdicts).rows,
      classifications: after.classifications,
    };
  });
  const columns = settled.map(({ column }) => column);
  await store.saveColumns(
    tx,
    scope,
    settled.filter((one) => !one.isUnchanged).map(({ column }) => column),
  );
  await store.saveVerdicts(
    tx,
    scope,
    settled.flatMap(({ rows }) => rows),
  );
  // Of an asset that is new nothing was judged before, and nothing is gone.
  if (known.length > 0) {
    const ids = columns.map(({ id }) => id);
    const present = new Set(ids);
    const fresh = ids.filter((_, index) => isLookedAt(scan, index));
    await store.freshen(tx, fresh);
    if (known.some(({ column }) => !column.isRetired && !present.has(column.id)))
      await store.retire(tx, sql`asset = ${scan.urn} and not (c.id = any(${ids}::uuid[]))`);
  }
  await recordDecisions(parts, tx, scope, entries);
  await parts.watch(tx, scope);
  return withClassifications(
    recording,
    settled.map(({ classifications }) => classifications),
  );
}

/** Most scans say what the last one said: that another scan said so is not worth writing the row anew. */
const isUnchanged = (column: ColumnRecord, before: ColumnRecord | undefined): boolean =>
  before !== undefined && isDeepStrictEqual({ ...before, scanId: column.scanId }, column);

/** Takes assets out of the queue that are gone from their source. */
export async function takeRetirement(
  store: ReviewStore,
  { tx, scope, sourceId, urns }: AssetRetirement,
): Promise<void> {
  await store.lock(tx, scope, urns);
  await store.retire(tx, sql`asset = any(${urns}::text[]) and source_id = ${sourceId}::uuid`);
}

const returned = (
  column: ColumnRecord,
  before: DecisionEntry['before'],
  after: DecisionEntry['after'],
): DecisionEntry => ({
  column,
  before,
  after,
  decider: { id: 'plugin:review', name: 'Review', at: new Date().toISOString(), note: null },
  batch: null,
});

function withClassifications(
  recording: ScanRecording,
  standing: readonly ReturnType<typeof settleColumn>['classifications'][],
): ScanRecording {
  const { scan } = recording;
  const isSame = scan.columns.every(({ classifications }, index) => {
    const now = standing[index] ?? [];
    return (
      now.length === classifications.length &&
      now.every((entry, position) => entry === classifications[position])
    );
  });
  if (isSame) return recording;
  const columns = scan.columns.map((column, index) => ({
    ...column,
    classifications: standing[index] ?? column.classifications,
  }));
  return { ...recording, scan: { ...scan, columns } };
}
