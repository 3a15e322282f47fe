import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { DetectionId, Facts, Observation } from '../detect/detection.ts';
import { UNKNOWN } from '../detect/sign-in-entry.ts';

/** Observations that are kept under one key: with more of the same nothing new is told. */
export const MOST_OF_A_KEY = 1_000;
/** Observations that are kept of one detection in a workspace, so that nobody fills the database by signing in wrongly. */
export const MOST_OF_A_DETECTION = 50_000;

/** An observation on its way in. */
export interface NewObservation {
  readonly detection: DetectionId;
  readonly key: string;
  readonly position: string;
  /** ISO 8601. */
  readonly at: string;
  readonly facts: Facts;
}

/** A key whose observations are wanted. */
export interface ObservedKey {
  readonly detection: DetectionId;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** What stands in it is not spent. */
  readonly openIncident: string | null;
}

interface Row {
  readonly of: number;
  readonly position: string;
  readonly at: number;
  readonly facts: Facts;
  readonly incident: string | null;
}

/** What detections have seen, for as long as it may still mean something. */
export class ObservationStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Answers which of them are new: what comes a second time is none. */
  add(
    tx: Transaction,
    scope: ExecutionScope,
    observations: readonly NewObservation[],
  ): Promise<readonly Pick<NewObservation, 'detection' | 'key' | 'position'>[]> {
    return this.#storage.query(
      tx,
      sql`insert into ${this.#table} (workspace_id, detection, key, position, at, facts)
          select ${scope.workspace}::uuid, o ->> 'detection', o ->> 'key', (o ->> 'position')::bigint, (o ->> 'at')::timestamptz, o -> 'facts'
          from jsonb_array_elements(${sql.json(observations)}) o
          on conflict do nothing returning detection, key, position::text as position`,
    );
  }

  /** The newest under each of some keys, but none from before a moment that is given for each. In the order of the keys. */
  async under(tx: Transaction, keys: readonly ObservedKey[]): Promise<readonly (readonly Observation[])[]> {
    const rows = await this.#storage.query<Row>(
      tx,
      sql`select (k.ordinal - 1)::int as of, o.position::text as position, (extract(epoch from o.at) * 1000)::float8 as at, o.facts, o.incident_id as incident
          from unnest(${keys.map(({ detection }) => detection)}::text[], ${keys.map(({ key }) => key)}::text[], ${keys.map(({ from }) => from)}::float8[])
            with ordinality as k(detection, key, moment, ordinal),
          lateral (select * from ${this.#table} n where n.detection = k.detection and n.key = k.key and n.at >= to_timestamp(k.moment / 1000)
            order by n.at desc, n.position desc limit ${MOST_OF_A_KEY}) o`,
    );
    const found = keys.map((): Observation[] => []);
    for (const { of, incident, ...row } of rows)
      found[of]?.push({ ...row, isSpent: incident !== null && incident !== keys[of]?.openIncident });
    return found;
  }

  /** Puts observations down to an incident. Answers those that no incident had before. */
  async attach(
    tx: Transaction,
    of: { readonly detection: DetectionId; readonly key: string; readonly positions: readonly string[] },
    incident: string,
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#storage.query<{ position: string }>(
      tx,
      sql`update ${this.#table} o set incident_id = ${incident}
          where o.detection = ${of.detection} and o.key = ${of.key} and o.position = any(${of.positions}::bigint[]) and o.incident_id is null
          returning o.position::text as position`,
    );
    return new Set(rows.map(({ position }) => position));
  }

  /** Keeps the newest of a key only. */
  async trimKey(tx: Transaction, detection: DetectionId, key: string): Promise<void> {
    const same = sql`detection = ${detection} and key = ${key}`;
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table} where ${same} and (at, position) < (
            select at, position from ${this.#table} where ${same} order by at desc, position desc offset ${MOST_OF_A_KEY - 1} limit 1)`,
    );
  }

  /**
   * Keeps the newest of a detection only, those about names that nobody has last: else whoever makes up names fast enough would have
   * forgotten what they try against an account. Answers whether there was too much.
   */
  async trimDetection(tx: Transaction, detection: DetectionId, most = MOST_OF_A_DETECTION): Promise<boolean> {
    const gone = await this.#storage.query(
      tx,
      sql`delete from ${this.#table} o using (
            select key, position from ${this.#table} where detection = ${detection}
            order by starts_with(key, ${UNKNOWN}) desc, at
            limit greatest(0, (select count(*) from ${this.#table} where detection = ${detection}) - ${most})) x
          where o.detection = ${detection} and o.key = x.key and o.position = x.position returning 1 as one`,
    );
    return gone.length > 0;
  }

  /** Removes what is too old to mean anything. */
  async forget(tx: Transaction, detection: DetectionId, before: Date): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table} where detection = ${detection} and at < ${before}`,
    );
  }

  get #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'observations');
  }
}
