import { performance } from 'node:perf_hooks';
import type { ExecutionScope, JobContext, Logger } from '@datawave/plugin-sdk';
import type { RegisteredJob } from './attempt.ts';
import { jobTimedOut, workerStopping } from './job-errors.ts';
import type { EphemeralMessage, EphemeralRoom } from './transport.ts';

/** Taken ahead of need at most, for each name. */
const QUEUE_LIMIT = 20;

interface EphemeralLane {
  readonly registered: RegisteredJob;
  running: number;
  readonly queue: (() => void)[];
}

/** Runs work that has no row: once, within its concurrency and its timeout; a failure is logged and that is all. */
export class EphemeralRunner {
  readonly #log: Logger;
  readonly #lanes = new Map<string, EphemeralLane>();
  readonly #controllers = new Set<AbortController>();
  readonly #paused = new Set<string>();
  #isStopping = false;
  #nextId = 1;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(registered: RegisteredJob): void {
    this.#lanes.set(registered.definition.name, { registered, running: 0, queue: [] });
  }

  remove(name: string): void {
    this.#lanes.delete(name);
  }

  pause(plugin: string): void {
    this.#paused.add(plugin);
  }

  resume(plugin: string): void {
    this.#paused.delete(plugin);
  }

  get #running(): number {
    let total = 0;
    for (const lane of this.#lanes.values()) total += lane.running;
    return total;
  }

  /** How many more of each name are welcome. */
  room(): readonly EphemeralRoom[] {
    if (this.#isStopping) return [];
    const room: EphemeralRoom[] = [];
    for (const [name, lane] of this.#lanes) {
      const count = lane.registered.concurrency + QUEUE_LIMIT - lane.running - lane.queue.length;
      if (count > 0 && !this.#paused.has(lane.registered.plugin)) room.push({ name, count });
    }
    return room;
  }

  /** Resolves when the work has ended, whichever way. False at once when it is not for this process. */
  async run(message: EphemeralMessage): Promise<boolean> {
    const lane = this.#lanes.get(message.name);
    if (lane === undefined || this.#isStopping || this.#paused.has(message.plugin)) return false;
    if (lane.running >= lane.registered.concurrency)
      await new Promise<void>((resolve) => lane.queue.push(resolve));
    else lane.running += 1;
    try {
      await this.#runHandler(lane.registered, message);
    } catch (error) {
      this.#log.warn('Ephemeral work failed', { name: message.name, error });
    } finally {
      // The place is handed on rather than freed, so that nobody slips in between.
      const next = lane.queue.shift();
      if (next === undefined) lane.running -= 1;
      else next();
    }
    return true;
  }

  /** Takes nothing more; tells what runs to stop. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Resolves when nothing runs; what still does after the time is told to stop. */
  async drain(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (this.#running > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    for (const controller of this.#controllers) controller.abort(workerStopping('ephemeral work', '-'));
  }

  async #runHandler(registered: RegisteredJob, message: EphemeralMessage): Promise<void> {
    const id = `ephemeral-${this.#nextId++}`;
    const controller = new AbortController();
    this.#controllers.add(controller);
    const timer = setTimeout(
      () => controller.abort(jobTimedOut(message.name, id, registered.timeoutMs)),
      registered.timeoutMs,
    );
    try {
      await registered.handler(new EphemeralContext(id, message, controller.signal));
    } finally {
      clearTimeout(timer);
      this.#controllers.delete(controller);
    }
  }
}

/** The context of work that has no row: there is nothing to complete, to fence or to show. */
class EphemeralContext implements JobContext<unknown, unknown> {
  readonly id: string;
  readonly payload: unknown;
  readonly attempt = 1;
  readonly scope: ExecutionScope;
  readonly fencingToken = 0n;

  constructor(id: string, message: EphemeralMessage, signal: AbortSignal) {
    this.id = id;
    this.payload = message.payload;
    this.scope = { ...message.scope, signal };
  }

  progress(): void {
    // Nobody could see it.
  }

  async complete(): Promise<void> {
    // Ends with its handler.
  }
}
