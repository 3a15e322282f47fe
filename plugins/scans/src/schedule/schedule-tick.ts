import type { JobContext, JobsService, ScanRulesService, StorageService } from '@datawave/plugin-sdk';
import { dueJob } from './schedule-jobs.ts';

/** Batches taken in one tick; what is left is taken a minute later. */
const MOST_BATCHES = 20;

/**
 * Makes the handler that has each due rule run: taking it and its job are one transaction, so that each time of each rule
 * has one job, however many processes ask. A time that comes while the one before is still being seen to is passed over.
 */
export const takeDueRules =
  (parts: {
    readonly storage: StorageService;
    readonly jobs: JobsService;
    readonly rules: () => ScanRulesService | undefined;
  }) =>
  async ({ scope }: JobContext<Record<never, never>, void>): Promise<void> => {
    const rules = parts.rules();
    if (rules === undefined) return;
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const taken = await parts.storage.transaction(scope, async (tx) => {
        const due = await rules.takeDue(tx, scope, new Date());
        // One at a time of each rule: where starting takes longer than a minute, what waits must not grow.
        for (const one of due)
          await parts.jobs.enqueue(tx, scope, dueJob, one, { deduplicationKey: one.ruleId });
        return due.length;
      });
      if (taken === 0) return;
    }
  };
