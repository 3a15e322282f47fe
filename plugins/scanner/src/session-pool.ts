import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Connector,
  type ConnectorEnvironment,
  type ConnectorSession,
  DataWaveError,
  type EgressService,
  type ScanSource,
} from '@datawave/plugin-sdk';
import {
  type AdjustablePace,
  createStatementPace,
  type PaceClock,
  type PaceObserver,
} from './statement-pace.ts';
import { withoutValues } from './without-values.ts';

/** Keeps sessions to sources open between calls for a few seconds. */
export interface SessionPool {
  /** Runs work on an open session, opening one if there is none. A session that failed is not kept. */
  use<T>(
    connector: Connector,
    source: ScanSource,
    signal: AbortSignal,
    work: (session: ConnectorSession) => Promise<T>,
  ): Promise<T>;
  /** Closes what is idle and, once given back, what is in use. */
  close(): Promise<void>;
}

/** Idle sessions are closed after so many milliseconds. */
const IDLE_MS = 5_000;
/** Sessions kept idle at most; the one idle longest goes first. */
const MOST_IDLE = 16;

/** Errors of one asset or statement: the session behind them is sound. */
const HARMLESS: ReadonlySet<string> = new Set([
  'DW_SOURCE_PERMISSION',
  'DW_SOURCE_ASSET_MISSING',
  'DW_SOURCE_CHANGED',
  'DW_SOURCE_QUERY',
  'DW_SOURCE_TIMEOUT',
]);

interface Entry {
  readonly opening: Promise<ConnectorSession>;
  readonly abort: AbortController;
  readonly pace: AdjustablePace;
  users: number;
  /** Of the users, those that do not ask beside a scan. */
  readers: number;
  isBroken: boolean;
  idleSince: number;
  timer: NodeJS.Timeout | null;
}

export function createSessionPool(options: {
  readonly environment: ConnectorEnvironment;
  /** Told how statements are held back; nobody unless given. */
  readonly observer?: PaceObserver;
  /** Of the paces; that of the process unless given. */
  readonly clock?: PaceClock;
}): SessionPool {
  const observer = options.observer ?? { waited: () => undefined, yielded: () => undefined };
  const clock = options.clock ?? CLOCK;
  const entries = new Map<string, Entry>();
  let isClosed = false;

  const discard = async (key: string, entry: Entry): Promise<void> => {
    if (entries.get(key) === entry) entries.delete(key);
    if (entry.timer !== null) clearTimeout(entry.timer);
    if (entry.users > 0) return;
    try {
      await (await entry.opening).close();
    } catch (error) {
      options.environment.log.debug('a session did not open or close cleanly', {
        error: withoutValues(error),
      });
    }
  };

  const enter = (key: string, connector: Connector, source: ScanSource): Entry => {
    const present = entries.get(key);
    if (present !== undefined && !present.isBroken) return present;
    const abort = new AbortController();
    const pace = createStatementPace(clock, observer);
    const environment = {
      ...options.environment,
      egress: egressFor(options.environment.egress, source.workspace),
      pace,
      ...(source.load === undefined ? {} : { maxConnections: source.load.maxConcurrency }),
    };
    const opening = connector.open(source.config, environment, abort.signal);
    // Whoever waits for it hears of the failure; this keeps a failure nobody waits for any more from ending the process.
    opening.catch(() => undefined);
    const entry: Entry = {
      ...{ opening, abort, pace, users: 0, readers: 0 },
      ...{ isBroken: false, idleSince: 0, timer: null },
    };
    entries.set(key, entry);
    return entry;
  };

  /** Counts one more user, or one less, each of whom has a share of the statements, unless he asks beside a scan. */
  const count = (entry: Entry, source: ScanSource, change: 1 | -1): void => {
    entry.users += change;
    if (source.isBeside !== true) entry.readers += change;
    entry.pace.limit(source.load, Math.max(1, entry.readers));
  };

  const leave = (key: string, entry: Entry, source: ScanSource): void => {
    count(entry, source, -1);
    if (entry.users > 0) return;
    if (entry.isBroken || isClosed) {
      void discard(key, entry);
      return;
    }
    entry.idleSince = performance.now();
    entry.timer = setTimeout(() => void discard(key, entry), IDLE_MS);
    entry.timer.unref();
    const idle = [...entries]
      .filter(([, other]) => other.users === 0)
      .sort(([, a], [, b]) => a.idleSince - b.idleSince);
    for (const [oldKey, old] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE)))
      void discard(oldKey, old);
  };

  return {
    async use(connector, source, signal, work) {
      if (isClosed)
        throw new DataWaveError({
          code: 'DW_SCANNER_STOPPED',
          message: 'The scanner is stopping.',
          hint: 'Try again once the plugin "scanner" is active.',
          status: 503,
        });
      signal.throwIfAborted();
      const key = sessionKey(source);
      const entry = enter(key, connector, source);
      if (entry.timer !== null) clearTimeout(entry.timer);
      entry.timer = null;
      count(entry, source, 1);
      try {
        const session = await opened(entry, signal);
        return await work(session);
      } catch (error) {
        if (!(DataWaveError.is(error) && HARMLESS.has(error.code)) && !signal.aborted) entry.isBroken = true;
        throw withoutValues(error);
      } finally {
        leave(key, entry, source);
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...entries].map(([key, entry]) => discard(key, entry)));
    },
  };
}

// Callers share an opening: one that gives up must not take it from the others, the last one does.
async function opened(entry: Entry, signal: AbortSignal): Promise<ConnectorSession> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    if (entry.users <= 1) {
      entry.isBroken = true;
      entry.abort.abort(signal.reason);
    }
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([entry.opening, promise]);
  } catch (error) {
    entry.isBroken = true;
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const CLOCK = {
  now: () => performance.now(),
  sleep: (milliseconds: number, signal: AbortSignal): Promise<void> =>
    sleep(milliseconds, undefined, { signal }),
};

/** The way out in a workspace's name, so that where it may connect to holds for drivers, too. */
const egressFor = (egress: EgressService, workspace: string | undefined): EgressService =>
  workspace === undefined
    ? egress
    : {
        connect: (target) => egress.connect({ ...target, workspace }),
        connectLocal: (path, purpose) => egress.connectLocal(path, purpose),
        fetch: (url, request) => egress.fetch(url, { ...request, workspace }),
      };

/** One key for equal connections; a hash, so that no password stays behind in a map's keys. */
function sessionKey(source: ScanSource): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        source.connector,
        sorted(source.config),
        source.load?.maxConcurrency ?? null,
        // A session that one workspace may open must not serve another that may not.
        source.workspace ?? null,
      ]),
    )
    .digest('base64');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
