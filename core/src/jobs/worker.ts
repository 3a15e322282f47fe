import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type AbortKind, Attempt, type CompleteIn, type RegisteredJob } from './attempt.ts';
import { type ClaimTerms, claimBest, claimByKey, claimSuspect, type Want } from './claim-store.ts';
import { jobCancelled, leaseLost, workerStopping } from './job-errors.ts';
import type { ClaimedJob } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';
import { Lane } from './lane.ts';
import { type EndRecording, type EndState, recordEnd } from './record-end.ts';

/** A claim in this process, from claiming to the commit of its end. */
export interface Held {
  readonly job: ClaimedJob;
  attempt: Attempt | null;
  /** When the lease was last known to be ours, by this process's monotonic clock. */
  renewedAt: number;
  isSettling: boolean;
  onSettled: (() => void) | null;
}

export interface WorkerOptions extends EndRecording {
  readonly storage: JobsStorage;
  readonly completeIn: CompleteIn;
  readonly leaseMs: number;
  readonly abortGraceMs: number;
  /** Attempts at once of one plugin in this process. */
  readonly pluginConcurrency: number;
  /** Claims in this process at most, running, ready or being settled. */
  readonly maxHeld: number;
  onEnd(job: ClaimedJob, state: EndState, seconds: number): void;
}

/** How long rows whose ids were lost wait at most beside others that the transport brings, in milliseconds. */
const LOOK_MS = 3_000;

interface Offer {
  readonly id: string;
  readonly name: string;
  resolve(): void;
}

/** Claims jobs for the handlers of this process, runs them and hands their ends to the settler. */
export class Worker {
  readonly id = randomUUID();
  readonly held = new Map<string, Held>();
  readonly #o: WorkerOptions;
  readonly #terms: ClaimTerms;
  /** Jobs run in nobody's asynchronous context, not in that of whoever happened to wake the worker. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #lanes = new Map<string, Lane>();
  readonly #runningByPlugin = new Map<string, number>();
  readonly #paused = new Set<string>();
  #offers: Offer[] = [];
  #pumping: Promise<void> | null = null;
  #pumpAgain = false;
  #isStopping = false;
  #suspectsMayWait = true;
  #isSuspectHeld = false;
  /** A lane went without because of a bound that it shares with others. */
  #isShort = false;

  constructor(options: WorkerOptions) {
    this.#o = options;
    this.#terms = { worker: this.id, leaseMs: options.leaseMs };
  }

  add(registered: RegisteredJob): void {
    this.#lanes.set(registered.definition.name, new Lane(registered));
    this.wake([registered.definition.name]);
  }

  /** Forgets a handler. Its ready jobs are put back. */
  remove(name: string): void {
    const lane = this.#lanes.get(name);
    this.#lanes.delete(name);
    if (lane !== undefined) this.#putBackReady(lane);
  }

  lane(name: string): Lane | undefined {
    return this.#lanes.get(name);
  }

  /** Jobs of these names, or of all, may be waiting. */
  wake(names: Iterable<string> = this.#lanes.keys()): void {
    for (const name of names) {
      const lane = this.#lanes.get(name);
      if (lane !== undefined) lane.mayHaveMore = true;
    }
    this.#pump();
  }

  /** Looks for jobs that the transport should have brought, and for those whose workers died with them. */
  sweep(trustMs: number): void {
    const now = performance.now();
    for (const lane of this.#lanes.values()) {
      // That some are brought does not mean that all are.
      if (lane.lastOfferAt <= now - trustMs || lane.lastLookAt <= now - LOOK_MS) lane.mayHaveMore = true;
    }
    this.#suspectsMayWait = true;
    this.#pump();
  }

