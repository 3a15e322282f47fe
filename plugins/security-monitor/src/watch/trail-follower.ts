import {
  type AccountsService,
  type AuditLogService,
  type AuditRecord,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import { trailKey } from '../detect/audit-disabled.ts';
import { type Detection, type Reach, stateField } from '../detect/detection.ts';
import type { Incident } from '../incidents/incident.ts';
import type { NewObservation } from '../observe/observation-store.ts';
import type { TrailCursor } from '../observe/trail-cursor.ts';
import type { Examiner } from './examiner.ts';

const PAGE = 1_000;
const DAY_MS = 24 * 60 * 60_000;
const LONGEST_KEY = 300;
/** Whoever makes a workspace comes into it by the same request: nobody else could let them in. */
const MAKING = workspaceEvents.created;

const GIVEN = 'privilege-change';

const isOfRequest = (made: AuditRecord, entry: AuditRecord): boolean =>
  made.requestId === entry.requestId &&
  made.principal.id === entry.principal.id &&
  made.workspace !== DEFAULT_WORKSPACE;

type Seen = NewObservation & { readonly reach: Reach };

interface Parts {
  readonly log: AuditLogService;
  readonly storage: StorageService;
  readonly cursor: TrailCursor;
  readonly examiner: Examiner;
  readonly detections: readonly Detection[];
  readonly accounts: () => AccountsService | undefined;
  /** Days that no policy may go below when it removes entries; null where nobody asks. */
  readonly minimumDays: number | null;
}

/** Reads the audit trail of a workspace from where it was read last, and has what belongs to a detection examined. */
export class TrailFollower {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Up to the end of what is settled. What was done while nobody looked is looked at now. */
  async follow(scope: ExecutionScope): Promise<void> {
    const { log, cursor } = this.#parts;
    const { since, position } = await cursor.read(scope);
    for (let after = position; ; ) {
      scope.signal.throwIfAborted();
      const page = await log.read(scope, { after, limit: PAGE });
      const last = page.at(-1);
      if (last === undefined) return;
      const making = page.filter(({ action, plugin }) => action === MAKING && plugin === 'workspaces');
      const seen: Seen[] = [];
      for (const entry of page) {
        if (Date.parse(entry.occurredAt) < since) continue;
        const isFounder = making.some((made) => isOfRequest(made, entry));
        seen.push(
          // Only what is given in the new workspace itself: a request's id is what its sender says.
          ...this.#sightings(entry).filter(
            ({ detection, reach }) => !(isFounder && detection === GIVEN && reach === 'workspace'),
          ),
          ...(await this.#removal(scope, entry)),
        );
      }
      await this.examine(scope, seen);
      // Only now: a crash in between has them looked at again, and each counts once.
      await cursor.advance(scope, page);
      if (page.length < PAGE) return;
      after = last.position;
    }
  }

  /** Has observations examined where they belong: what is about the platform, in the default workspace. */
  async examine(scope: ExecutionScope, seen: readonly Seen[]): Promise<void> {
    for (const reach of ['platform', 'workspace'] as const) {
      const workspace = reach === 'platform' ? DEFAULT_WORKSPACE : scope.workspace;
      const inside = { ...scope, workspace };
      const own = seen.filter((one) => one.reach === reach).map(({ reach: _reach, ...one }) => one);
      for (const incident of await this.#parts.examiner.take(inside, reach, own))
        await this.#name(inside, incident);
    }
  }

  #sightings(entry: AuditRecord): readonly Seen[] {
    const { position, occurredAt: at } = entry;
    return this.#parts.detections.flatMap((detection) =>
      detection.sightings(entry).map(({ key, reach, facts }) => ({
        ...{ detection: detection.id, key: key.slice(0, LONGEST_KEY), reach, position, at, facts },
      })),
    );
  }

  /** What a policy removes may be removed, unless it is younger than it may be. */
  async #removal(scope: ExecutionScope, entry: AuditRecord): Promise<readonly Seen[]> {
    const { cursor, minimumDays } = this.#parts;
    const through = stateField(entry.after, 'through');
    if (minimumDays === null || entry.action !== 'core.audit-entries.purged' || entry.plugin !== 'activity')
      return [];
    if (typeof through !== 'string' || !/^\d{1,18}$/.test(through)) return [];
    const oldest = new Date(Date.parse(entry.occurredAt) - minimumDays * DAY_MS);
    if (!(await cursor.reachesPast(scope, through, oldest))) return [];
    const facts = { what: 'trail-shortened', by: entry.principal.id, requestId: entry.requestId };
    const { position, occurredAt: at } = entry;
    return [
      {
        detection: 'audit-disabled',
        key: trailKey(entry.workspace),
        reach: 'workspace',
        position,
        at,
        facts,
      },
    ];
  }

  /** Puts the user name to an account. Apart from the transaction that opens, which waits for nobody else's. */
  async #name(scope: ExecutionScope, { id, subject }: Incident): Promise<void> {
    const { storage, accounts } = this.#parts;
    if (subject.kind !== 'account') return;
    const account = await accounts()?.find(scope, { id: subject.id });
    if (account == null) return;
    await storage.transaction(scope, (tx) =>
      storage.query(
        tx,
        sql`update ${this.#incidents} set subject_name = ${account.username}, version = version + 1 where id = ${id}`,
      ),
    );
  }

  get #incidents(): SqlFragment {
    return sql.identifier(this.#parts.storage.schema, 'incidents');
  }
}
