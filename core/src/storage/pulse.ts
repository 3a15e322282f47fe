import { performance } from 'node:perf_hooks';
import type { Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect } from './connection.ts';

/** How often statements that have not been answered are looked at, and how long they may take before they are. Milliseconds. */
const BEAT_MS = 2_500;
const SILENT_MS = 4_000;
/** An answer may be on its way when the server is asked: only twice in a row is no accident. */
const PROOFS = 2;

interface Awaited {
  readonly client: pg.ClientBase;
  readonly since: number;
  proofs: number;
}

/**
 * Tells a statement that takes long from one that no answer will come to. A firewall or balancer that has forgotten a
 * connection, or a machine that is gone, sends nothing, and the system's own time-out is a quarter of an hour; a time limit
 * on statements would end honest work. So the server is asked, over a fresh connection, whether it is working on it.
 */
export class Pulse {
  readonly #target: ConnectionTarget;
  readonly #log: Logger;
  readonly #awaited = new Set<Awaited>();
  readonly #answeredAt = new WeakMap<pg.ClientBase, number>();
  readonly #backends = new WeakMap<pg.ClientBase, number>();
  #deadSince = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #isBeating = false;

  constructor(target: ConnectionTarget, log: Logger) {
    this.#target = target;
    this.#log = log;
  }

  /**
   * Asks a new connection for the process that serves it. What the driver was told when it connected may be the number that a
   * pooler before the server has made up.
   */
  async learn(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const [row] = rows;
    if (row !== undefined) this.#backends.set(client, row.pid);
  }

  /** The process that serves a connection. */
  backendOf(client: pg.ClientBase): number | undefined {
    return this.#backends.get(client);
  }

  /** Awaits a statement on a connection. It rejects as one on a lost connection does once the server knows nothing of it. */
  async watch<T>(client: pg.ClientBase, statement: Promise<T>): Promise<T> {
    const awaited: Awaited = { client, since: performance.now(), proofs: 0 };
    this.#awaited.add(awaited);
    this.#timer ??= setInterval(() => void this.#beat(), BEAT_MS).unref();
    try {
      return await statement;
    } finally {
      this.#awaited.delete(awaited);
      this.#answeredAt.set(client, performance.now());
    }
  }

  /** Whether a connection has said nothing since another one was found dead: it most likely is so too. */
  isSuspect(client: pg.ClientBase): boolean {
    return (this.#answeredAt.get(client) ?? Number.POSITIVE_INFINITY) < this.#deadSince;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #beat(): Promise<void> {
    const silentSince = performance.now() - SILENT_MS;
    const silent = [...this.#awaited].filter(
      ({ since, client }) => since < silentSince && this.#backends.has(client),
    );
    if (silent.length === 0 || this.#isBeating) return;
    this.#isBeating = true;
    try {
      await this.#examine(silent);
    } catch (error) {
      // The server cannot be asked. If it is gone the connections end by that, and if it comes back they are asked about then.
      this.#log.debug('statements wait for a database that cannot be asked', {
        error,
        statements: silent.length,
      });
    } finally {
      this.#isBeating = false;
    }
  }

  async #examine(silent: readonly Awaited[]): Promise<void> {
    const fresh = await connect(this.#target);
    try {
      const { rows } = await fresh.query<{ pid: number }>(
        `select pid from pg_stat_activity where pid = any($1::int[]) and state = 'active' and wait_event_type is distinct from 'Client'`,
        [silent.map(({ client }) => this.#backends.get(client))],
      );
      const working = new Set<number | undefined>(rows.map(({ pid }) => pid));
      for (const one of silent) one.proofs = working.has(this.#backends.get(one.client)) ? 0 : one.proofs + 1;
      const dead = silent.filter((one) => one.proofs >= PROOFS && this.#awaited.has(one));
      if (dead.length === 0) return;
      this.#log.warn(
        'Database connections are given up: the server does not know of what was sent over them',
        {
          connections: dead.length,
        },
      );
      this.#deadSince = Math.max(this.#deadSince, ...dead.map(({ since }) => since));
      // What they had begun keeps its locks for as long as the server believes in them.
      await fresh.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where pid = any($1::int[]) and (state <> 'active' or wait_event_type = 'Client')`,
        [dead.map(({ client }) => this.#backends.get(client))],
      );
      for (const { client } of dead) abandon(client);
    } finally {
      await fresh.end().catch(() => undefined);
    }
  }
}

/** Closes a connection without a word to the other side, who would not hear it. Everything that waits on it is rejected. */
export function abandon(client: pg.ClientBase): void {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : null;
  const destroy: unknown =
    typeof stream === 'object' && stream !== null ? Reflect.get(stream, 'destroy') : null;
  if (typeof destroy === 'function') Reflect.apply(destroy, stream, []);
}
