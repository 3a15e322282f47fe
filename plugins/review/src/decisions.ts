import { randomUUID } from 'node:crypto';
import {
  type AssessmentService,
  type AuditService,
  type CatalogService,
  type ClassificationService,
  type ComplianceService,
  columnSensitivity,
  type EventsService,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type Decision, decide } from './decide.ts';
import { type DecisionEntry, recordDecisions } from './decision-log.ts';
import { type Foreseen, foresee, MOST_FORESEEN } from './foresee.ts';
import { changedMeanwhile, unknownColumn, unknownInfoType, unknownVerdict } from './review-errors.ts';
import type { ReviewedColumn, ReviewStore } from './review-store.ts';
import { settleColumn } from './settle-column.ts';
import { settlesType, type Verdict } from './verdict.ts';

/** What is decided on: a verdict, in the version that was seen where one is given; or what type a column is. */
export type DecisionTarget =
  | { readonly verdict: string; readonly version?: number }
  | { readonly column: string };

/** What became of one target: `changed` means that it is not what the caller saw, and nothing was done. */
export interface DecisionOutcome {
  readonly target: DecisionTarget;
  readonly outcome: 'decided' | 'unchanged' | 'changed' | 'unknown';
  readonly verdict: string | null;
}

/** What a decision may be asked for from outside, before its info type is known to exist. */
export type AskedDecision =
  | { readonly action: 'accept' | 'reject' | 'withdraw' }
  | { readonly action: 'correct'; readonly infoType: string };

interface Parts {
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly audit: AuditService;
  readonly store: ReviewStore;
  readonly catalog: CatalogService;
  readonly classification: ClassificationService;
  readonly optional: {
    readonly assessment: AssessmentService | undefined;
    readonly compliance: ComplianceService | undefined;
  };
}

/** A column whose verdicts a decision may have changed. */
interface Work {
  readonly before: ReviewedColumn;
  verdicts: readonly Verdict[];
  readonly entries: DecisionEntry[];
}

