import { DataWaveError, type Logger, type PortableClassifier, type TableSample } from '@datawave/plugin-sdk';
import type { ExamineOutcome } from './messages.ts';
import { type PoolThread, startThread, type ThreadEnd } from './pool-thread.ts';

/** Runs classifiers over whole tables in worker threads. */
export interface ClassifierPool {
  /**
   * Whether handing this table over brings more than it costs. Counts the table towards the first thread; of a workspace
   * already the first table of some size is worth one: the caller answers people meanwhile, and does not read the lists as well.
   */
  takes(sample: TableSample, workspaceId: string | null): boolean;
  /**
   * What each of the classifiers says, in their order; null where the threads cannot be used, so that the caller asks them
   * itself. One that does not answer in its time, or ends its thread twice, costs its own evidence alone: its thread is replaced and
   * the next classifier asked. A big table is shared out by classifiers among the threads that are idle. Waits while all are at work: at most
   * one order a thread is on its way, so that samples are copied only when their turn comes.
   * @throws DataWaveError DW_CLASSIFICATION_WORKER when the pool was closed
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
  /** Distinct values outside any workspace that must have come by before the first thread is started; by measurement unless given. */
  readonly startAfter?: number;
  /** Milliseconds that a classifier has for a table, and to be made; as long as it takes unless given. */
  readonly timeoutMs?: (classifier: PortableClassifier) => number;
}

/** Starting a thread and loading the classifiers in it takes about as long as these take the caller. */
const START_AFTER = 300_000;
/** Fewer distinct values are examined in the time that sending them and waking a thread takes. */
const LEAST_VALUES = 200;
/** So many distinct values are worth another thread. */
const VALUES_A_THREAD = 10_000;
/** Threads that may end over one classifier and table: the first may have died of something else. */
const MOST_DEATHS = 2;
/** Threads that nobody needs are ended after so many milliseconds, for the memory of their lists. */
const IDLE_MS = 60_000;

const countValues = (sample: TableSample): number =>
  sample.columns.reduce((sum, column) => sum + column.values.length, 0);

interface Task {
  readonly sample: TableSample;
  readonly classifiers: readonly PortableClassifier[];
  readonly workspaceId: string | null;
  readonly settle: PromiseWithResolvers<readonly ExamineOutcome[] | null>;
  /** Of the first classifiers: those that are done. */
  readonly outcomes: ExamineOutcome[];
  /** Threads that ended over the classifier whose turn it is. */
  deaths: number;
}

/** Makes a pool that starts its threads when they are first worth it. */
export function createClassifierPool(options: PoolOptions): ClassifierPool {
  const { size, log, startAfter = START_AFTER, timeoutMs = () => Number.POSITIVE_INFINITY } = options;
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
    const thread = startThread(log);
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
    const { sample, classifiers, workspaceId, outcomes } = task;
    const order = { id: lastId, sample, classifiers: classifiers.slice(outcomes.length), workspaceId };
    const end = await thread.run(order, timeoutMs);
    release(thread);
    if ('unsent' in end) task.settle.resolve(null);
    else if (isClosed && 'ended' in end) task.settle.reject(closed());
    else goOn(task, end);
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
  /** Takes in what was said; what is left waits for the next thread, without whoever ended this one. */
  const goOn = (task: Task, end: Exclude<ThreadEnd, { readonly unsent: unknown }>): void => {
    if (end.outcomes.length > 0) task.deaths = 0;
    task.outcomes.push(...end.outcomes);
    const next = task.classifiers[task.outcomes.length];
    if ('ended' in end && next !== undefined) {
      if (end.ended === 'died') task.deaths += 1;
      if (end.ended === 'hung') task.outcomes.push({ timedOutAfterMs: timeoutMs(next) });
      else if (task.deaths === MOST_DEATHS) task.outcomes.push({ died: end.cause });
      if (end.ended === 'hung' || task.deaths === MOST_DEATHS) task.deaths = 0;
    }
    if (task.outcomes.length < task.classifiers.length) waiting.unshift(task);
    else task.settle.resolve(task.outcomes);
  };
  const submit = (task: Task): Promise<readonly ExamineOutcome[] | null> => {
    waiting.push(task);
    proceed();
    return task.settle.promise;
  };

  return {
    takes(sample, workspaceId) {
      const values = countValues(sample);
      if (!isUsable || isClosed) return false;
      seen += values;
      return values >= LEAST_VALUES && (workspaceId !== null || seen >= startAfter);
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
            outcomes: [],
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
