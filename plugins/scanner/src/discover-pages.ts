import { randomUUID } from 'node:crypto';
import {
  type Asset,
  type AssetProblem,
  type ConnectorSession,
  DataWaveError,
  type Discovered,
  type DiscoveredPage,
} from '@datawave/plugin-sdk';

/** Assets and problems of one page. */
const PAGE_SIZE = 500;
/** Discoveries that wait for their next page at most. */
const MOST_WAITING = 32;

interface Waiting {
  readonly iterator: AsyncIterator<Discovered>;
  readonly session: ConnectorSession;
  /** Of the discovery, not of a page: whoever fetched the first page may be gone when the second is fetched. */
  readonly abort: AbortController;
}

/** What a discovery may be narrowed by. */
export interface PageRequest {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly cursor?: string;
}

/**
 * Cuts a discovery into pages. The next page goes on where the last one stopped while that is still open in this process;
 * else, after a restart or in another replica, the discovery starts anew and skips what was handed out.
 */
export function createDiscoverPages() {
  const waiting = new Map<string, Waiting>();

  /** A discovery that nobody goes on with must let go of its connection; how that ends concerns no one. */
  const letGo = ({ iterator, abort }: Omit<Waiting, 'session'>): void => {
    abort.abort();
    iterator.return?.(undefined).catch(() => undefined);
  };

  return async (
    session: ConnectorSession,
    request: PageRequest,
    signal: AbortSignal,
  ): Promise<DiscoveredPage> => {
    const { id, offset } = request.cursor === undefined ? { id: '', offset: 0 } : parseCursor(request.cursor);
    const kept = waiting.get(id);
    waiting.delete(id);
    const isSame = kept !== undefined && kept.session === session;
    if (kept !== undefined && !isSame) letGo(kept);
    const abort = isSame ? kept.abort : new AbortController();
    const onAbort = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const iterator = isSame
      ? kept.iterator
      : session
          .discover({ include: request.include, exclude: request.exclude, signal: abort.signal })
          [Symbol.asyncIterator]();
    try {
      return await fill(iterator, isSame ? 0 : offset);
    } catch (error) {
      letGo({ iterator, abort });
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }

    async function fill(from: AsyncIterator<Discovered>, skipped: number): Promise<DiscoveredPage> {
      const assets: Asset[] = [];
      const problems: AssetProblem[] = [];
      let skip = skipped;
      while (assets.length + problems.length < PAGE_SIZE) {
        signal.throwIfAborted();
        const step = await from.next();
        if (step.done === true) return { assets, problems, nextCursor: null };
        if (skip > 0) {
          skip -= 1;
          continue;
        }
        if ('asset' in step.value) assets.push(step.value.asset);
        else problems.push(step.value.problem);
      }
      const nextId = randomUUID();
      waiting.set(nextId, { iterator: from, session, abort });
      for (const [oldest, entry] of [...waiting].slice(0, Math.max(0, waiting.size - MOST_WAITING))) {
        waiting.delete(oldest);
        letGo(entry);
      }
      return { assets, problems, nextCursor: `${nextId}.${offset + PAGE_SIZE}` };
    }
  };
}

function parseCursor(cursor: string): { readonly id: string; readonly offset: number } {
  const match = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(cursor);
  const [, id, offset] = match ?? [];
  if (id === undefined || offset === undefined) {
    throw new DataWaveError({
      code: 'DW_CURSOR_INVALID',
      message: 'The cursor is not one that was handed out.',
      hint: 'Pass "nextCursor" of the page before, unchanged.',
      status: 400,
    });
  }
  return { id, offset: Number(offset) };
}