/** Carries people's decisions out: in one transaction with what follows from them in the catalog and in compliance. */
export class Decisions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Decides on one verdict.
   * @throws DataWaveError DW_REVIEW_UNKNOWN (404), DW_REVIEW_CHANGED (412), DW_REVIEW_INFO_TYPE_UNKNOWN (400), DW_REVIEW_NOTHING_SUGGESTED (409)
   */
  async one(
    scope: ExecutionScope,
    target: DecisionTarget,
    asked: AskedDecision,
    note: string | null,
  ): Promise<string> {
    const [result] = await this.all(scope, [target], asked, note);
    if (result?.outcome === 'changed') throw changedMeanwhile();
    if (result === undefined || result.verdict === null)
      throw 'column' in target ? unknownColumn() : unknownVerdict();
    return result.verdict;
  }

  /** Decides alike on several, in one transaction. What somebody has changed meanwhile is left alone and said so. */
  async all(
    scope: ExecutionScope,
    targets: readonly DecisionTarget[],
    asked: AskedDecision,
    note: string | null,
  ): Promise<readonly DecisionOutcome[]> {
    const decision = await this.#resolve(scope, asked);
    const { storage, catalog } = this.#parts;
    // What may not be seen is not there.
    const { predicate } = await catalog.visible(scope, 'review:decide', sql`c.asset`);
    return storage.transaction(scope, async (tx) => {
      const { works, outcomes } = await this.#work(tx, scope, targets, decision, note, predicate);
      await this.#carryOut(tx, scope, works);
      return outcomes;
    });
  }

  /**
   * What a decision would change: it is taken in memory, and nothing is written, told or audited. Of many assets the first are
   * looked at.
   */
  async foresee(
    scope: ExecutionScope,
    targets: readonly DecisionTarget[],
    asked: AskedDecision,
  ): Promise<Foreseen> {
    const decision = await this.#resolve(scope, asked);
    const { storage, catalog, optional } = this.#parts;
    const { predicate } = await catalog.visible(scope, 'review:decide', sql`c.asset`);
    const works = await storage.transaction(scope, async (tx) => {
      const done = await this.#work(tx, scope, targets, decision, null, predicate);
      return done.works.filter(({ before }) => !before.column.isRetired);
    });
    const byAsset = [...Map.groupBy(works, ({ before }) => before.column.asset)];
    const looked = byAsset.slice(0, MOST_FORESEEN).map(([urn, columns]) => ({
      urn,
      columns: columns.map(({ before: { column }, verdicts }) => ({
        before: column,
        classifications: settleColumn(column.scanned, verdicts).classifications,
      })),
    }));
    return {
      ...(await foresee({ catalog, assessment: optional.assessment }, scope, looked)),
      isComplete: byAsset.length <= MOST_FORESEEN,
      assets: byAsset.length,
      decided: works.length,
    };
  }

  /** Decides on each target, in memory. */
  async #work(
    tx: Transaction,
    scope: ExecutionScope,
    targets: readonly DecisionTarget[],
    decision: Decision,
    note: string | null,
    visible: SqlFragment,
  ): Promise<{ readonly works: readonly Work[]; readonly outcomes: readonly DecisionOutcome[] }> {
    const { store } = this.#parts;
    const places = await this.#places(tx, targets, visible);
    const assets = [...new Set([...places.values()].map(({ asset }) => asset))];
    await store.lock(tx, scope, assets);
    const works = new Map(
      (await store.columnsOf(tx, assets)).map((before) => [
        before.column.id,
        { before, verdicts: before.verdicts, entries: [] } satisfies Work as Work,
      ]),
    );
    const batch = targets.length > 1 ? randomUUID() : null;
    const outcomes = targets.map((target): DecisionOutcome => {
      const work = works.get(places.get(target)?.columnId ?? '');
      if (work === undefined) return { target, outcome: 'unknown', verdict: null };
      return this.#decide(scope, work, target, decision, note, batch);
    });
    return { outcomes, works: [...works.values()].filter(({ entries }) => entries.length > 0) };
  }

  async #resolve(scope: ExecutionScope, asked: AskedDecision): Promise<Decision> {
    if (asked.action !== 'correct') return { action: asked.action };
    const known = await this.#parts.classification.infoTypes({ workspaceId: scope.workspace });
    const to = known.find(({ id }) => id === asked.infoType);
    if (to === undefined) throw unknownInfoType(asked.infoType);
    return { action: 'correct', to };
  }

  async #places(
    tx: Transaction,
    targets: readonly DecisionTarget[],
    visible: SqlFragment,
  ): Promise<ReadonlyMap<DecisionTarget, { readonly asset: string; readonly columnId: string }>> {
    const { store } = this.#parts;
    const ofVerdicts = await store.placesOf(
      tx,
      targets.flatMap((target) => ('verdict' in target ? [target.verdict] : [])),
      visible,
    );
    const ofColumns = await store.assetsOf(
      tx,
      targets.flatMap((target) => ('column' in target ? [target.column] : [])),
      visible,
    );
    const places = new Map<DecisionTarget, { readonly asset: string; readonly columnId: string }>();
    for (const target of targets) {
      const asset = 'column' in target ? ofColumns.get(target.column) : undefined;
      const place =
        'verdict' in target
          ? ofVerdicts.get(target.verdict)
          : asset === undefined
            ? undefined
            : { asset, columnId: target.column };
      if (place !== undefined) places.set(target, place);
    }
    return places;
  }

  #decide(
    scope: ExecutionScope,
    work: Work,
    target: DecisionTarget,
    decision: Decision,
    note: string | null,
    batch: string | null,
  ): DecisionOutcome {
    const { column } = work.before;
    if ('column' in target && decision.action === 'correct' && !work.verdicts.some(isTypeQuestion))
      work.verdicts = [...work.verdicts, namelessVerdict()];
    const verdict = 'verdict' in target ? byId(work, target.verdict) : typeVerdict(work.verdicts);
    if (verdict === undefined) return { target, outcome: 'unknown', verdict: null };
    if ('version' in target && target.version !== undefined && target.version !== verdict.version)
      return { target, outcome: 'changed', verdict: verdict.id };
    const decider = {
      id: scope.principal.id,
      name: scope.principal.displayName,
      at: new Date().toISOString(),
      note,
    };
    const context = { dataType: column.dataType, classifiers: column.classifiers };
    const decided = decide(work.verdicts, verdict.id, decision, decider, context);
    if (!decided.isChanged) return { target, outcome: 'unchanged', verdict: verdict.id };
    work.verdicts = decided.verdicts;
    const after = decided.verdicts.find(({ id }) => id === verdict.id) ?? verdict;
    work.entries.push({ column, before: verdict, after, decider, batch });
    return { target, outcome: 'decided', verdict: verdict.id };
  }

  async #carryOut(tx: Transaction, scope: ExecutionScope, works: readonly Work[]): Promise<void> {
    if (works.length === 0) return;
    const { store, storage, events, audit, catalog, optional } = this.#parts;
    const settled = works.map(({ before, verdicts }) => {
      const { column } = before;
      const after = settleColumn(column.scanned, verdicts);
      const shown = column.isRetired
        ? after.verdicts.map((verdict) => (verdict.isListed ? { ...verdict, isListed: false } : verdict))
        : after.verdicts;
      const [best] = after.classifications;
      return {
        column: {
          ...column,
          infoType: best?.infoType ?? null,
          sensitivity: columnSensitivity(after.classifications),
        },
        rows: store.changed(column, before.verdicts, shown).rows,
        classifications: after.classifications,
      };
    });
    await store.saveVerdicts(
      tx,
      scope,
      settled.flatMap(({ rows }) => rows),
    );
    await store.setStanding(
      tx,
      settled.map(({ column }) => column),
    );
    await recordDecisions(
      { storage, events, store, audit },
      tx,
      scope,
      works.flatMap(({ entries }) => entries),
    );
    const present = settled.filter(({ column }) => !column.isRetired);
    for (const [urn, columns] of Map.groupBy(present, ({ column }) => column.asset)) {
      const revised = await catalog.revise(tx, scope, {
        urn,
        columns: columns.map(({ column, classifications }) => ({ name: column.name, classifications })),
      });
      if (revised !== null) await optional.compliance?.assess(tx, scope, revised);
    }
  }
}

const byId = (work: Work, id: string): Verdict | undefined =>
  work.verdicts.find((verdict) => verdict.id === id);

const isTypeQuestion = (verdict: Verdict): boolean => verdict.question === 'type';

/** The verdict that a decision on a column's type is about: what a person settled, else what waits, else any. */
const typeVerdict = (verdicts: readonly Verdict[]): Verdict | undefined => {
  const types = verdicts.filter(isTypeQuestion);
  return (
    types.find(settlesType) ??
    types.find(({ status, isListed }) => status === 'suggested' && isListed) ??
    types.find(({ infoType }) => infoType === '') ??
    types.at(-1)
  );
};

/** Of a column that the engine had nothing to say of. */
const namelessVerdict = (): Verdict => ({
  id: randomUUID(),
  question: 'type',
  infoType: '',
  status: 'suggested',
  reason: 'suggested',
  reasonDetail: null,
  isListed: false,
  classification: null,
  alternatives: [],
  decided: null,
  basis: null,
  decision: null,
  version: 0,
});
