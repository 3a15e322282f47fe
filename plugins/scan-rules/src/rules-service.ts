import type {
  Asset,
  AssetSelection,
  DueRule,
  EventsService,
  ExecutionScope,
  ScanRule,
  ScanRulesService,
  ScheduledOutcome,
  Transaction,
} from '@datawave/plugin-sdk';
import { toRule } from './rule/rule-document.ts';
import type { ScheduleStore } from './schedule/schedule-store.ts';
import { selectAssets } from './select/select-assets.ts';
import type { SightOf } from './store/rule-sight.ts';
import type { RuleStore } from './store/rule-store.ts';

/** Rules as other plugins use them. */
export class ScanRules implements ScanRulesService {
  readonly #rules: RuleStore;
  readonly #schedules: ScheduleStore;
  readonly #events: EventsService;
  readonly #sight: SightOf;

  constructor(parts: {
    readonly rules: RuleStore;
    readonly schedules: ScheduleStore;
    readonly events: EventsService;
    readonly sight: SightOf;
  }) {
    this.#rules = parts.rules;
    this.#schedules = parts.schedules;
    this.#events = parts.events;
    this.#sight = parts.sight;
  }

  async get(scope: ExecutionScope, id: string, version?: number): Promise<ScanRule> {
    if (version === undefined) {
      const rule = await this.#rules.get(scope, id);
      return toRule(id, rule.version, rule.document);
    }
    const { document } = await this.#rules.version(scope, id, version, { isRemovedToo: true });
    return toRule(id, version, document);
  }

  async require(scope: ExecutionScope, id: string): Promise<ScanRule> {
    const { version, document } = await this.#rules.get(scope, id, await this.#sight(scope));
    return toRule(id, version, document);
  }

  async list(scope: ExecutionScope): Promise<readonly ScanRule[]> {
    const rules = await this.#rules.all(scope);
    return rules.map(({ id, version, document }) => toRule(id, version, document));
  }

  async select(rule: ScanRule, assets: readonly Asset[]): Promise<readonly AssetSelection[]> {
    const selected = await selectAssets(rule, assets);
    return selected.map(({ isUndecided: _, ...selection }) => selection);
  }

  async takeDue(
    tx: Transaction,
    _scope: ExecutionScope,
    now: Date,
    most?: number,
  ): Promise<readonly DueRule[]> {
    await this.#rules.forgetRemoved(tx);
    return this.#schedules.takeDue(tx, now, most);
  }

  hasSchedules(tx: Transaction): Promise<boolean> {
    return this.#schedules.hasAny(tx);
  }

  async recordScheduled(
    tx: Transaction,
    scope: ExecutionScope,
    outcome: ScheduledOutcome,
  ): Promise<'recorded' | 'present' | 'twin'> {
    const { document } = await this.#rules.remembered(tx, outcome.ruleId);
    const recorded = await this.#schedules.record(tx, scope, document, outcome);
    if (recorded === 'recorded' && outcome.outcome === 'skipped') {
      const { ruleId, dueAt, sourceId, code, reason } = outcome;
      await this.#events.publish(tx, scope, {
        type: 'scan-rules.schedule.skipped',
        subject: ruleId,
        data: { title: document.title, dueAt, sourceId, code, reason },
      });
    }
    return recorded;
  }
}
