import { type AuditService, type ExecutionScope, sql } from '@datawave/plugin-sdk';
import type { SealStore } from './seal-store.ts';

const HOUR_MS = 60 * 60_000;
const MOST_REMEMBERED = 10_000;

/** Notes that somebody reads the trail: once an hour and session, not once a page. */
export class ReadingNotes {
  readonly #store: SealStore;
  readonly #audit: AuditService;
  readonly #noted = new Set<string>();

  constructor(store: SealStore, audit: AuditService) {
    this.#store = store;
    this.#audit = audit;
  }

  async note(scope: ExecutionScope, now = Date.now()): Promise<void> {
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const reader = `${scope.principal.id} ${scope.session?.id ?? ''}`;
    const key = `${scope.workspace} ${hour} ${reader}`;
    if (this.#noted.has(key)) return;
    const { storage } = this.#store;
    await storage.transaction(scope, async (tx) => {
      const [first] = await storage.query(
        tx,
        sql`insert into ${this.#store.table('readings')} (workspace_id, reader, hour)
            values (${scope.workspace}, ${reader}, ${new Date(hour)}) on conflict do nothing returning 1 as one`,
      );
      if (first !== undefined)
        await this.#audit.record(tx, scope, {
          action: 'activity.trail.viewed',
          object: { type: 'audit-trail', id: scope.workspace },
        });
    });
    if (this.#noted.size >= MOST_REMEMBERED) this.#noted.clear();
    this.#noted.add(key);
  }

  /** Forgets who read when, which the trail itself knows. */
  async forget(scope: ExecutionScope, now = Date.now()): Promise<void> {
    const { storage } = this.#store;
    await storage.transaction(scope, (tx) =>
      storage.query(
        tx,
        sql`delete from ${this.#store.table('readings')} where hour < ${new Date(now - 2 * HOUR_MS)}`,
      ),
    );
  }
}
