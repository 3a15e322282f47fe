import { type ExecutionScope, type StorageService, sql } from '@datawave/plugin-sdk';
import type { Detection } from '../detect/detection.ts';
import type { ObservationStore } from '../observe/observation-store.ts';
import type { TrailCursor } from '../observe/trail-cursor.ts';

const DAY_MS = 24 * 60 * 60_000;
const MOST_AT_ONCE = 1_000;

interface Parts {
  readonly storage: StorageService;
  readonly observations: ObservationStore;
  readonly cursor: TrailCursor;
  readonly detections: readonly Detection[];
  readonly keepDays: number;
  /** Days for which it is remembered which entry of the trail was the first. */
  readonly markDays: number;
}

/** Has a workspace forget what is too old: observations that can mean nothing any more, and incidents that were closed long ago. */
export async function forgetOld(parts: Parts, scope: ExecutionScope, now = Date.now()): Promise<void> {
  const { storage, observations, cursor, detections, keepDays, markDays } = parts;
  await storage.transaction(scope, async (tx) => {
    // A day more than it spans: what comes late still finds what it belongs to.
    for (const { id, spanMs } of detections)
      await observations.forget(tx, id, new Date(now - spanMs - DAY_MS));
    await cursor.forgetMarks(tx, new Date(now - (markDays + 2) * DAY_MS));
  });
  const incidents = sql.identifier(storage.schema, 'incidents');
  for (let gone = MOST_AT_ONCE; gone === MOST_AT_ONCE; ) {
    scope.signal.throwIfAborted();
    const rows = await storage.transaction(scope, (tx) =>
      storage.query(
        tx,
        sql`delete from ${incidents} where id in (
              select id from ${incidents} where closed_at < ${new Date(now - keepDays * DAY_MS)} order by closed_at limit ${MOST_AT_ONCE})
            returning 1 as one`,
      ),
    );
    gone = rows.length;
  }
}
