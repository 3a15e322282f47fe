import type { ExecutionScope } from '@datawave/plugin-sdk';

/** A waiting job, told to the transport after its commit. */
export interface Announcement {
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  readonly priority: number;
}

/** Work without a row. */
export interface EphemeralMessage {
  readonly plugin: string;
  readonly name: string;
  readonly payload: unknown;
  readonly scope: Omit<ExecutionScope, 'signal'>;
}

/** How many ephemeral jobs of a name could be started now. */
export interface EphemeralRoom {
  readonly name: string;
  readonly count: number;
}

/** What a transport tells the worker of this process. */
export interface TransportSink {
  /** Jobs of these names may be waiting; null for any. */
  wake(names: readonly string[] | null): void;
  /** This job is this worker's to claim. Resolves when it is settled, or left to the reconciler. */
  offer(id: string, name: string): Promise<void>;
  /** Runs ephemeral work. False when this process has no handler for it: put it back. */
  ephemeral(message: EphemeralMessage): Promise<boolean>;
  ephemeralRoom(): readonly EphemeralRoom[];
}

/**
 * Wakes workers and hands them ids. Never the truth: whatever it loses, PostgreSQL still has, and the reconciler
 * finds it; whatever it says twice, the claim sorts out.
 */
export interface JobTransport {
  /** How long the worker leaves waiting rows to the transport before it looks for itself, in milliseconds. */
  readonly trustMs: number;
  start(sink: TransportSink): Promise<void>;
  /** Tells workers. Neither throws nor waits. */
  announce(jobs: readonly Announcement[]): void;
  /** @throws DataWaveError DW_JOB_TRANSPORT when it could not be handed over */
  sendEphemeral(message: EphemeralMessage): Promise<void>;
  /** Begins to take the work of a plugin. */
  consume(plugin: string): Promise<void>;
  /** Stops taking the work of a plugin. What is running goes on. */
  release(plugin: string): Promise<void>;
  stop(): Promise<void>;
}
