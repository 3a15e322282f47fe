import {
  DataWaveError,
  type Disposer,
  type DomainEvent,
  type EventFilter,
  type EventsService,
  type Logger,
} from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { EventLog } from './event-log.ts';
import { EventRelay } from './event-relay.ts';
import { EventRetention } from './event-retention.ts';
import { matcher } from './event-row.ts';

export { eventsMigrations } from './events-migrations.ts';

/** The kernel's domain events. */
export interface Events {
  service(pluginId: string): EventsService;
  /** Resolves once the log is followed, or the signal fires. */
  ready(signal: AbortSignal): Promise<void>;
  /** Number of the newest event known here. */
  readonly head: bigint;
  /** Every event of every workspace from the head on, in order. For the kernel alone. */
  follow(handler: (event: DomainEvent) => void): Disposer;
  /**
   * Types of what has been published after one position up to another; whether in this workspace or in others, and whether about
   * somebody else than this subject. Null where some of it has been deleted.
   */
  typesBetween(
    after: bigint,
    upTo: bigint,
    seen: { readonly workspace: string; readonly subject: string },
  ): Promise<readonly TypeBetween[] | null>;
  /** Begins to relay and to follow. Subscribers hear what is relayed from here on. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Deletes what is older than the retention; runs by itself every ten minutes. */
  purge(): Promise<number>;
}

/** A type of which there were events. */
export interface TypeBetween {
  readonly type: string;
  readonly isHere: boolean;
  readonly isOthers: boolean;
}

/** An event is a notice, not a transport for bulk: it carries ids and counts. */
const MAX_DATA_BYTES = 64 * 1024;
const SEVEN_DAYS_MS = 7 * 24 * 3_600_000;
const TYPE = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*){1,5}$/;

/**
 * Creates the events over a storage whose core schema has {@link eventsMigrations}.
 * @param o.retentionMs - how long events can be resumed from; seven days unless given
 */
export function createEvents(o: {
  readonly storage: Storage;
  readonly log: Logger;
  readonly retentionMs?: number;
}): Events {
  const relay = new EventRelay(o.storage, o.log);
  const log = new EventLog(o.storage, o.log);
  const retention = new EventRetention(o.storage, o.log, o.retentionMs ?? SEVEN_DAYS_MS);
  const stopped = new AbortController();
  const subscriptions = new Set<Promise<void>>();
  let starting: Promise<void> | null = null;

  const subscribe = (
    pluginId: string,
    filter: EventFilter,
    handler: (event: DomainEvent) => void | Promise<void>,
  ): Disposer => {
    const own = new AbortController();
    const signal = AbortSignal.any([own.signal, stopped.signal]);
    const from = log.head;
    const matches = matcher(filter, null);
    const run = (async () => {
      await log.ready(signal);
      // Subscribed before the start: from where the start found the log.
      for await (const event of log.follow(from ?? log.startedAt, { matches, workspace: null, signal })) {
        try {
          await handler(event);
        } catch (error) {
          o.log.error('an event’s subscriber failed', {
            plugin: pluginId,
            type: event.type,
            event: event.id,
            error,
          });
        }
      }
    })().catch((error: unknown) =>
      o.log.error('a subscription to events ended', { plugin: pluginId, error }),
    );
    subscriptions.add(run);
    void run.finally(() => subscriptions.delete(run));
    return () => own.abort();
  };

  const service = (pluginId: string): EventsService => ({
    publish: async (tx, scope, event) => {
      const data = JSON.stringify(event.data, storable);
      check(pluginId, event.type, data);
      o.storage.deferIn(tx, {
        text: 'insert into core.event_outbox (workspace_id, source, type, subject, data) values ($1, $2, $3, $4, $5::jsonb)',
        parameters: [scope.workspace, `/plugins/${pluginId}`, event.type, event.subject ?? null, data],
        name: 'events_publish',
      });
      o.storage.afterCommit(tx, () => relay.wake());
    },
    subscribe: (filter, handler) => subscribe(pluginId, filter, handler),
    stream: async function* (scope, filter) {
      const signal = AbortSignal.any([scope.signal, stopped.signal]);
      await log.ready(signal);
      if (signal.aborted) return;
      const from =
        filter.after === undefined ? (log.head ?? log.startedAt) : await log.resumeAfter(filter.after);
      yield* log.follow(from, {
        matches: matcher(filter, scope.workspace),
        workspace: scope.workspace,
        signal,
      });
    },
  });

  return {
    service,
    ready: (signal) => log.ready(AbortSignal.any([signal, stopped.signal])),
    get head() {
      return log.head ?? log.startedAt;
    },
    follow: (handler) => subscribe('core', {}, handler),
    typesBetween: (after, upTo, seen) => log.typesBetween(after, upTo, seen),
    start: () => {
      starting = (async () => {
        await log.start();
        // Told to stop meanwhile: what began now nobody would end, and the storage may be closed.
        if (stopped.signal.aborted) return;
        relay.start();
        retention.start();
      })();
      return starting;
    },
    stop: async () => {
      stopped.abort();
      // How it ended is told to whoever started it.
      await starting?.catch(() => undefined);
      await relay.stop();
      await Promise.all([log.stop(), retention.stop()]);
      await Promise.race([
        Promise.all(subscriptions),
        new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
      ]);
    },
    purge: () => retention.purge(),
  };
}

/** PostgreSQL keeps neither U+0000 nor half of a surrogate pair; a name that a source gives may hold either. */
const storable = (_key: string, part: unknown): unknown =>
  typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\uFFFD') : part;

function check(pluginId: string, type: string, data: string | undefined): void {
  const owner = type.split('.')[0]?.replaceAll('_', '-');
  if (!TYPE.test(type) || (pluginId !== 'core' && owner !== pluginId)) {
    throw new DataWaveError({
      code: 'DW_EVENT_TYPE',
      message: `Plugin ${pluginId} cannot publish an event of type ${type.slice(0, 100)}.`,
      hint: `Name it ${pluginId}.THING.PAST_PARTICIPLE, in lower case.`,
      where: pluginId,
    });
  }
  if (data === undefined || Buffer.byteLength(data) > MAX_DATA_BYTES) {
    throw new DataWaveError({
      code: 'DW_EVENT_DATA',
      message: `An event of type ${type} carries ${data === undefined ? 'nothing that JSON can hold' : `more than ${MAX_DATA_BYTES / 1024} KiB`}.`,
      hint: 'Carry an id, and let the receiver read the rest.',
      where: pluginId,
    });
  }
}
