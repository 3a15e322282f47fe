import { createHash, type Hash, randomUUID } from 'node:crypto';
import {
  type ConnectorSession,
  DataWaveError,
  type Discovered,
  type DiscoveredPage,
} from '@datawave/plugin-sdk';

/** Assets and problems of one page. */
const PAGE_SIZE = 500;
/** Discoveries that wait for their next page at most. */
const MOST_WAITING = 32;

interface Discovery {
  readonly iterator: AsyncIterator<Discovered>;
  readonly session: ConnectorSession;
  /** Of the discovery, not of a page: whoever fetched the first page may be gone when the second is fetched. */
  readonly abort: AbortController;
  /** The paths that were passed, by which one that starts anew is known to find the same. */
  readonly passed: Hash;
}

/** What a discovery may be narrowed by. */
export interface PageRequest {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly cursor?: string;
}

/**
 * Cuts a discovery into pages. The next page goes on where the last one stopped while that is still open in this process;
 * else, after a restart or in another replica, the discovery starts anew and skips what was handed out. Where the source holds
 * something else by then, so that one asset might be skipped for another, all of it is handed out again.
 */
export function createDiscoverPages() {
  const waiting = new Map<string, Discovery>();

  const begin = (session: ConnectorSession, { include, exclude }: PageRequest): Discovery => {
    const abort = new AbortController();
    const iterator = session.discover({ include, exclude, signal: abort.signal })[Symbol.asyncIterator]();
    return { iterator, session, abort, passed: createHash('sha256') };
  };

  /** A discovery that nobody goes on with must let go of its connection; how that ends concerns no one. */
  const letGo = ({ iterator, abort }: Discovery): void => {
    abort.abort();
    iterator.return?.(undefined).catch(() => undefined);
  };

  const keep = (discovery: Discovery): string => {
    const id = randomUUID();
    waiting.set(id, discovery);
    for (const [oldest, entry] of [...waiting].slice(0, Math.max(0, waiting.size - MOST_WAITING))) {
      waiting.delete(oldest);
      letGo(entry);
    }
    return id;
  };

  return async (
    session: ConnectorSession,
    request: PageRequest,
    signal: AbortSignal,
  ): Promise<DiscoveredPage> => {
    const cursor = request.cursor === undefined ? START : parseCursor(request.cursor);
    const kept = waiting.get(cursor.id);
    waiting.delete(cursor.id);
    const isSame = kept !== undefined && kept.session === session;
    if (kept !== undefined && !isSame) letGo(kept);
    let { offset } = cursor;
    let discovery = isSame ? kept : begin(session, request);
    const onAbort = (): void => discovery.abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      if (!isSame && offset > 0 && !(await skip(discovery, cursor, signal))) {
        letGo(discovery);
        discovery = begin(session, request);
        offset = 0;
      }
      const found = await take(discovery, PAGE_SIZE, signal);
      const nextCursor =
        found.length < PAGE_SIZE
          ? null
          : `${keep(discovery)}.${offset + PAGE_SIZE}.${markOf(discovery.passed)}`;
      return {
        assets: found.flatMap((item) => ('asset' in item ? [item.asset] : [])),
        problems: found.flatMap((item) => ('problem' in item ? [item.problem] : [])),
        nextCursor,
      };
    } catch (error) {
      letGo(discovery);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
}

/** The next of a discovery, so many at most. */
async function take(discovery: Discovery, most: number, signal: AbortSignal): Promise<readonly Discovered[]> {
  const found: Discovered[] = [];
  while (found.length < most) {
    signal.throwIfAborted();
    const step = await discovery.iterator.next();
    if (step.done === true) break;
    const { path } = 'asset' in step.value ? step.value.asset : step.value.problem;
    discovery.passed.update(`${JSON.stringify(path)}\n`);
    found.push(step.value);
  }
  return found;
}

/** Passes over what was handed out. Answers whether it is what was handed out. */
async function skip(discovery: Discovery, { offset, mark }: Cursor, signal: AbortSignal): Promise<boolean> {
  for (let left = offset; left > 0; ) {
    const found = await take(discovery, Math.min(left, PAGE_SIZE), signal);
    if (found.length === 0) return false;
    left -= found.length;
  }
  return markOf(discovery.passed) === mark;
}

const markOf = (passed: Hash): string => passed.copy().digest('base64url').slice(0, 22);

interface Cursor {
  readonly id: string;
  /** How many were handed out. */
  readonly offset: number;
  /** Of their paths. */
  readonly mark: string;
}

const START: Cursor = { id: '', offset: 0, mark: '' };

function parseCursor(cursor: string): Cursor {
  const match = /^([0-9a-f-]{36})\.(\d{1,9})\.([\w-]{22})$/.exec(cursor);
  const [, id, offset, mark] = match ?? [];
  if (id === undefined || offset === undefined || mark === undefined) {
    throw new DataWaveError({
      code: 'DW_CURSOR_INVALID',
      message: 'The cursor is not one that was handed out.',
      hint: 'Pass "nextCursor" of the page before, unchanged.',
      status: 400,
    });
  }
  return { id, offset: Number(offset), mark };
}
