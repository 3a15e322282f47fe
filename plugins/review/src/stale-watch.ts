import {
  type ClassifierChange,
  DEFAULT_WORKSPACE,
  defineJob,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  pluginScope,
  type ScopeBounds,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { reapplyJob } from './reapply.ts';
import type { ReviewStore } from './review-store.ts';
import { staleJob } from './stale.ts';

/**
 * Has a workspace looked through every hour for as long as anything in it is known to review. In the default one a schedule of the
 * kernel does it.
 */
export const watchJob = defineJob<Record<never, never>>({
  name: 'review.watch',
  payload: { type: 'object', additionalProperties: false },
  // Nobody else looks after its workspace: what fails is tried until it is mended.
  attempts: 10_000,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 60_000 },
});

const HOUR_MS = 60 * 60_000;
/** Changes within it are looked at in one go. */
const TOGETHER_MS = 2000;
/** Until then each transaction of a change that asked for the same look has ended. */
const SETTLED_MS = TOGETHER_MS + 1000;

/** Sees to it that each workspace is looked through for stale suggestions: every hour, and soon after a classifier changed in it. */
export class StaleWatch {
  readonly #storage: StorageService;
  readonly #jobs: JobsService;
  readonly #store: ReviewStore;
  /** Workspaces whose watch was begun, and those where decisions were put back, by this process. */
  readonly #begun = new Set<string>();
  readonly #reapplied = new Set<string>();

  constructor(parts: {
    readonly storage: StorageService;
    readonly jobs: JobsService;
    readonly store: ReviewStore;
  }) {
    this.#storage = parts.storage;
    this.#jobs = parts.jobs;
    this.#store = parts.store;
  }

  /** Begins with a workspace in which something is recorded. */
  async begin(tx: Transaction, scope: ExecutionScope): Promise<void> {
    const { workspace } = scope;
    if (workspace === DEFAULT_WORKSPACE || this.#begun.has(workspace)) return;
    await this.#next(tx, scope);
    this.#storage.afterCommit(tx, () => void this.#begun.add(workspace));
  }

  /** Has a workspace looked through soon, because a classifier changes in it. */
  async hear({ tx, scope }: ClassifierChange): Promise<void> {
    // A look that is running may have asked for versions before this change: none is joined that may have begun.
    const deduplicationKey = `change ${Math.floor(Date.now() / TOGETHER_MS)}`;
    await this.#jobs.enqueue(tx, ownScope(scope), staleJob, {}, { deduplicationKey, delayMs: SETTLED_MS });
    await this.begin(tx, scope);
  }

  /** The handler of {@link watchJob}. */
  handle = async (job: JobContext<Record<never, never>, void>): Promise<void> => {
    const { scope } = job;
    await this.#storage.transaction(scope, async (tx) => {
      // This job is over before the next one is asked for: of those that watch a workspace there is one.
      await job.complete(tx, undefined);
      await this.#jobs.enqueue(tx, scope, staleJob, {}, { deduplicationKey: 'watch' });
      // As at the start in the default workspace: review may have been switched off meanwhile.
      if (!this.#reapplied.has(scope.workspace)) {
        await this.#jobs.enqueue(tx, scope, reapplyJob, {}, { deduplicationKey: 'watch' });
        this.#storage.afterCommit(tx, () => void this.#reapplied.add(scope.workspace));
      }
      const [known] = await this.#storage.query(
        tx,
        sql`select 1 as one from ${this.#store.table('columns')} limit 1`,
      );
      if (known !== undefined) await this.#next(tx, scope);
      else this.#begun.delete(scope.workspace);
    });
  };

  async #next(tx: Transaction, scope: ExecutionScope): Promise<void> {
    await this.#jobs.enqueue(
      tx,
      ownScope(scope),
      watchJob,
      {},
      { deduplicationKey: 'watch', delayMs: HOUR_MS },
    );
  }
}

/** What is looked through is not looked through in the name of whoever saved a rule or started a scan. */
export const ownScope = (within: ScopeBounds): ExecutionScope => pluginScope('review', 'Review', within);
