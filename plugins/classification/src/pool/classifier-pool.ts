import { DataWaveError, type Logger, type PortableClassifier, type TableSample } from '@datawave/plugin-sdk';
import type { DescribedColumns } from '../model/describe-column.ts';
import type { ExamineOutcome, PoolOrder } from './messages.ts';
import { type PackedSample, packSample } from './packed-sample.ts';
import { type EndedThread, type PoolThread, startThread } from './pool-thread.ts';
import { putTogether, shareOut } from './share-out.ts';

/** What threads found out about a table. */
export interface ExaminedTable {
  /** Of each classifier; null where the threads cannot be used. */
  readonly outcomes: readonly (ExamineOutcome | null)[];
  /** What the model needs to know of its columns, where it was asked for; not of those over which a thread ended. */
  readonly described?: DescribedColumns;
}

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
   * the next classifier asked. A big table is shared out among the threads that are idle. Waits while all are at work: at most
   * one order a thread is on its way, so that samples are copied only when their turn comes.
   * @throws DataWaveError DW_CLASSIFICATION_WORKER when the pool was closed
   */
  examine(
    sample: TableSample,
    classifiers: readonly PortableClassifier[],
    workspaceId: string | null,
    asked?: { readonly describes?: boolean },
  ): Promise<ExaminedTable>;
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

interface DoneTask {
  readonly outcomes: readonly ExamineOutcome[];
  readonly described: DescribedColumns | undefined;
}

interface Task extends Omit<PoolOrder, 'id'> {
  readonly settle: PromiseWithResolvers<DoneTask | null>;
  /** By place of the classifiers: of those that ended a thread, or answered. */
  readonly outcomes: (ExamineOutcome | undefined)[];
  /** Threads that ended over each of the classifiers; at the last place those that ended over none of them. */
  readonly deaths: number[];
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
    const { sample, columns, classifiers, workspaceId, describes, outcomes } = task;
    const left = [...classifiers.keys()].filter((place) => outcomes[place] === undefined);
    const asked = left.flatMap((place) => classifiers[place] ?? []);
    const order = { id: lastId, sample, columns, classifiers: asked, workspaceId, describes };
    const end = await thread.run(order, timeoutMs);
    release(thread);
    if ('unsent' in end) task.settle.resolve(null);
    else if (isClosed && 'ended' in end) task.settle.reject(closed());
    else if ('ended' in end) goOn(task, left[end.place] ?? classifiers.length, end);
    else {
      for (const [at, place] of left.entries()) outcomes[place] = end.outcomes[at];
      finish(task, end.described);
    }
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
  /** What is left waits for the next thread, without whoever ended this one. */
  const goOn = (task: Task, place: number, { ended, cause }: EndedThread): void => {
    const { classifiers, outcomes, deaths } = task;
    const culprit = classifiers[place];
    const died = (deaths[place] ?? 0) + 1;
    deaths[place] = died;
    if (culprit === undefined) {
      if (died === MOST_DEATHS) task.settle.resolve(null);
      else waiting.unshift(task);
      return;
    }
    if (ended === 'hung') outcomes[place] = { timedOutAfterMs: timeoutMs(culprit) };
    else if (died === MOST_DEATHS) outcomes[place] = { died: cause };
    if (classifiers.every((_, at) => outcomes[at] !== undefined)) finish(task, undefined);
    else waiting.unshift(task);
  };
  const finish = (task: Task, described: DescribedColumns | undefined): void =>
    task.settle.resolve({ outcomes: task.outcomes.flatMap((outcome) => outcome ?? []), described });
  const submit = (task: Task): Promise<DoneTask | null> => {
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
    async examine(sample, classifiers, workspaceId, { describes = false } = {}) {
      if (isClosed) throw closed();
      const free = size - threads.size + idle.length;
      const worth = Math.ceil(countValues(sample) / VALUES_A_THREAD);
      const shares = shareOut(sample, classifiers.length, Math.min(free, worth));
      const sent = shares.length === 1 ? sample : packOrNull(sample);
      if (sent === null) return { outcomes: classifiers.map(() => null) };
      const done = await Promise.all(
        shares.map(async (share, part) => {
          const answer = await submit({
            sample: sent,
            columns: share.columns,
            classifiers: share.classifiers.flatMap((place) => classifiers[place] ?? []),
            workspaceId,
            // Where all have the same columns, one of them is enough.
            describes: describes && (share.columns !== null || part === 0),
            settle: Promise.withResolvers(),
            outcomes: [],
            deaths: [],
          });
          return { share, outcomes: answer?.outcomes ?? null, described: answer?.described };
        }),
      );
      const outcomes = putTogether(done, classifiers.length, sample.columns.length);
      if (!describes) return { outcomes };
      return { outcomes, described: new Map(done.flatMap(({ described }) => [...(described ?? [])])) };
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

function packOrNull(sample: TableSample): PackedSample | null {
  try {
    return packSample(sample);
  } catch {
    // The caller, who then asks the classifiers itself, has no need to send it.
    return null;
  }
}

const closed = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_CLASSIFICATION_WORKER',
    message: 'Classification was stopped before the table was done.',
    hint: 'Scan it again when the plugin "classification" runs.',
  });
