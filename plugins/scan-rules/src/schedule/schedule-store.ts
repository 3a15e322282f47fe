import { createHash } from 'node:crypto';
import {
  type DueRule,
  type ExecutionScope,
  type ScheduledOutcome,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type RuleDocument, whatItDoes } from '../rule/rule-document.ts';
import { LIMITS } from '../rule/rule-limits.ts';
import type { RuleSight } from '../store/rule-sight.ts';
import { NEVER, nextTime, nextTimeOrNever, nextTimes } from './next-times.ts';

/** Rules taken at once. */
const BATCH = 100;
/** A time that went by so long ago should have been taken. */
const OVERDUE_MS = 3 * 60_000;
/** Times that are shown ahead. */
const SHOWN = 3;

/** When a rule runs by itself, and what became of it so far. */
export interface ScheduleDetail {
  readonly schedule: RuleDocument['schedule'];
  readonly nextAt: string | null;
  /** The next three times. */
  readonly next: readonly string[];
  readonly lastAt: string | null;
  /** The newest first. */
  readonly outcomes: readonly (ScheduledOutcome & { readonly at: string })[];
}

/** Schedules of rules and what became of each time. Changed in the transactions of those who change rules or start scans. */
export class ScheduleStore {
  readonly #storage: StorageService;
  readonly #watched: (tx: Transaction, scope: ExecutionScope) => Promise<void>;

  /** @param watched - has the schedules of a workspace looked after, in the transaction that keeps one */
  constructor(
    storage: StorageService,
    watched: (tx: Transaction, scope: ExecutionScope) => Promise<void> = async () => undefined,
  ) {
    this.#storage = storage;
    this.#watched = watched;
  }

