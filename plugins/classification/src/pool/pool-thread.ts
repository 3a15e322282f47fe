import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Logger, PortableClassifier } from '@datawave/plugin-sdk';
import { startCountdown } from '../countdown.ts';
import type { DescribedColumns } from '../model/describe-column.ts';
import type { ExamineOutcome, PoolAnswer, PoolOrder, PoolRemark } from './messages.ts';
import { READY } from './messages.ts';
import { shareProgress } from './order-progress.ts';

/** A thread that takes more memory than any table needs, or than the process may, is ended by the runtime, not by the machine. */
const MOST_MEMORY_MB = 1024;

/** How an order ended. */
export type ThreadEnd =
  /** Of every classifier. */
  | { readonly outcomes: readonly ExamineOutcome[]; readonly described: DescribedColumns | undefined }
  /** The sample cannot be sent. */
  | { readonly unsent: unknown }
  | EndedThread;

/** The thread ended with the order. */
export interface EndedThread {
  readonly ended: 'hung' | 'died';
  readonly cause: unknown;
  /** Whose turn it was in the order, after the last when all had answered; what those before it said is not known. */
  readonly place: number;
}

/** One worker thread, which takes one order at a time. */
export interface PoolThread {
  /** Resolves with whether the thread could start. */
  readonly started: Promise<boolean>;
  /** Whether it takes no more orders. */
  readonly isGone: boolean;
  /** @param timeoutMs - milliseconds that each of the order's classifiers has to be made, and again to answer */
  run(order: PoolOrder, timeoutMs: (classifier: PortableClassifier) => number): Promise<ThreadEnd>;
  end(): Promise<void>;
}

/**
 * Nothing of the process is its business, but where compiled modules are kept: without, a thread compiles all of them anew and, in a
 * checkout, loads a compiler for TypeScript first, which stays.
 */
const threadEnvironment = (cache: string | undefined): Readonly<Record<string, string>> =>
  cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };

/**
 * Starts a thread. It holds the process only while it works.
 * @param log - takes what its classifiers have to say
 */
export function startThread(log: Logger): PoolThread {
  // Beside this file stands its source in a checkout and its JavaScript in a published package.
  const file = import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js';
  const progress = shareProgress();
  const worker = new Worker(new URL(file, import.meta.url), {
    name: 'classification',
    workerData: progress.memory,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.min(MOST_MEMORY_MB, getHeapStatistics().heap_size_limit / 2 ** 20),
    },
    env: threadEnvironment(process.env['NODE_COMPILE_CACHE']),
  });
  const started = Promise.withResolvers<boolean>();
  let isGone = false;
  let current: RunningOrder | null = null;

  const finish = (end: ThreadEnd): void => {
    const present = current;
    current = null;
    present?.settle(end);
  };
  const gone = (ended: 'hung' | 'died', cause: unknown): void => {
    isGone = true;
    started.resolve(false);
    finish({ ended, cause, place: progress.place });
  };
  worker.on('message', (message: PoolAnswer | PoolRemark) => {
    if ('level' in message) {
      log[message.level](message.message, message.fields);
      return;
    }
    const { id, outcomes, described } = message;
    if (id === READY) {
      started.resolve(true);
      if (current === null) worker.unref();
      return;
    }
    if (current?.id === id) finish({ outcomes, described });
  });
  worker.on('messageerror', (error) => gone('died', error));
  worker.on('error', (error) => gone('died', error));
  worker.on('exit', (code) => gone('died', new Error(`the thread ended with code ${code}`)));

  return {
    started: started.promise,
    get isGone() {
      return isGone;
    },
    run(order, timeoutMs) {
      if (isGone)
        return Promise.resolve({ ended: 'died', cause: new Error('the thread has ended'), place: 0 });
      progress.reset();
      const done = Promise.withResolvers<ThreadEnd>();
      const limit = (): number => {
        const next = order.classifiers[progress.place];
        return next === undefined ? Number.POSITIVE_INFINITY : timeoutMs(next);
      };
      const onEnd = (): void => {
        gone('hung', new Error(`no answer within ${limit()} ms`));
        void worker.terminate();
      };
      let { step } = progress;
      const countdown = startCountdown(limit(), onEnd, () => {
        if (progress.step === step) return null;
        step = progress.step;
        return limit();
      });
      current = {
        id: order.id,
        settle(end) {
          countdown.stop();
          if (!isGone) worker.unref();
          done.resolve(end);
        },
      };
      worker.ref();
      try {
        worker.postMessage(order);
      } catch (error) {
        finish({ unsent: error });
      }
      return done.promise;
    },
    async end() {
      isGone = true;
      await worker.terminate();
    },
  };
}

interface RunningOrder {
  readonly id: number;
  settle(end: ThreadEnd): void;
}
