import { createHash } from 'node:crypto';
import type { AccessService, ExecutionScope, ServerSentEvent } from '@datawave/plugin-sdk';
import { PLUGINS_TOPIC, SESSION_TOPIC } from './kernel-topics.ts';
import type { LiveHub } from './live-hub.ts';
import type { LiveTopics } from './live-topics.ts';

/** Between two messages to one reader: two a second at most, however much happens. */
const REST_MS = 500;
/** Rights that a group gives, or that run out, are seen after this time at the latest. */
const RIGHTS_EVERY_MS = 10_000;
/** A message about rights may come before those who decide have heard of it. */
const RIGHTS_SETTLE_MS = 1_500;
/** A reader to whom nothing is told is given a newer position from time to time, so that it need not load everything anew later. */
const SILENT_EVENTS = 5_000n;

/** What a stream asks. */
export interface LiveStreamParts {
  readonly hub: LiveHub;
  readonly topics: () => LiveTopics;
  readonly access: AccessService;
  /** Ids of all permissions there are. */
  readonly permissions: () => readonly string[];
  /** What plugins run and in which state, as text. */
  readonly plugins: () => string;
}

/** Where a reader stands: the last event, and what it may and which plugins there were when it was told. */
interface Mark {
  readonly position: bigint;
  readonly rights: string;
  readonly plugins: string;
}

/** Says which topics have changed, and nothing else of them, to whom may know; until the scope is aborted. */
export async function* liveStream(
  parts: LiveStreamParts,
  scope: ExecutionScope,
  lastEventId: string | undefined,
): AsyncGenerator<ServerSentEvent> {
  const { hub } = parts;
  const { signal, workspace } = scope;
  await hub.ready(signal);
  if (signal.aborted) return;
  let position = hub.position;
  let pluginChanges = hub.pluginChanges;
  let plugins = digest(parts.plugins());
  let rights = await rightsOf(parts, scope);
  let rightsAt = performance.now();
  let rightsAgainAt = Number.POSITIVE_INFINITY;
  let toldPosition = position;
  const event = (name: string, data: unknown): ServerSentEvent => {
    toldPosition = position;
    return { id: `${position}.${rights}.${plugins}`, event: name, data };
  };

  const before = lastEventId === undefined ? undefined : readMark(lastEventId);
  if (before === undefined) yield event('changed', { topics: [] });
  else {
    const missed =
      before === null || before.position > position
        ? null
        : await hub.since(scope, before.position, position);
    if (before === null || missed === null) yield event('resync', {});
    else {
      const topics = new Set([...missed].filter((topic) => topic !== SESSION_TOPIC));
      if (before.rights !== rights) topics.add(SESSION_TOPIC);
      if (before.plugins !== plugins) topics.add(PLUGINS_TOPIC);
      yield event('changed', { topics: await allowed(parts, scope, topics) });
    }
  }

  for (let saidAt = performance.now(); ; ) {
    const due = Math.min(rightsAt + RIGHTS_EVERY_MS, rightsAgainAt) - performance.now();
    const isQuiet = hub.position === position && hub.pluginChanges === pluginChanges;
    if (isQuiet && due > 0) await hub.change(workspace, signal, due);
    await pause(saidAt + REST_MS - performance.now(), signal);
    if (signal.aborted) return;

    const upTo = hub.position;
    const changed = new Set((await hub.since(scope, position, upTo)) ?? parts.topics().all);
    position = upTo;
    if (hub.pluginChanges !== pluginChanges) {
      pluginChanges = hub.pluginChanges;
      plugins = digest(parts.plugins());
      changed.add(PLUGINS_TOPIC);
    }
    const now = performance.now();
    const maybeOthers = changed.delete(SESSION_TOPIC);
    if (maybeOthers || now >= Math.min(rightsAt + RIGHTS_EVERY_MS, rightsAgainAt)) {
      rightsAt = now;
      rightsAgainAt = maybeOthers ? now + RIGHTS_SETTLE_MS : Number.POSITIVE_INFINITY;
      const current = await rightsOf(parts, scope);
      if (current !== rights) changed.add(SESSION_TOPIC);
      rights = current;
    }
    const topics = await allowed(parts, scope, changed);
    if (topics.length === 0 && position - toldPosition < SILENT_EVENTS) continue;
    yield event('changed', { topics });
    saidAt = performance.now();
  }
}

/** Of these topics those of which the caller may know, asked anew each time: rights may be others than a moment ago. */
async function allowed(
  { topics, access }: LiveStreamParts,
  scope: ExecutionScope,
  changed: Iterable<string>,
): Promise<readonly string[]> {
  const told: string[] = [];
  const known = topics();
  for (const topic of changed) {
    const permission = known.permissionFor(topic);
    if (permission === undefined) continue;
    if (permission === 'signed-in' || (await access.decide(scope, { permission })).allowed) told.push(topic);
  }
  return told.sort();
}

/** What the caller may, as a short text that tells nobody what. */
async function rightsOf({ access, permissions }: LiveStreamParts, scope: ExecutionScope): Promise<string> {
  const held: string[] = [];
  for (const permission of permissions())
    if ((await access.decide(scope, { permission })).allowed) held.push(permission);
  return digest(held.join(' '));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/** Null for what is no mark of ours: a proxy or a foreign client may send anything. */
function readMark(text: string): Mark | null {
  const found = /^(\d{1,18})\.([\w-]{12})\.([\w-]{12})$/.exec(text);
  if (found === null) return null;
  const [, position = '0', rights = '', plugins = ''] = found;
  return { position: BigInt(position), rights, plugins };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds).unref();
    signal.addEventListener('abort', done, { once: true });
  });
}
