import { Worker } from 'node:worker_threads';
import type { ExamineOutcome, PoolAnswer, PoolOrder } from './messages.ts';
import { READY } from './messages.ts';

/** A thread that takes more memory than any table needs is ended by the runtime, not by the machine. */
const MEMORY_MB = 1024;

/** How an order ended. */
export type ThreadEnd =
  | { readonly outcomes: readonly ExamineOutcome[] }
  /** The sample cannot be sent. */
  | { readonly unsent: unknown }
  | { readonly ended: 'hung' | 'died'; readonly cause: unknown };

/** One worker thread, which takes one order at a time. */
export interface PoolThread {
  /** Resolves with whether the thread could start. */
  readonly started: Promise<boolean>;
  /** Whether it takes no more orders. */
  readonly isGone: boolean;
  run(order: PoolOrder, deadlineMs: number): Promise<ThreadEnd>;
  end(): Promise<void>;
}

/** Starts a thread. It holds the process only while it works. */
export function startThread(): PoolThread {
  // Beside this file stands its source in a checkout and its JavaScript in a published package.
  const file = import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    name: 'classification',
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // Nothing of the process is its business.
    env: {},
  });
  const started = Promise.withResolvers<boolean>();
  let isGone = false;
  let current: { readonly id: number; readonly settle: (end: ThreadEnd) => void } | null = null;

  const finish = (end: ThreadEnd): void => {
    const present = current;
    current = null;
    present?.settle(end);
  };
  const gone = (cause: unknown): void => {
    isGone = true;
    started.resolve(false);
    finish({ ended: 'died', cause });
  };
  worker.on('message', ({ id, outcomes }: PoolAnswer) => {
    if (id === READY) {
      started.resolve(true);
      if (current === null) worker.unref();
    } else if (current?.id === id) finish({ outcomes });
  });
  worker.on('messageerror', gone);
  worker.on('error', gone);
  worker.on('exit', (code) => gone(new Error(`the thread ended with code ${code}`)));

  return {
    started: started.promise,
    get isGone() {
      return isGone;
    },
    run(order, deadlineMs) {
      if (isGone) return Promise.resolve({ ended: 'died', cause: new Error('the thread has ended') });
      const done = Promise.withResolvers<ThreadEnd>();
      const timer = setTimeout(() => {
        isGone = true;
        finish({ ended: 'hung', cause: new Error(`not done within ${deadlineMs} ms`) });
        void worker.terminate();
      }, deadlineMs);
      current = {
        id: order.id,
        settle(end) {
          clearTimeout(timer);
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
