import type { EventStreamOptions, StreamedEvent, StreamState } from '../client/event-stream.ts';
import type { LiveState, LiveUpdates, OnRefused, TabMessage } from './live-updates.ts';

/** What a connection is made of. @public */
export interface LiveConnectionOptions {
  /** Opens the stream of topics. */
  readonly open: (options: EventStreamOptions) => void;
  readonly onRefused: OnRefused;
  /** Told that something has changed, before those who follow it. */
  readonly onChange?: () => void;
  /** With which tabs settle who listens. Each listens for itself where the browser has none. */
  readonly locks: LockManager | undefined;
  /** By which they tell each other; undefined where the browser has none. */
  readonly channel: (name: string) => BroadcastChannel | undefined;
  /** Milliseconds of silence after which a connection counts as lost. */
  readonly silenceMs?: number;
}

/** After a refusal that is not the end of the session. */
const ASK_AGAIN_MS = 15_000;

/**
 * One connection for all tabs of a browser: one tab holds the lock and listens, the others hear it from that one, and when it is closed
 * the next goes on where it stood. A browser has six connections to a server over HTTP/1.1 at most, and a few tabs would take them all.
 * @public
 */
export class LiveConnection implements LiveUpdates {
  readonly #options: LiveConnectionOptions;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #stateListeners = new Set<(state: LiveState) => void>();
  #state: LiveState = 'connecting';
  #name: string | null = null;
  #running: AbortController | null = null;
  #channel: BroadcastChannel | undefined;
  #isLeader = false;
  #lastId: string | null = null;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Begins to listen, or goes on. @param name - of whoever listens where: tabs of another person or workspace are others */
  start(name: string): void {
    if (this.#name === name && this.#running !== null) return;
    this.stop();
    this.#name = name;
    const running = new AbortController();
    this.#running = running;
    const lock = `datawave-live:${name}`;
    const { locks } = this.#options;
    this.#channel = locks === undefined ? undefined : this.#options.channel(lock);
    if (locks === undefined || this.#channel === undefined) {
      this.#lead(running.signal);
      return;
    }
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#hear(data);
    this.#channel.postMessage({ kind: 'who' } satisfies TabMessage);
    locks
      .request(lock, { signal: running.signal }, () => this.#lead(running.signal))
      .catch(() => {
        // Aborted while it waited for its turn; a browser that forbids locks leaves each tab to itself.
        if (!running.signal.aborted) this.#lead(running.signal);
      });
  }

  /** Ends the connection; what is followed stays so until it is started again. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#name = null;
    this.#isLeader = false;
    this.#lastId = null;
    this.#channel?.close();
    this.#channel = undefined;
    this.#become('connecting');
  }

  follow(topic: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  onStateChange(listener: (state: LiveState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => void this.#stateListeners.delete(listener);
  }

  /** Listens to the server and tells the other tabs, until the signal fires. */
  #lead(signal: AbortSignal): Promise<void> {
    this.#isLeader = true;
    const ended = Promise.withResolvers<void>();
    if (signal.aborted) ended.resolve();
    else signal.addEventListener('abort', () => ended.resolve(), { once: true });
    this.#listen(signal);
    return ended.promise;
  }

  #listen(signal: AbortSignal): void {
    if (signal.aborted) return;
    const { silenceMs } = this.#options;
    this.#options.open({
      signal,
      lastId: this.#lastId,
      ...(silenceMs === undefined ? {} : { silenceMs }),
      onEvent: (event) => this.#take(event),
      onState: (state) => this.#stream(state),
      onProblem: ({ status }) => {
        this.#tell({ kind: 'refused', status });
        this.#options.onRefused({ status });
        if (!signal.aborted) setTimeout(() => this.#listen(signal), ASK_AGAIN_MS);
      },
    });
  }

  #take({ event, id, data }: StreamedEvent): void {
    this.#lastId = id ?? this.#lastId;
    if (event === 'resync') {
      this.#tell({ kind: 'resync', id: this.#lastId });
      this.#resync();
      return;
    }
    if (event !== 'changed') return;
    const topics = topicsIn(data);
    this.#tell({ kind: 'changed', topics, id: this.#lastId });
    this.#changed(topics);
  }

  #stream(state: StreamState): void {
    const next = state === 'ended' ? 'behind' : state;
    // That it connects anew after it was behind is nothing yet.
    if (next === 'connecting' && this.#state !== 'connecting') return;
    this.#become(next);
    this.#tell({ kind: 'state', state: next, id: this.#lastId });
  }

  #tell(message: TabMessage): void {
    if (this.#isLeader) this.#channel?.postMessage(message);
  }

  /** What another tab says. */
  #hear(message: TabMessage): void {
    if (message.kind === 'who') {
      this.#tell({ kind: 'state', state: this.#state, id: this.#lastId });
      return;
    }
    if (this.#isLeader) return;
    switch (message.kind) {
      case 'changed':
        this.#lastId = message.id;
        this.#changed(message.topics);
        return;
      case 'resync':
        this.#lastId = message.id;
        this.#resync();
        return;
      case 'state':
        this.#lastId = message.id ?? this.#lastId;
        this.#become(message.state);
        return;
      case 'refused':
        this.#options.onRefused({ status: message.status });
    }
  }

  #changed(topics: readonly string[]): void {
    this.#options.onChange?.();
    for (const topic of topics) for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }

  #resync(): void {
    this.#changed([...this.#listeners.keys()]);
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }
}

function topicsIn(data: unknown): readonly string[] {
  const topics: unknown = typeof data === 'object' && data !== null && 'topics' in data ? data.topics : [];
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [];
}
