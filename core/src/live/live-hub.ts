import type { Disposer, DomainEvent, ExecutionScope, Logger } from '@datawave/plugin-sdk';
import type { Events } from '../events/events.ts';
import { PLUGINS_TOPIC } from './kernel-topics.ts';
import type { LiveTopics } from './live-topics.ts';

/** What has been done since a position; null where that is too long ago to be told. */
export type TopicsSince = ReadonlySet<string> | null;

/** Events between two positions at most whose topics are looked up; whoever has missed more loads anew. */
const MOST_MISSED = 20_000n;
const EVERYWHERE = '';
/** Workspaces, and people in them, of whom is remembered what has changed. */
const MOST_PLACES = 20_000;

const personIn = (workspace: string, principal: string): string => `${workspace} ${principal}`;

interface Following {
  readonly events: Events;
  readonly end: Disposer;
  readonly ready: Promise<void>;
}

/**
 * What has changed, as one process sees it: for each workspace and topic the number of the last event. That is all a stream needs, so
 * that what is kept grows with neither events nor readers, and an event costs the same however many read.
 */
export class LiveHub {
  readonly #topics: () => LiveTopics;
  readonly #events: () => Events | null;
  readonly #log: Logger;
  readonly #changed = new Map<string, Map<string, bigint>>();
  readonly #waiting = new Map<string, Set<() => void>>();
  #following: { readonly events: Events; readonly end: Disposer; readonly ready: Promise<void> } | null =
    null;
  #since = 0n;
  #position = 0n;

  /** How often plugins have changed, here and in other replicas. */
  pluginChanges = 0;

  constructor(parts: {
    readonly topics: () => LiveTopics;
    readonly events: () => Events | null;
    readonly log: Logger;
  }) {
    this.#topics = parts.topics;
    this.#events = parts.events;
    this.#log = parts.log;
  }

  /** Number of the last event that was looked at. */
  get position(): bigint {
    return this.#position;
  }

  /** Begins to follow the events, once, when the first asks. Where nobody publishes any there is nothing to follow. */
  async ready(signal: AbortSignal): Promise<void> {
    const events = this.#events();
    if (events !== null && this.#following?.events !== events) {
      this.#following?.end();
      this.#following = this.#follow(events);
    }
    const { ready } = this.#following ?? { ready: Promise.resolve() };
    await Promise.race([ready, aborted(signal)]);
  }

  #follow(events: Events): Following {
    const stopped = new AbortController();
    let end: Disposer = () => undefined;
    const ready = events.ready(stopped.signal).then(() => {
      if (stopped.signal.aborted) return;
      // In one turn with the subscription, which begins where the log stands.
      this.#position = events.head;
      this.#since = this.#position;
      end = events.follow((event) => this.#take(event));
    });
    return {
      events,
      ready,
      end: () => {
        stopped.abort();
        return end();
      },
    };
  }

  #take({ type, workspace, sequence, subject }: DomainEvent): void {
    const at = BigInt(sequence);
    const { here, everywhere, personal } = this.#topics().of(type);
    this.#mark(workspace, here, at);
    this.#mark(EVERYWHERE, everywhere, at);
    this.#mark(subject === undefined ? workspace : personIn(workspace, subject), personal, at);
    this.#position = at;
    if (here.length + personal.length > 0) this.#wake(workspace);
    if (everywhere.length > 0) this.#wakeAll();
  }

  #mark(workspace: string, topics: readonly string[], at: bigint): void {
    if (topics.length === 0) return;
    let marks = this.#changed.get(workspace);
    if (marks === undefined) {
      if (this.#changed.size >= MOST_PLACES) {
        // What is forgotten is looked up in the log.
        this.#changed.clear();
        this.#since = this.#position;
      }
      marks = new Map();
      this.#changed.set(workspace, marks);
    }
    for (const topic of topics) marks.set(topic, at);
  }

  /** Topics that have changed after a position: in a workspace, everywhere, and for one person there. */
  async since(
    { workspace, principal }: Pick<ExecutionScope, 'workspace' | 'principal'>,
    after: bigint,
    upTo: bigint,
  ): Promise<TopicsSince> {
    const places = [workspace, EVERYWHERE, personIn(workspace, principal.id)];
    if (after >= this.#since) return this.#remembered(places, after);
    const events = this.#following?.events;
    if (events === undefined || upTo - after > MOST_MISSED) return null;
    const types = await events.typesBetween(after, upTo, { workspace, subject: principal.id });
    if (types === null) return null;
    const topics = this.#topics();
    return new Set(
      types.flatMap(({ type, isHere, isOthers }) => {
        const { here, everywhere, personal } = topics.of(type);
        return isHere ? [...here, ...everywhere, ...(isOthers ? [] : personal)] : everywhere;
      }),
    );
  }

  #remembered(places: readonly string[], after: bigint): ReadonlySet<string> {
    const topics = new Set<string>();
    for (const place of places)
      for (const [topic, at] of this.#changed.get(place) ?? []) if (at > after) topics.add(topic);
    return topics;
  }

  /** Resolves at the next change that concerns a workspace, after so many milliseconds, or when the signal fires. */
  change(workspace: string, signal: AbortSignal, most: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(workspace) ?? new Set();
      this.#waiting.set(workspace, waiting);
      const timer = setTimeout(() => done(), most).unref();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(workspace) === waiting) this.#waiting.delete(workspace);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }

  /** Told when plugins have changed, in this process or in another. */
  pluginsChanged(): void {
    this.pluginChanges += 1;
    this.#log.debug('Browsers are told of changed plugins.', { topic: PLUGINS_TOPIC });
    this.#wakeAll();
  }

  #wake(workspace: string): void {
    for (const done of [...(this.#waiting.get(workspace) ?? [])]) done();
  }

  #wakeAll(): void {
    for (const workspace of [...this.#waiting.keys()]) this.#wake(workspace);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
