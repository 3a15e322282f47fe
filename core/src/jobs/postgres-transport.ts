import { DataWaveError, type Disposer, type ExecutionScope, type Logger } from '@datawave/plugin-sdk';
import { pluginOf, scopeOf } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';
import type { Announcement, EphemeralMessage, JobTransport, TransportSink } from './transport.ts';

const CHANNEL = 'datawave_jobs';
/** A notification holds less than 8,000 bytes. */
const LONGEST_PAYLOAD = 7_000;
/** Announcements within this time share a notification: each takes a lock that all committing transactions share. */
const COALESCE_MS = 5;
const EPHEMERAL_POLL_MS = 1_000;

interface Notice {
  /** Names of jobs that wait; null for any. */
  readonly jobs?: readonly string[] | null;
  /** Names of ephemeral jobs that wait; null for any. */
  readonly ephemeral?: readonly string[] | null;
}

interface EphemeralRow {
  readonly workspace_id: string;
  readonly plugin: string;
  readonly name: string;
  readonly message: string;
}

interface Stored {
  readonly payload: unknown;
  readonly principal: ExecutionScope['principal'];
  readonly requestId: string;
  readonly traceparent?: string;
}

interface PendingSend {
  readonly message: EphemeralMessage;
  resolve(): void;
  reject(error: unknown): void;
}

/** Wakes workers by LISTEN/NOTIFY. Workers claim in batches with SKIP LOCKED, so a notice names kinds of jobs, not ids. */
export class PostgresTransport implements JobTransport {
  readonly trustMs = 0;
  readonly #storage: JobsStorage;
  readonly #log: Logger;
  readonly #jobNames = new Set<string>();
  readonly #ephemeralNames = new Set<string>();
  #noticeTimer: NodeJS.Timeout | null = null;
  #noticing: Promise<void> | null = null;
  #sink: TransportSink | null = null;
  #unlisten: Disposer | null = null;
  #poll: NodeJS.Timeout | null = null;
  #taking: Promise<void> | null = null;
  #takeAgain = false;
  #lastTaken = 0;
  #runSinceTake = 0;
  #sends: PendingSend[] = [];
  #sending: Promise<void> | null = null;
  readonly #consumed = new Set<string>();

  constructor(storage: JobsStorage, log: Logger) {
    this.#storage = storage;
    this.#log = log;
  }

  async start(sink: TransportSink): Promise<void> {
    this.#sink = sink;
    this.#unlisten = await this.#storage.listen(CHANNEL, (payload) => this.#onNotice(payload));
    this.#poll = setInterval(() => this.#take(), EPHEMERAL_POLL_MS);
  }

  announce(jobs: readonly Announcement[]): void {
    for (const job of jobs) this.#jobNames.add(job.name);
    // This process need not hear it from the database.
    this.#sink?.wake([...new Set(jobs.map((job) => job.name))]);
    this.#notifySoon();
  }

