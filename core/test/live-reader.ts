import { createEventParser, type Principal } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';

/** What somebody has been told of who follows what changes. */
export interface Told {
  readonly topics: ReadonlySet<string>;
  readonly messages: number;
  readonly resyncs: number;
  readonly lastId: string;
  /** All that came over the wire. */
  readonly text: string;
  /** Resolves with the first message. */
  readonly first: Promise<void>;
  /** Resolves once a topic has been told. */
  until(topic: string): Promise<void>;
  end(): void;
}

/** Follows what changes, over HTTP, in somebody's name. */
export function follow(
  test: TestKernel,
  as: Principal,
  { after, workspace }: { readonly after?: string; readonly workspace?: string } = {},
): Told {
  const topics = new Set<string>();
  const waiting = new Map<string, () => void>();
  const first = Promise.withResolvers<void>();
  const state = { messages: 0, resyncs: 0, lastId: '', text: '', isOver: false };
  const next = createEventParser();
  const take = (part: string): void => {
    if (state.isOver) return;
    state.text += part;
    for (const { event, id, data } of next(part)) {
      state.messages += 1;
      state.lastId = id ?? state.lastId;
      if (event === 'resync') state.resyncs += 1;
      const told = JSON.parse(data) as { readonly topics?: readonly string[] };
      for (const topic of told.topics ?? []) {
        topics.add(topic);
        waiting.get(topic)?.();
      }
      first.resolve();
    }
  };
  test
    .request('GET', '/api/v1/ui/events', {
      as,
      onPart: take,
      ...(workspace === undefined ? {} : { workspace }),
      ...(after === undefined ? {} : { headers: { 'last-event-id': after } }),
    })
    .then(
      ({ status }) => first.reject(new Error(`The stream ended with ${status}.`)),
      (error: unknown) => first.reject(error),
    );
  first.promise.catch(() => undefined);
  return {
    topics,
    get messages() {
      return state.messages;
    },
    get resyncs() {
      return state.resyncs;
    },
    get lastId() {
      return state.lastId;
    },
    get text() {
      return state.text;
    },
    first: first.promise,
    until: (topic) =>
      topics.has(topic) ? Promise.resolve() : new Promise((resolve) => waiting.set(topic, resolve)),
    end: () => {
      state.isOver = true;
    },
  };
}
