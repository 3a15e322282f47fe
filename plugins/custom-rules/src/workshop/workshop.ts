import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { DataWaveError } from '@datawave/plugin-sdk';
import { READY, type WorkshopAnswer, type WorkshopOrder } from './workshop-messages.ts';
import type { WorkshopTasks } from './workshop-tasks.ts';

/** Orders that may wait; more are turned away. */
const MOST_WAITING = 16;
/** An idle thread is let go, so that it does not hold memory. */
const IDLE_MS = 30_000;
/** Less where the process itself has less. */
const MOST_MEMORY_MB = 512;

interface Waiting {
  readonly order: WorkshopOrder;
  readonly settle: PromiseWithResolvers<unknown>;
}

/** A worker thread, and when it has loaded. */
interface Station {
  readonly worker: Worker;
  readonly isReady: Promise<void>;
}

/**
 * Does what a hostile rule could make slow in a thread of its own, one order at a time, each under a deadline. When it has passed
 * the thread is ended, whatever it does, and the next order gets a new one.
 */
export class Workshop {
  readonly #timeoutMs: number;
  readonly #waiting: Waiting[] = [];
  #running: Waiting | null = null;
  #station: Station | null = null;
  #timer: NodeJS.Timeout | undefined;
  #next = 1;
  #isClosed = false;

  constructor(options: { readonly timeoutMs: number }) {
    this.#timeoutMs = options.timeoutMs;
  }

  assess(...input: Parameters<WorkshopTasks['assess']>): ReturnType<WorkshopTasks['assess']> {
    return this.#order('assess', input);
  }
  preview(...input: Parameters<WorkshopTasks['preview']>): ReturnType<WorkshopTasks['preview']> {
    return this.#order('preview', input);
  }
  read(...input: Parameters<WorkshopTasks['read']>): ReturnType<WorkshopTasks['read']> {
    return this.#order('read', input);
  }
  write(...input: Parameters<WorkshopTasks['write']>): ReturnType<WorkshopTasks['write']> {
    return this.#order('write', input);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { settle } of [...(this.#running === null ? [] : [this.#running]), ...this.#waiting.splice(0)])
      settle.reject(busy('The plugin is stopping.'));
    this.#running = null;
    await this.#end();
  }

  #order<Task extends keyof WorkshopTasks>(
    task: Task,
    input: Parameters<WorkshopTasks[Task]>,
  ): ReturnType<WorkshopTasks[Task]> {
    const settle = Promise.withResolvers<unknown>();
    if (this.#isClosed || this.#waiting.length >= MOST_WAITING)
      settle.reject(busy('Too many rules are being tried at once.'));
    else {
      this.#waiting.push({ order: { id: this.#next++, task, input }, settle });
      this.#proceed();
    }
    // The other side runs the task of this very name.
    return settle.promise as ReturnType<WorkshopTasks[Task]>;
  }

  #proceed(): void {
    if (this.#running !== null) return;
    const next = this.#waiting.shift();
    clearTimeout(this.#timer);
    if (next === undefined) {
      this.#timer = setTimeout(() => void this.#end(), IDLE_MS).unref();
      return;
    }
    this.#running = next;
    const station = this.#station ?? this.#start();
    this.#station = station;
    station.worker.ref();
    void station.isReady.then(() => {
      if (this.#running !== next) return;
      this.#timer = setTimeout(() => {
        this.#finish(() => next.settle.reject(tooSlow(this.#timeoutMs)), true);
      }, this.#timeoutMs);
      station.worker.postMessage(next.order);
    });
  }

  #start(): Station {
    // Beside this file stands its source in a checkout and its JavaScript in a published package.
    const file = import.meta.url.endsWith('.ts') ? './workshop-worker.ts' : './workshop-worker.js';
    const worker = new Worker(new URL(file, import.meta.url), {
      name: 'custom-rules',
      resourceLimits: {
        maxOldGenerationSizeMb: Math.min(MOST_MEMORY_MB, getHeapStatistics().heap_size_limit / 2 ** 20),
      },
      // Nothing of the process is its business.
      env: {},
    });
    const ready = Promise.withResolvers<void>();
    const isPresent = (): boolean => worker === this.#station?.worker;
    worker.on('message', (answer: WorkshopAnswer) => {
      // How long loading takes is no fault of the rule.
      if (answer.id === READY) return ready.resolve();
      const running = this.#running;
      if (!isPresent() || running?.order.id !== answer.id) return;
      this.#finish(() => {
        if ('result' in answer) running.settle.resolve(answer.result);
        else if ('refusal' in answer) running.settle.reject(new DataWaveError(answer.refusal));
        else running.settle.reject(new Error(`the rules' worker thread failed: ${answer.failure}`));
      }, false);
    });
    const fail = (cause: unknown): void => {
      if (isPresent()) this.#finish(() => this.#running?.settle.reject(tooLarge(cause)), true);
    };
    worker.on('error', fail);
    worker.on('exit', fail);
    return { worker, isReady: ready.promise };
  }

  #finish(settle: () => void, isSpoilt: boolean): void {
    settle();
    this.#running = null;
    if (isSpoilt) void this.#end();
    else this.#station?.worker.unref();
    this.#proceed();
  }

  async #end(): Promise<void> {
    const station = this.#station;
    this.#station = null;
    await station?.worker.terminate();
  }
}

const tooSlow = (timeoutMs: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_TOO_SLOW',
    message: `The rule was not done within ${timeoutMs} milliseconds.`,
    hint: 'Use smaller numbers in the repetitions of its patterns, fewer blocks, or fewer and shorter values.',
    status: 422,
  });

const tooLarge = (cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_TOO_LARGE',
    message: 'The rule took more memory than it may.',
    hint: 'Use smaller patterns and dictionaries, or fewer and shorter values.',
    status: 422,
    cause,
  });

const busy = (message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_BUSY',
    message,
    hint: 'Try again in a moment.',
    status: 503,
    headers: { 'Retry-After': '2' },
  });