  sendEphemeral(message: EphemeralMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sends.push({ message, resolve, reject });
      this.#sending ??= new Promise<void>((next) => setImmediate(next)).then(() => this.#insertEphemeral());
    });
  }

  async consume(plugin: string): Promise<void> {
    this.#consumed.add(plugin);
    this.#take();
  }

  async release(plugin: string): Promise<void> {
    this.#consumed.delete(plugin);
  }

  async stop(): Promise<void> {
    this.#sink = null;
    if (this.#poll !== null) clearInterval(this.#poll);
    await this.#sending;
    await this.#taking;
    if (this.#noticeTimer !== null) {
      clearTimeout(this.#noticeTimer);
      this.#noticeTimer = null;
      this.#notify();
    }
    await this.#noticing;
    await this.#unlisten?.();
  }

  #onNotice(payload: string): void {
    // An empty one says that others may have been missed.
    const notice: Notice = payload === '' ? { jobs: null, ephemeral: null } : JSON.parse(payload);
    if (notice.jobs !== undefined) this.#sink?.wake(notice.jobs);
    if (notice.ephemeral !== undefined) this.#take();
  }

  #notifySoon(): void {
    this.#noticeTimer ??= setTimeout(() => {
      this.#noticeTimer = null;
      this.#notify();
    }, COALESCE_MS);
  }

  #notify(): void {
    const notice: Notice = {
      ...(this.#jobNames.size > 0 ? { jobs: [...this.#jobNames] } : {}),
      ...(this.#ephemeralNames.size > 0 ? { ephemeral: [...this.#ephemeralNames] } : {}),
    };
    this.#jobNames.clear();
    this.#ephemeralNames.clear();
    const full = JSON.stringify(notice);
    const short = JSON.stringify({
      ...(notice.jobs === undefined ? {} : { jobs: null }),
      ...(notice.ephemeral === undefined ? {} : { ephemeral: null }),
    });
    const payload = Buffer.byteLength(full) > LONGEST_PAYLOAD ? short : full;
    const before = this.#noticing ?? Promise.resolve();
    this.#noticing = before
      .then(() => this.#storage.execute({ text: 'select pg_notify($1, $2)', parameters: [CHANNEL, payload] }))
      // Workers look for themselves every second.
      .catch((error: unknown) => this.#log.warn('Workers could not be notified of jobs', { error }))
      .then(() => undefined);
  }

  async #insertEphemeral(): Promise<void> {
    while (this.#sends.length > 0) {
      const batch = this.#sends.splice(0, 500);
      try {
        const rows = batch.map(({ message }) => ({
          workspace_id: message.scope.workspace,
          plugin: message.plugin,
          name: message.name,
          message: {
            payload: message.payload,
            principal: message.scope.principal,
            requestId: message.scope.requestId,
            traceparent: message.scope.traceparent,
          },
        }));
        await this.#storage.execute({
          text: `insert into core.ephemeral_jobs (workspace_id, plugin, name, message)
            select r.workspace_id, r.plugin, r.name, r.message
            from jsonb_to_recordset($1::jsonb) as r(workspace_id uuid, plugin text, name text, message jsonb)`,
          parameters: [JSON.stringify(rows)],
        });
        for (const { message, resolve } of batch) {
          this.#ephemeralNames.add(message.name);
          resolve();
        }
        this.#take();
        this.#notifySoon();
      } catch (cause) {
        const error = new DataWaveError({
          code: 'DW_JOB_TRANSPORT',
          message: 'Ephemeral work could not be handed to the workers.',
          hint: 'Check that the database is reachable.',
          status: 503,
          cause,
        });
        for (const send of batch) send.reject(error);
      }
    }
    this.#sending = null;
  }

  #take(): void {
    if (this.#sink === null) return;
    if (this.#taking !== null) {
      this.#takeAgain = true;
      return;
    }
    this.#taking = this.#takeWhileThereIsRoom().finally(() => {
      this.#taking = null;
      if (this.#takeAgain) {
        this.#takeAgain = false;
        this.#take();
      }
    });
  }

  async #takeWhileThereIsRoom(): Promise<void> {
    for (;;) {
      const sink = this.#sink;
      const room = sink?.ephemeralRoom().filter((one) => this.#consumed.has(pluginOf(one.name))) ?? [];
      if (sink === null || room.length === 0) return;
      try {
        const rows = await this.#storage.execute<EphemeralRow>({
          text: `with picked as materialized (
              select first.id from unnest($1::text[], $2::int[]) as room(name, count)
              cross join lateral (
                select e.id from core.ephemeral_jobs e where e.name = room.name order by e.id limit room.count for update skip locked
              ) first
            )
            delete from core.ephemeral_jobs e where e.id = any(array(select id from picked))
            returning e.workspace_id::text as workspace_id, e.plugin, e.name, e.message::text as message`,
          parameters: [room.map((one) => one.name), room.map((one) => one.count)],
        });
        this.#runSinceTake = 0;
        this.#lastTaken = rows.length;
        for (const row of rows) this.#run(sink, row);
        if (rows.length === 0) return;
      } catch (error) {
        this.#log.warn('Ephemeral work could not be taken', { error });
        return;
      }
    }
  }

  #run(sink: TransportSink, row: EphemeralRow): void {
    const stored: Stored = JSON.parse(row.message);
    const message: EphemeralMessage = {
      plugin: row.plugin,
      name: row.name,
      payload: stored.payload,
      scope: scopeOf(row.workspace_id, stored.principal, stored.requestId, stored.traceparent ?? null),
    };
    void sink.ephemeral(message).then((isMine) => {
      // The handler went between asking for room and taking: another worker may have it.
      if (isMine) this.#onRun();
      else
        this.sendEphemeral(message).catch((error: unknown) =>
          this.#log.warn('Ephemeral work was lost', { name: row.name, error }),
        );
    });
  }

  #onRun(): void {
    this.#runSinceTake += 1;
    // Half of them have run before the next are taken: not a round trip for each.
    if (this.#lastTaken > 0 && this.#runSinceTake >= this.#lastTaken / 2) this.#take();
  }
}
