import { DataWaveError, type Disposer, type DomainEvent, type Logger } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { type EventRow, eventFromRow } from './event-row.ts';

/** Events kept in memory for all followers together; who falls further behind reads the table again. */
const RECENT = 1_000;
const PAGE = 500;
/** Should a notification be lost without the connection noticing. */
const POLL_MS = 5_000;

interface RelayRow {
  readonly last_sequence: string;
  readonly purged_sequence: string;
}

/** The numbered log as one process reads it: where it ends, its newest part in memory, and whoever follows it. */
export class EventLog {
  readonly #storage: Storage;
  readonly #log: Logger;
  readonly #waiting = new Set<() => void>();
  readonly #started = Promise.withResolvers<void>();
  #recent: DomainEvent[] = [];
  #head = 0n;
  #startedAt: bigint | null = null;
  #followers = 0;
  #advancing: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | null = null;
  #unlisten: Disposer | null = null;

  constructor(storage: Storage, log: Logger) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Resolves once the log is being followed, or the signal fires: a process that never starts it must still end. */
  ready(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      void this.#started.promise.then(done);
    });
  }

  /** Number of the newest event known here; null before the start. */
  get head(): bigint | null {
    return this.#startedAt === null ? null : this.#head;
  }

  /** Number of the newest event at the start. */
  get startedAt(): bigint {
    return this.#startedAt ?? 0n;
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    this.#timer = setInterval(() => this.#advance(), POLL_MS).unref();
    this.#unlisten = await this.#storage.listen('datawave_events', () => this.#advance());
    this.#startedAt = BigInt((await this.#relay()).last_sequence);
    this.#head = this.#startedAt;
    this.#started.resolve();
    // What was announced between listening and reading.
    this.#advance();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#unlisten?.();
    await this.#advancing;
  }

  /**
   * Where to go on after `after`, having made sure that nothing in between is lost.
   * @throws DataWaveError DW_EVENTS_EXPIRED when events after it have been deleted; DW_EVENT_SEQUENCE when it is no number
   */
  async resumeAfter(after: string): Promise<bigint> {
    if (!/^\d{1,18}$/.test(after))
      throw new DataWaveError({
        code: 'DW_EVENT_SEQUENCE',
        status: 400,
        message: 'The position to resume from is not an event’s sequence.',
        hint: 'Send the sequence of the last event that was received, or none.',
      });
    const wanted = BigInt(after);
    const relay = await this.#relay();
    const purged = BigInt(relay.purged_sequence);
    if (wanted > 0n && wanted < purged) {
      throw new DataWaveError({
        code: 'DW_EVENTS_EXPIRED',
        status: 410,
        message: `Events after ${after} have been deleted: they are older than the retention.`,
        hint: 'Load the current state, then follow from now on.',
      });
    }
    const last = BigInt(relay.last_sequence);
    // A position from the future stems from another database, for instance one restored from a backup since.
    return wanted > last ? last : wanted;
  }

  /** Types of the events after one position up to another; null where some of them have been deleted. */
  async typesBetween(
    after: bigint,
    upTo: bigint,
    seen: { readonly workspace: string; readonly subject: string },
  ): Promise<
    readonly { readonly type: string; readonly isHere: boolean; readonly isOthers: boolean }[] | null
  > {
    if (after < BigInt((await this.#relay()).purged_sequence)) return null;
    return this.#storage.execute({
      text: `select distinct type, workspace_id = $3 as "isHere", coalesce(subject <> $4, false) as "isOthers"
             from core.events where sequence > $1 and sequence <= $2`,
      parameters: [after.toString(), upTo.toString(), seen.workspace, seen.subject],
    });
  }

  /**
   * Events after a position, in order, then live, until the signal fires. Holds at most one page: a slow reader
   * goes on from the table where it stands, and slows nobody else.
   */
  async *follow(
    from: bigint,
    o: {
      readonly matches: (event: DomainEvent) => boolean;
      readonly workspace: string | null;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<DomainEvent> {
    this.#followers++;
    try {
      for (let at = from; !o.signal.aborted; ) {
        if (at >= this.#head) {
          await this.#change(o.signal);
          continue;
        }
        const page = await this.#read(at, o.workspace);
        for (const event of page.events) {
          if (o.signal.aborted) return;
          if (o.matches(event)) yield event;
        }
        at = page.upTo;
      }
    } finally {
      this.#followers--;
    }
  }

  async #read(
    after: bigint,
    workspace: string | null,
  ): Promise<{ readonly events: readonly DomainEvent[]; readonly upTo: bigint }> {
    const head = this.#head;
    const oldest = this.#recent[0];
    if (oldest && BigInt(oldest.sequence) <= after + 1n) {
      const start = Number(after + 1n - BigInt(oldest.sequence));
      const events = this.#recent.slice(start, start + PAGE);
      return { events, upTo: BigInt(events.at(-1)?.sequence ?? head) };
    }
    const events = await this.#page(after, head, workspace);
    return { events, upTo: events.length === PAGE ? BigInt(events.at(-1)?.sequence ?? head) : head };
  }

  async #page(after: bigint, upTo: bigint | null, workspace: string | null): Promise<DomainEvent[]> {
    const rows = await this.#storage.execute<EventRow>({
      text: `select sequence, id, workspace_id, source, type, subject, time, data from core.events
             where sequence > $1 and ($2::bigint is null or sequence <= $2)${workspace === null ? '' : ' and workspace_id = $3'} order by sequence limit ${PAGE}`,
      parameters: [after.toString(), upTo?.toString() ?? null, ...(workspace === null ? [] : [workspace])],
    });
    return rows.map(eventFromRow);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #advance(): void {
    this.#again = true;
    if (this.#startedAt === null) return;
    this.#advancing ??= this.#catchUp().finally(() => {
      this.#advancing = null;
    });
  }

  async #catchUp(): Promise<void> {
    while (this.#again && this.#timer) {
      this.#again = false;
      const before = this.#head;
      try {
        if (this.#followers === 0) {
          this.#recent = [];
          this.#head = BigInt((await this.#relay()).last_sequence);
        } else {
          const events = await this.#page(this.#head, null, null);
          if (events.length === PAGE) this.#again = true;
          this.#recent = [...this.#recent, ...events].slice(-RECENT);
          this.#head = BigInt(events.at(-1)?.sequence ?? this.#head);
        }
      } catch (error) {
        this.#log.warn('new events could not be read', { error });
      }
      if (this.#head > before) for (const wake of [...this.#waiting]) wake();
    }
  }

  async #relay(): Promise<RelayRow> {
    const rows = await this.#storage.execute<RelayRow>({
      text: 'select last_sequence, purged_sequence from core.event_relay',
      parameters: [],
      name: 'events_position',
    });
    return rows[0] ?? { last_sequence: '0', purged_sequence: '0' };
  }
}