  /** Takes a job by key. Resolves when it is settled, or is not for this process to run now. */
  offer(id: string, name: string): Promise<void> {
    const lane = this.#lanes.get(name);
    if (lane === undefined || this.#isStopping || this.#isPaused(lane)) return Promise.resolve();
    lane.lastOfferAt = performance.now();
    return new Promise((resolve) => {
      this.#offers.push({ id, name, resolve });
      this.#pump();
    });
  }

  pause(plugin: string): void {
    this.#paused.add(plugin);
    for (const lane of this.#lanes.values()) if (lane.registered.plugin === plugin) this.#putBackReady(lane);
  }

  resume(plugin: string): void {
    this.#paused.delete(plugin);
    this.sweep(0);
  }

  /** Takes nothing more and puts back what has not begun. */
  stopClaiming(): void {
    this.#isStopping = true;
    for (const lane of this.#lanes.values()) this.#putBackReady(lane);
    for (const offer of this.#offers.splice(0)) offer.resolve();
  }

  /** Tells a running attempt to stop; false when this process does not run it. */
  abort(id: string, kind: AbortKind): boolean {
    const held = this.held.get(id);
    if (held === undefined) return false;
    const { name } = held.job;
    const error =
      kind === 'cancelled'
        ? jobCancelled(name, id)
        : kind === 'stopping'
          ? workerStopping(name, id)
          : leaseLost(name, id);
    if (held.attempt !== null) held.attempt.abort(kind, error);
    else if (!held.isSettling) this.#dropReady(held, kind);
    return true;
  }

  /** Resolves when the claims that match are settled, or the time is over. True when none is left. */
  async settled(matches: (job: ClaimedJob) => boolean, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    const remains = (): boolean => this.held.values().some((held) => matches(held.job));
    await this.#pumping;
    while (remains()) {
      if (performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return true;
  }

  #isPaused(lane: Lane): boolean {
    return this.#paused.has(lane.registered.plugin);
  }

  #isPluginFull(lane: Lane): boolean {
    return (this.#runningByPlugin.get(lane.registered.plugin) ?? 0) >= this.#o.pluginConcurrency;
  }

  #pump(): void {
    if (this.#pumping !== null) {
      this.#pumpAgain = true;
      return;
    }
    this.#pumping = this.#claimWhileThereIsRoom().finally(() => {
      this.#pumping = null;
      if (this.#pumpAgain) {
        this.#pumpAgain = false;
        this.#pump();
      }
    });
  }

  async #claimWhileThereIsRoom(): Promise<void> {
    // One turn of the event loop gathers what arrives together into one statement.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (!this.#isStopping) {
      this.#pumpAgain = false;
      try {
        const hasClaimed = [await this.#claimOffers(), await this.#claimWanted(), await this.#claimSuspect()];
        if (!hasClaimed.includes(true)) return;
      } catch (error) {
        // The next sweep tries again.
        this.#o.log.warn('Jobs could not be claimed', { error });
        for (const lane of this.#lanes.values()) lane.mayHaveMore = true;
        return;
      }
    }
  }

  async #claimOffers(): Promise<boolean> {
    const room = new Map<string, number>();
    const taken: Offer[] = [];
    let total = this.#o.maxHeld - this.held.size;
    for (const offer of this.#offers.splice(0)) {
      const lane = this.#lanes.get(offer.name);
      const left = lane === undefined || this.#isPaused(lane) ? 0 : (room.get(offer.name) ?? lane.room);
      if (left > 0 && total > 0) {
        room.set(offer.name, left - 1);
        total -= 1;
        taken.push(offer);
        continue;
      }
      // No place for it here: it stays in PostgreSQL and is looked for when a place falls free, here or elsewhere.
      if (lane !== undefined) lane.mayHaveMore = true;
      offer.resolve();
    }
    if (taken.length === 0) return false;
    const byId = new Map(taken.map((offer) => [offer.id, offer]));
    try {
      const jobs = await this.#claim(() => claimByKey(this.#o.storage, this.#terms, [...byId.keys()]));
      for (const job of jobs) {
        const held = this.held.get(job.id);
        const offer = byId.get(job.id);
        if (held === undefined || offer === undefined) continue;
        held.onSettled = offer.resolve;
        byId.delete(job.id);
      }
    } finally {
      for (const offer of taken) if (byId.has(offer.id)) offer.resolve();
    }
    return true;
  }

  async #claimWanted(): Promise<boolean> {
    const wants: Want[] = [];
    this.#isShort = false;
    let total = this.#o.maxHeld - this.held.size;
    for (const [name, lane] of this.#lanes) {
      if (!lane.mayHaveMore || !lane.isHungry || this.#isPaused(lane)) continue;
      const count = this.#isPluginFull(lane) ? 0 : Math.min(lane.room, total);
      if (count <= 0) {
        this.#isShort = true;
        continue;
      }
      wants.push({ name, count });
      total -= count;
      lane.mayHaveMore = false;
      lane.lastLookAt = performance.now();
    }
    if (wants.length === 0) return false;
    const jobs = await this.#claim(() => claimBest(this.#o.storage, this.#terms, wants));
    for (const want of wants) {
      const lane = this.#lanes.get(want.name);
      if (lane !== undefined && jobs.filter((job) => job.name === want.name).length >= want.count)
        lane.mayHaveMore = true;
    }
    return jobs.length > 0;
  }

  /** A job that may have killed its worker is run beside no other of its kind, so that it alone loses its attempts. */
  async #claimSuspect(): Promise<boolean> {
    if (!this.#suspectsMayWait || this.#isSuspectHeld) return false;
    this.#suspectsMayWait = false;
    const wants = [...this.#lanes.entries()]
      .filter(([, lane]) => !this.#isPaused(lane) && lane.running < lane.registered.concurrency)
      .map(([name]): Want => ({ name, count: 1 }));
    if (wants.length === 0) return false;
    const jobs = await this.#claim(() => claimSuspect(this.#o.storage, this.#terms, wants));
    return jobs.length > 0;
  }

  async #claim(claim: () => Promise<readonly ClaimedJob[]>): Promise<readonly ClaimedJob[]> {
    const claimedAt = performance.now();
    const jobs = await claim();
    const lanes = new Set<Lane>();
    for (const job of jobs) {
      const held: Held = { job, attempt: null, renewedAt: claimedAt, isSettling: false, onSettled: null };
      // Taken from ourselves: the earlier attempt has stood still for longer than its lease.
      if (this.held.has(job.id)) this.abort(job.id, 'lease-lost');
      this.held.set(job.id, held);
      if (job.lost > 0) this.#isSuspectHeld = true;
      const lane = this.#lanes.get(job.name);
      if (lane === undefined || this.#isStopping || this.#isPaused(lane)) {
        // The handler went while the claim was on its way.
        this.#dropReady(held, 'stopping');
        continue;
      }
      lane.ready.push(job);
      lanes.add(lane);
    }
    for (const lane of lanes) this.#startReady(lane);
    return jobs;
  }

  #startReady(lane: Lane): void {
    const { plugin } = lane.registered;
    while (lane.canStart && !this.#isPaused(lane)) {
      if (this.#isPluginFull(lane)) return;
      const job = lane.ready.shift();
      const held = job === undefined ? undefined : this.held.get(job.id);
      if (held === undefined) continue;
      if (performance.now() - held.renewedAt > this.#o.leaseMs) {
        // Stopped for longer than the lease: someone else has it by now.
        this.#forget(held, 'lease-lost', 0);
        continue;
      }
      lane.running += 1;
      this.#runningByPlugin.set(plugin, (this.#runningByPlugin.get(plugin) ?? 0) + 1);
      this.#outside(() => void this.#run(lane, held));
    }
  }

  async #run(lane: Lane, held: Held): Promise<void> {
    const attempt = new Attempt(held.job, lane.registered, this.#o.completeIn, this.#o.abortGraceMs);
    held.attempt = attempt;
    const { outcome, durationMs } = await attempt.run();
    held.isSettling = true;
    held.attempt = null;
    lane.running -= 1;
    lane.record(durationMs);
    const { plugin } = lane.registered;
    this.#runningByPlugin.set(plugin, (this.#runningByPlugin.get(plugin) ?? 1) - 1);
    for (const other of this.#lanes.values()) if (other.registered.plugin === plugin) this.#startReady(other);
    const state = await recordEnd(this.#o, lane.registered, held.job, outcome);
    this.#forget(held, state, durationMs / 1_000);
  }

  #forget(held: Held, state: EndState, seconds: number): void {
    if (this.held.get(held.job.id) === held) this.held.delete(held.job.id);
    held.onSettled?.();
    if (held.job.lost > 0) {
      this.#isSuspectHeld = this.held.values().some((other) => other.job.lost > 0);
      this.#suspectsMayWait = true;
    }
    if (state === 'lease-lost')
      this.#o.log.warn('A job was lost to another worker', { job: held.job.id, name: held.job.name });
    this.#o.onEnd(held.job, state, seconds);
    const lane = this.#lanes.get(held.job.name);
    if ((lane?.mayHaveMore === true && lane.isHungry) || this.#isShort || held.job.lost > 0) this.#pump();
  }

  #putBackReady(lane: Lane): void {
    for (const job of lane.ready.splice(0)) {
      const held = this.held.get(job.id);
      if (held !== undefined) this.#dropReady(held, 'stopping');
    }
  }

  #dropReady(held: Held, kind: AbortKind): void {
    held.isSettling = true;
    const lane = this.#lanes.get(held.job.name);
    const at = lane?.ready.indexOf(held.job) ?? -1;
    if (at >= 0) lane?.ready.splice(at, 1);
    const { settler, log } = this.#o;
    const settling: Promise<EndState> =
      kind === 'lease-lost'
        ? Promise.resolve<EndState>('lease-lost')
        : kind === 'cancelled'
          ? settler.cancel(held.job)
          : settler.putBack(held.job);
    settling.then(
      (state) => this.#forget(held, state, 0),
      (error: unknown) => {
        log.error('A job could not be put back; it is taken over once its lease has run out', {
          job: held.job.id,
          error,
        });
        this.#forget(held, 'lease-lost', 0);
      },
    );
  }
}