  /** Follows a rule's document. A schedule that stays as it was keeps its next time. */
  async follow(
    tx: Transaction,
    scope: ExecutionScope,
    ruleId: string,
    document: RuleDocument,
  ): Promise<void> {
    const { schedule } = document;
    if (schedule === null) {
      await this.forget(tx, ruleId);
      return;
    }
    // By the database's clock, as the time is taken: that of the process which saves a rule may be wrong.
    const [clock] = await this.#storage.query<{ now: string }>(
      tx,
      sql`select ${sql.isoTime(sql`now()`)} as now`,
    );
    const next = nextTime(schedule, clock === undefined ? new Date() : new Date(clock.now)).toISOString();
    const table = this.#table('schedules');
    await this.#storage.query(
      tx,
      sql`insert into ${table} as s (rule_id, workspace_id, cron, time_zone, next_at)
          values (${ruleId}, ${scope.workspace}, ${schedule.cron}, ${schedule.timeZone}, ${next}::timestamptz)
          on conflict (rule_id) do update set cron = excluded.cron, time_zone = excluded.time_zone, next_at = excluded.next_at
          where (s.cron, s.time_zone) is distinct from (excluded.cron, excluded.time_zone)`,
    );
    await this.#watched(tx, scope);
  }

  async forget(tx: Transaction, ruleId: string): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table('schedules')} where rule_id = ${ruleId}`);
  }

  /**
   * Takes what is due at a moment and sets the next time of each after it: times that went by meanwhile are made up for by one.
   * What another process takes right now is passed over.
   */
  async takeDue(tx: Transaction, now: Date, most = BATCH): Promise<readonly DueRule[]> {
    const at = now.toISOString();
    const table = this.#table('schedules');
    const rows = await this.#storage.query<{
      ruleId: string;
      dueAt: string;
      cron: string;
      timeZone: string;
    }>(
      tx,
      sql`select rule_id as "ruleId", ${sql.isoTime(sql`next_at`)} as "dueAt", cron, time_zone as "timeZone" from ${table}
          where next_at <= ${at}::timestamptz order by next_at, rule_id limit ${most} for update skip locked`,
    );
    for (const { ruleId, dueAt, ...schedule } of rows)
      await this.#storage.query(
        tx,
        sql`update ${table} set last_at = ${dueAt}::timestamptz, next_at = ${nextTimeOrNever(schedule, now).toISOString()}::timestamptz where rule_id = ${ruleId}`,
      );
    return rows.map(({ ruleId, dueAt }) => ({ ruleId, dueAt }));
  }

  async hasAny(tx: Transaction): Promise<boolean> {
    const found = await this.#storage.query(tx, sql`select rule_id from ${this.#table('schedules')} limit 1`);
    return found.length > 0;
  }

  /** See {@link ScanRulesService.recordScheduled}. A rule that has been removed keeps its record until it is forgotten. */
  async record(
    tx: Transaction,
    scope: ExecutionScope,
    document: RuleDocument,
    given: ScheduledOutcome,
  ): Promise<'recorded' | 'present' | 'twin'> {
    const table = this.#table('outcomes');
    const { ruleId, dueAt, sourceId, outcome, runId, code, reason } = given;
    const digest =
      outcome === 'started' ? createHash('sha256').update(whatItDoes(document)).digest('base64url') : null;
    const [recorded] = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${table} (workspace_id, rule_id, due_at, source_id, outcome, run_id, code, reason, digest)
          values (${scope.workspace}, ${ruleId}, ${dueAt}::timestamptz, ${sourceId}::uuid, ${outcome}, ${runId}::uuid, ${code}, ${reason}, ${digest})
          on conflict do nothing returning id::text`,
    );
    if (recorded === undefined) {
      const [own] = await this.#storage.query<{ id: string }>(
        tx,
        sql`select id::text from ${table} where rule_id = ${ruleId} and due_at = ${dueAt}::timestamptz and source_id is not distinct from ${sourceId}::uuid`,
      );
      return own === undefined ? 'twin' : 'present';
    }
    await this.#storage.query(
      tx,
      sql`delete from ${table} where rule_id = ${ruleId} and id <= (select id from ${table} where rule_id = ${ruleId} order by id desc offset ${LIMITS.outcomes} limit 1)`,
    );
    return 'recorded';
  }

  /** @param sight - what of the times the caller may see: a rule for all is for sources, too, that they may not */
  async detail(
    scope: ExecutionScope,
    ruleId: string,
    { schedule }: RuleDocument,
    sight: RuleSight,
  ): Promise<ScheduleDetail> {
    const [row, outcomes] = await this.#storage.transaction(scope, async (tx) => {
      const [found] = await this.#storage.query<{ nextAt: string; lastAt: string | null }>(
        tx,
        sql`select ${sql.isoTime(sql`next_at`)} as "nextAt", ${sql.isoTime(sql`last_at`)} as "lastAt" from ${this.#table('schedules')} where rule_id = ${ruleId}`,
      );
      // Nobody has come for it: its job is lost, or it is from before there was one. Whoever looks at it need not wait.
      if (found !== undefined && Date.now() - Date.parse(found.nextAt) > OVERDUE_MS)
        await this.#watched(tx, scope);
      const recorded = await this.#storage.query<ScheduledOutcome & { readonly at: string }>(
        tx,
        sql`select rule_id as "ruleId", ${sql.isoTime(sql`due_at`)} as "dueAt", source_id as "sourceId", outcome, run_id as "runId", code, reason, ${sql.isoTime(sql`at`)} as at
            from ${this.#table('outcomes')} o where rule_id = ${ruleId} and ${sight.outcomes} order by id desc limit 50`,
      );
      return [found, recorded] as const;
    });
    const nextAt = row === undefined || row.nextAt >= NEVER.toISOString() ? null : row.nextAt;
    return {
      schedule,
      nextAt,
      next:
        schedule === null || nextAt === null
          ? []
          : [nextAt, ...nextTimes(schedule, new Date(nextAt), SHOWN - 1)],
      lastAt: row?.lastAt ?? null,
      outcomes,
    };
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
