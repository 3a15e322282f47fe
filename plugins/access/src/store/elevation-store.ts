import { randomUUID } from 'node:crypto';
import {
  accessEvents,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import {
  changedMeanwhile,
  elevationState,
  limitReached,
  ownElevation,
  unknownElevation,
} from './access-errors.ts';
import type { RulesLedger } from './rules-ledger.ts';

export type ElevationState = 'requested' | 'approved' | 'refused' | 'withdrawn' | 'lapsed' | 'expired';
export const ELEVATION_STATES: readonly ElevationState[] = [
  'requested',
  'approved',
  'refused',
  'withdrawn',
  'lapsed',
  'expired',
];

/** A role that somebody asked for, for a time. */
export interface Elevation {
  readonly id: string;
  readonly role: { readonly id: string; readonly key: string; readonly title: string };
  readonly principal: { readonly id: string; readonly name: string };
  readonly reason: string;
  /** From the approval on. */
  readonly minutes: number;
  readonly state: ElevationState;
  readonly requestedAt: string;
  /** When a request that nobody decided is over. */
  readonly lapsesAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  /** What they were called then; null where it was decided before that was kept. */
  readonly decidedByName: string | null;
  /** What was said with the decision. */
  readonly note: string | null;
  readonly expiresAt: string | null;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly version: number;
}

/** Requests that one principal may have open at a time. */
const MOST_OPEN = 20;
/** Open elevations whose time is over, ended in one go. */
const ENDED_AT_ONCE = 500;

/** Roles for a time: asked for, decided by somebody else, over by themselves. */
export class ElevationStore {
  readonly #ledger: RulesLedger;

  constructor(ledger: RulesLedger) {
    this.#ledger = ledger;
  }

  /** A page, the newest first. @param principal - whose alone; everybody's where it is null */
  page(
    scope: ExecutionScope,
    { principal, state }: { readonly principal: string | null; readonly state?: ElevationState },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Elevation>> {
    const where = [principal === null ? sql`true` : sql`e.principal_id = ${principal}`];
    if (state !== undefined) where.push(sql`${STATE} = ${state}`);
    if (cursor !== undefined) {
      const [position, id] = decodeCursor(cursor, ['integer', 'uuid']);
      where.push(sql`(e.requested_at, e.id) < (${sql.fromMicroseconds(position)}, ${id}::uuid)`);
    }
    return this.#ledger.storage.transaction(scope, async (tx) =>
      cutPage(
        await this.#rows(
          tx,
          sql`where ${sql.join(where, ' and ')} order by e.requested_at desc, e.id desc limit ${limit + 1}`,
        ),
        limit,
        ({ position: _position, ...row }) => row,
        ({ position, id }) => [position, id],
      ),
    );
  }

  /** @param principal - whose it must be; null where it may be anybody's @throws DataWaveError DW_ELEVATION_UNKNOWN */
  get(scope: ExecutionScope, id: string, principal: string | null): Promise<Elevation> {
    return this.#ledger.storage.transaction(scope, (tx) => this.#load(tx, id, principal));
  }

  /** Asks for a role. @throws DataWaveError DW_ACCESS_LIMIT */
  async request(
    tx: Transaction,
    scope: ExecutionScope,
    asked: {
      readonly roleId: string;
      readonly reason: string;
      readonly minutes: number;
      readonly hours: number;
    },
  ): Promise<Elevation> {
    const { principal } = scope;
    const [{ open } = { open: 0 }] = await this.#ledger.storage.query<{ open: number }>(
      tx,
      sql`select count(*)::int as open from ${this.#table} e where principal_id = ${principal.id} and ${STATE} in ('requested', 'approved')`,
    );
    if (open >= MOST_OPEN) throw limitReached(`${MOST_OPEN} open elevations of one person`);
    const id = randomUUID();
    await this.#ledger.storage.query(
      tx,
      sql`insert into ${this.#table} (id, workspace_id, role_id, principal_id, principal_name, reason, minutes, state, requested_at, lapses_at, version)
          values (${id}, ${scope.workspace}, ${asked.roleId}, ${principal.id}, ${principal.displayName}, ${asked.reason}, ${asked.minutes}, 'requested', now(), now() + make_interval(hours => ${asked.hours}::int), 1)`,
    );
    const after = await this.#load(tx, id, null);
    await this.#ledger.note(
      tx,
      scope,
      this.#change('requested', after, accessEvents.elevationRequested, asked.reason),
    );
    return after;
  }

  /** Approves or refuses a request of somebody else. @param within - done in the same transaction @throws DataWaveError DW_ELEVATION_OWN, DW_ELEVATION_STATE */
  decide(
    scope: ExecutionScope,
    id: string,
    verdict: 'approved' | 'refused',
    { note, expected }: { readonly note: string | null; readonly expected: string | undefined },
    within: (tx: Transaction, decided: Elevation) => Promise<void>,
  ): Promise<Elevation> {
    return this.#ledger.change(scope, false, async (tx) => {
      const before = await this.#expect(tx, id, null, expected);
      if (before.principal.id === scope.principal.id) throw ownElevation();
      if (before.state !== 'requested') throw elevationState(before.state);
      const isApproved = verdict === 'approved';
      await this.#ledger.storage.query(
        tx,
        sql`update ${this.#table} set state = ${verdict}, decided_at = now(), decided_by = ${scope.principal.id}, decided_by_name = ${scope.principal.displayName}, note = ${note}, version = version + 1,
              expires_at = case when ${isApproved} then now() + make_interval(mins => minutes) end where id = ${id}`,
      );
      const after = await this.#load(tx, id, null);
      const event = isApproved ? accessEvents.elevationApproved : accessEvents.elevationRefused;
      const change = this.#change(verdict, after, event, note);
      if (isApproved) await this.#ledger.record(tx, scope, change);
      else await this.#ledger.note(tx, scope, change);
      await within(tx, after);
      return after;
    });
  }

  /** Takes back what was asked for or approved. @param principal - whose it must be; null where it may be anybody's */
  withdraw(
    scope: ExecutionScope,
    id: string,
    principal: string | null,
    { note, expected }: { readonly note: string | null; readonly expected: string | undefined },
  ): Promise<Elevation> {
    return this.#ledger.change(scope, false, async (tx) => {
      const before = await this.#expect(tx, id, principal, expected);
      if (before.state !== 'requested' && before.state !== 'approved') throw elevationState(before.state);
      return this.#end(tx, scope, before, 'withdrawn', note);
    });
  }

  /** Ends what is over, so that the trail says when; decisions look at the clock themselves. Answers how many. */
  endOverdue(scope: ExecutionScope): Promise<number> {
    return this.#ledger.change(scope, false, async (tx) => {
      const due = await this.#rows(
        tx,
        sql`where state in ('requested', 'approved') and ${STATE} in ('lapsed', 'expired') order by e.requested_at limit ${ENDED_AT_ONCE}`,
      );
      for (const one of due)
        if (one.state === 'lapsed' || one.state === 'expired')
          await this.#end(tx, scope, one, one.state, null);
      return due.length;
    });
  }

  async #end(
    tx: Transaction,
    scope: ExecutionScope,
    { id }: Elevation,
    state: 'withdrawn' | 'lapsed' | 'expired',
    note: string | null,
  ): Promise<Elevation> {
    await this.#ledger.storage.query(
      tx,
      sql`update ${this.#table} set state = ${state}, ended_at = now(), ended_by = ${scope.principal.id}, note = coalesce(${note}, note), version = version + 1 where id = ${id}`,
    );
    const after = await this.#load(tx, id, null);
    await this.#ledger.record(tx, scope, this.#change(state, after, accessEvents.elevationEnded, note));
    return after;
  }

  #change(what: ElevationState, after: Elevation, type: string, reason: string | null) {
    const { id, role, principal, minutes, expiresAt } = after;
    return {
      action: `access.elevation.${what}`,
      object: { type: 'elevation', id, name: `${role.title} for ${principal.name}` },
      everywhere: false,
      ...(reason === null ? {} : { reason }),
      after: { state: after.state, role: role.key, principal: principal.id, minutes, expiresAt },
      event: { type, subject: id, data: { id, role: role.key, principal: principal.id } },
    };
  }

  async #expect(
    tx: Transaction,
    id: string,
    principal: string | null,
    expected: string | undefined,
  ): Promise<Elevation> {
    const found = await this.#load(tx, id, principal);
    if (expected !== undefined && expected !== String(found.version)) throw changedMeanwhile('elevation');
    return found;
  }

  async #load(tx: Transaction, id: string, principal: string | null): Promise<Elevation> {
    const [row] = await this.#rows(
      tx,
      sql`where e.id = ${id} and ${principal === null ? sql`true` : sql`e.principal_id = ${principal}`}`,
    );
    if (row === undefined) throw unknownElevation();
    const { position: _position, ...elevation } = row;
    return elevation;
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly (Elevation & { readonly position: number })[]> {
    const time = (name: string): SqlFragment => sql.isoTime(sql.identifier('e', name));
    return this.#ledger.storage.query(
      tx,
      sql`select e.id, jsonb_build_object('id', r.id, 'key', r.key, 'title', r.title) as role,
            jsonb_build_object('id', e.principal_id, 'name', e.principal_name) as principal, e.reason, e.minutes, ${STATE} as state,
            ${time('requested_at')} as "requestedAt", ${time('lapses_at')} as "lapsesAt", ${time('decided_at')} as "decidedAt", e.decided_by as "decidedBy", e.decided_by_name as "decidedByName", e.note,
            ${time('expires_at')} as "expiresAt", ${time('ended_at')} as "endedAt", e.ended_by as "endedBy", e.version, ${sql.microseconds(sql`e.requested_at`)} as position
          from ${this.#table} e join ${this.#ledger.table('roles')} r on r.id = e.role_id ${rest}`,
    );
  }

  get #table(): SqlFragment {
    return this.#ledger.table('elevations');
  }
}

/** The state by the clock: what is over is over, also before it was written down. */
const STATE = sql`(case when e.state = 'approved' and e.expires_at <= now() then 'expired' when e.state = 'requested' and e.lapses_at <= now() then 'lapsed' else e.state end)`;
