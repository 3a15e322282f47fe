import {
  DataWaveError,
  type DueRule,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type ScanRule,
  type ScanRulesService,
  type ScheduledOutcome,
  type Source,
  type SourcesService,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { RunControl } from '../run/run-control.ts';
import { takeRules } from './schedule-tick.ts';

/** Rolls back what was begun for a time that is recorded already. */
class AlreadyRecorded extends Error {
  readonly by: 'present' | 'twin';

  constructor(by: 'present' | 'twin') {
    super('The scan of this time is started already.');
    this.by = by;
  }
}

/**
 * Makes the handler that starts the scans of a rule that was due: one for each of its sources. The run and the record that it
 * was started are one transaction, so a job that runs twice starts nothing twice. What is not started is recorded with its reason.
 */
export function startDueScans(parts: {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly sources: SourcesService;
  readonly control: Pick<RunControl, 'start'>;
  readonly rules: () => ScanRulesService | undefined;
}) {
  const { storage, sources, control } = parts;

  const startOne = async (
    scope: ExecutionScope,
    rules: ScanRulesService,
    rule: ScanRule,
    source: Source,
    dueAt: string,
  ): Promise<void> => {
    const skip = skipper(scope, rules, { ruleId: rule.id, dueAt }, source.id);
    try {
      const hindrance = await sources.hindrance(scope, source.id);
      const reason =
        hindrance === null ? 'its time had come' : `its time had come; it waits: ${hindrance.reason}`;
      await control.start(
        scope,
        { sourceId: source.id, ruleId: rule.id, reason: `schedule "${rule.title}"` },
        async (tx, runId) => {
          const outcome = await rules.recordScheduled(tx, scope, {
            ...{ ruleId: rule.id, dueAt, sourceId: source.id, runId, reason },
            outcome: 'started',
            code: null,
          });
          if (outcome !== 'recorded') throw new AlreadyRecorded(outcome);
        },
      );
    } catch (error) {
      if (error instanceof AlreadyRecorded) {
        if (error.by === 'twin') await skip('DW_SCAN_RULE_TWIN', TWIN);
        return;
      }
      scope.signal.throwIfAborted();
      const isRefused = DataWaveError.is(error) && error.status >= 400 && error.status < 500;
      if (!isRefused) throw error;
      await skip(error.code, error.message);
    }
  };

  /** Records why nothing was started; what is recorded already stays. */
  const skipper =
    (scope: ExecutionScope, rules: ScanRulesService, due: DueRule, sourceId: string | null) =>
    async (code: string, reason: string): Promise<void> => {
      const outcome: ScheduledOutcome = {
        ...due,
        ...{ sourceId, code, reason, runId: null },
        outcome: 'skipped',
      };
      await storage.transaction(scope, (tx) => rules.recordScheduled(tx, scope, outcome));
    };

  const start = async (scope: ExecutionScope, rules: ScanRulesService, due: DueRule): Promise<void> => {
    let rule: ScanRule;
    try {
      rule = await rules.get(scope, due.ruleId);
    } catch (error) {
      // Removed meanwhile: there is nothing left that it could be recorded with.
      if (DataWaveError.is(error) && error.code === 'DW_SCAN_RULE_UNKNOWN') return;
      throw error;
    }
    const skip = skipper(scope, rules, due, null);
    if (!rule.isEnabled) {
      await skip('DW_SCAN_RULE_DISABLED', 'The rule is disabled.');
      return;
    }
    const isOfAll = rule.sources.length === 0;
    const wanted = await sources.list(scope, isOfAll ? {} : { ids: rule.sources });
    for (const id of rule.sources)
      if (!wanted.some((source) => source.id === id))
        await skipper(scope, rules, due, id)('DW_SOURCE_UNKNOWN', 'The source exists no more.');
    if (isOfAll && wanted.length === 0) await skip('DW_SCAN_RULE_NO_SOURCE', 'There is no source to scan.');
    for (const source of wanted) {
      scope.signal.throwIfAborted();
      await startOne(scope, rules, rule, source, due.dueAt);
    }
  };

  return async (job: JobContext<DueRule, void>): Promise<void> => {
    const { scope, payload } = job;
    const rules = parts.rules();
    // Tried again until the plugin is back.
    if (rules === undefined) throw rulesAreAway();
    await start(scope, rules, payload);
    // The next of this workspace goes to the end of the queue, behind those of the others.
    await storage.transaction(scope, async (tx) => {
      await job.complete(tx, undefined);
      await takeRules(parts, rules, tx, scope, 1);
    });
  };
}

const TWIN = 'Another rule that does the same started a scan of this source at this time.';

const rulesAreAway = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SERVICE_REVOKED',
    message: 'The plugin "scan-rules" does not run.',
    hint: 'Enable it; the scans that were due are started then.',
    status: 503,
  });
