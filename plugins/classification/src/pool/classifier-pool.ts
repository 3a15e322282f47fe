import { DataWaveError, type Logger, type PortableClassifier, type TableSample } from '@datawave/plugin-sdk';
import type { ExamineOutcome } from './messages.ts';
import { type PoolThread, startThread } from './pool-thread.ts';

/** Runs classifiers over whole tables in worker threads. */
export interface ClassifierPool {
  /** Whether handing this table over brings more than it costs. Counts the table towards the first thread. */
  takes(sample: TableSample): boolean;
  /**
   * What each of the classifiers says, in their order; null where the threads cannot be used, so that the caller asks them
   * itself. A big table is shared out by classifiers among the threads that are idle. Waits while all are at work: at most
   * one order a thread is on its way, so that samples are copied only when their turn comes.
   * @throws DataWaveError DW_CLASSIFICATION_WORKER when a thread hung or died twice over it, or the pool was closed
   */
  examine(
    sample: TableSample,
    classifiers: readonly PortableClassifier[],
    workspaceId: string | null,
  ): Promise<readonly (ExamineOutcome | null)[]>;
  /** Ends all threads; what waits is refused. */
  close(): Promise<void>;
}

/** How many threads and when. */
export interface PoolOptions {
  /** Most threads at a time; none: everything is done by the caller. */
  readonly size: number;
  readonly log: Logger;
  /** Distinct values that must have come by before the first thread is started; by measurement unless given. */
  readonly startAfter?: number;
  /** Milliseconds after which a thread counts as hung over a table. */
  readonly deadlineMs?: (sample: TableSample) => number;
}

/** Starting a thread and loading the classifiers in it takes about as long as these take the caller. */
const START_AFTER = 300_000;
/** Fewer distinct values are examined in the time that sending them and waking a thread takes. */
const LEAST_VALUES = 200;
/** So many distinct values are worth another thread. */
const VALUES_A_THREAD = 10_000;
/** Threads that nobody needs are ended after so many milliseconds, for the memory of their lists. */
const IDLE_MS = 60_000;

const countValues = (sample: TableSample): number =>
  sample.columns.reduce((sum, column) => sum + column.values.length, 0);

/** A thousand times what a value takes, and time to load the classifiers on a busy machine. */
const patientDeadline = (sample: TableSample): number => 60_000 + 5 * countValues(sample);

interface Task {
  readonly sample: TableSample;
  readonly classifiers: readonly PortableClassifier[];
  readonly workspaceId: string | null;
  readonly settle: PromiseWithResolvers<readonly ExamineOutcome[] | null>;
  deaths: number;
}

/** Makes a pool that starts its threads when they are first worth it. */
export function createClassifierPool(options: PoolOptions): ClassifierPool {
  const { size, log, startAfter = START_AFTER, deadlineMs = patientDeadline } = options;
  const threads = new Set<PoolThread>();
  const idle: PoolThread[] = [];
  const waiting: Task[] = [];
  let seen = 0;
  let lastId = 0;
  let isUsable = size > 0;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const endIdle = (): void => {
    for (const thread of idle.splice(0)) {
      threads.delete(thread);
      void thread.end();
    }
  };
  const release = (thread: PoolThread): void => {
    if (thread.isGone) threads.delete(thread);
    else idle.push(thread);
    clearTimeout(idleTimer);
    idleTimer = setTimeout(endIdle, IDLE_MS).unref();
  };
  const acquire = (): PoolThread | null => {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      if (!thread.isGone) return thread;
      threads.delete(thread);
    }
    if (threads.size >= size) return null;
    const thread = startThread();
    threads.add(thread);
    return thread;
  };
  const giveUp = (): void => {
    if (isUsable) log.warn('worker threads cannot be started; columns are classified in the main thread');
    isUsable = false;
    for (const task of waiting.splice(0)) task.settle.resolve(null);
  };

  const work = async (task: Task, thread: PoolThread): Promise<void> => {
    if (!(await thread.started)) {
      threads.delete(thread);
      if (isClosed) return task.settle.reject(closed());
      task.settle.resolve(null);
      return giveUp();
    }
    lastId += 1;
    const { sample, classifiers, workspaceId } = task;
    const end = await thread.run({ id: lastId, sample, classifiers, workspaceId }, deadlineMs(sample));
    release(thread);
    if ('outcomes' in end) task.settle.resolve(end.outcomes);
    else if ('unsent' in end) task.settle.resolve(null);
    else if (isClosed) task.settle.reject(closed());
    else if (end.ended === 'died' && task.deaths === 0) {
      task.deaths = 1;
      waiting.unshift(task);
    } else task.settle.reject(spoilt(sample, end.ended, end.cause));
    proceed();
  };
  const proceed = (): void => {
    while (waiting.length > 0) {
      const thread = acquire();
      if (thread === null) return;
      const task = waiting.shift();
      if (task !== undefined) void work(task, thread);
    }
  };
  const submit = (task: Task): Promise<readonly ExamineOutcome[] | null> => {
    waiting.push(task);
    proceed();
    return task.settle.promise;
  };

  return {
    takes(sample) {
      const values = countValues(sample);
      if (!isUsable || isClosed) return false;
      seen += values;
      return values >= LEAST_VALUES && seen >= startAfter;
    },
    async examine(sample, classifiers, workspaceId) {
      if (isClosed) throw closed();
      const free = size - threads.size + idle.length;
      const worth = Math.ceil(countValues(sample) / VALUES_A_THREAD);
      const parts = Math.max(1, Math.min(free, worth, classifiers.length));
      const answers = await Promise.all(
        Array.from({ length: parts }, (_, part) =>
          submit({
            sample,
            classifiers: classifiers.filter((__, index) => index % parts === part),
            workspaceId,
            settle: Promise.withResolvers(),
            deaths: 0,
          }),
        ),
      );
      return classifiers.map((_, index) => answers[index % parts]?.[Math.floor(index / parts)] ?? null);
    },
    async close() {
      isClosed = true;
      clearTimeout(idleTimer);
      for (const task of waiting.splice(0)) task.settle.reject(closed());
      await Promise.all([...threads].map((thread) => thread.end()));
      threads.clear();
    },
  };
}

const closed = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_CLASSIFICATION_WORKER',
    message: 'Classification was stopped before the table was done.',
    hint: 'Scan it again when the plugin "classification" runs.',
  });

const spoilt = (sample: TableSample, ended: 'hung' | 'died', cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_CLASSIFICATION_WORKER',
    message:
      ended === 'hung'
        ? `Classifying ${sample.asset.path.join('.')} did not come to an end; its worker thread was ended.`
        : `Classifying ${sample.asset.path.join('.')} ended its worker thread twice.`,
    hint: 'Sample fewer rows or shorter values of it; if it happens again, report it with the versions of the classifiers.',
    cause,
  });
