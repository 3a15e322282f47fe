import type { ExecutionScope, Logger, StorageService, Transaction } from '@datawave/plugin-sdk';
import type { Detection, DetectionId, Observation, Reach } from '../detect/detection.ts';
import type { Incident } from '../incidents/incident.ts';
import { type IncidentStore, openKey } from '../incidents/incident-store.ts';
import { MOST_OF_A_KEY, type NewObservation, type ObservationStore } from '../observe/observation-store.ts';

/** What has become of an incident, for what is done about it by itself. */
export interface Turn {
  /** That it was opened or became worse; null where it only goes on. */
  readonly occasion: string | null;
  /** Ids of the accounts that are in other hands by what is known now: others that the incident names may be bystanders. */
  readonly inOtherHands: readonly string[];
}

/** What is done about an incident by itself, in the transaction in which it takes a turn. */
export type React = (tx: Transaction, scope: ExecutionScope, incident: Incident, turn: Turn) => Promise<void>;

interface Parts {
  readonly storage: StorageService;
  readonly observations: ObservationStore;
  readonly incidents: IncidentStore;
  readonly detections: readonly Detection[];
  readonly react: React;
  readonly log: Logger;
}

/** A key under which something new was observed. */
interface Affected {
  readonly detection: Detection;
  readonly key: string;
  readonly positions: readonly string[];
  /** Milliseconds since 1970 at which the oldest of them happened. */
  readonly since: number;
}

/** Keys that are read at once. */
const KEYS_AT_ONCE = 100;
/** Observations of a detection after which is looked whether there are too many. */
const TRIMMED_AFTER = 5_000;

/** Takes observations in and makes incidents of them: each observation once, however often and in whatever order it comes. */
export class Examiner {
  readonly #parts: Parts;
  readonly #byId: ReadonlyMap<DetectionId, Detection>;
  /** Observations since there was looked last whether there are too many, by workspace and detection. */
  readonly #added = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#byId = new Map(parts.detections.map((detection) => [detection.id, detection]));
  }

  /**
   * @param scope - in the workspace to which what is observed belongs
   * @returns incidents that were opened
   */
  async take(
    scope: ExecutionScope,
    reach: Reach,
    seen: readonly NewObservation[],
  ): Promise<readonly Incident[]> {
    if (seen.length === 0) return [];
    const { storage, observations, incidents } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      await incidents.lock(tx, scope);
      const added = await observations.add(tx, scope, seen);
      const affected = this.#affected(added, new Map(seen.map(({ position, at }) => [position, at])));
      const opened: Incident[] = [];
      for (let start = 0; start < affected.length; start += KEYS_AT_ONCE)
        opened.push(...(await this.#examine(tx, scope, reach, affected.slice(start, start + KEYS_AT_ONCE))));
      await this.#trim(tx, scope, added);
      return opened;
    });
  }

  #affected(
    added: readonly Pick<NewObservation, 'detection' | 'key' | 'position'>[],
    times: ReadonlyMap<string, string>,
  ): readonly Affected[] {
    const byKey = Map.groupBy(added, openKey);
    return [...byKey.values()].flatMap((group) => {
      const [first] = group;
      const detection = first === undefined ? undefined : this.#byId.get(first.detection);
      if (first === undefined || detection === undefined) return [];
      const positions = group.map(({ position }) => position);
      const since = Math.min(...positions.map((position) => Date.parse(times.get(position) ?? '')));
      return [{ detection, key: first.key, positions, since }];
    });
  }

  async #examine(
    tx: Transaction,
    scope: ExecutionScope,
    reach: Reach,
    affected: readonly Affected[],
  ): Promise<readonly Incident[]> {
    const { observations, incidents } = this.#parts;
    const keys = affected.map(({ detection, key }) => ({ detection: detection.id, key }));
    const present = await incidents.openOnes(tx, keys);
    const streams = await observations.under(
      tx,
      affected.map(({ detection, key, since }) => ({
        ...{ detection: detection.id, key, from: since - detection.spanMs },
        openIncident: present.get(openKey({ detection: detection.id, key }))?.id ?? null,
      })),
    );
    const opened: Incident[] = [];
    for (const [index, one] of affected.entries()) {
      const incident = present.get(openKey({ detection: one.detection.id, key: one.key })) ?? null;
      const found = await this.#judge(tx, scope, reach, one, {
        stream: streams[index] ?? [],
        present: incident,
      });
      if (found !== null) opened.push(found);
    }
    return opened;
  }

  async #judge(
    tx: Transaction,
    scope: ExecutionScope,
    reach: Reach,
    { detection, key, positions }: Affected,
    { stream, present }: { readonly stream: readonly Observation[]; readonly present: Incident | null },
  ): Promise<Incident | null> {
    const { observations, incidents, react } = this.#parts;
    const at = { detection: detection.id, key };
    if (stream.length >= MOST_OF_A_KEY) await observations.trimKey(tx, detection.id, key);
    const finding = detection.examine(key, stream);
    const known = new Map(stream.map((one) => [one.position, one]));
    const inOtherHands = finding?.isCompromised === true ? finding.accounts : [];
    if (present !== null) {
      // While it is open all that belongs to it joins it.
      const wanted = [...new Set([...positions, ...(finding?.evidence ?? [])])];
      const joined = await observations.attach(tx, { ...at, positions: wanted }, present.id);
      const news = pick(known, joined);
      if (news.length === 0) return null;
      const { incident, isWorse } = await incidents.carryOn(tx, scope, present, {
        observations: news,
        finding,
      });
      const occasion = isWorse ? `raised:${incident.severity}:${incident.isCompromised}` : null;
      await react(tx, scope, incident, { occasion, inOtherHands });
      return null;
    }
    if (finding === null) return null;
    const evidence = pick(known, finding.evidence);
    if (evidence.every(({ isSpent }) => isSpent)) return null;
    const subject = detection.subject(key);
    if (await incidents.isFull(tx, detection.id, subject, finding)) return null;
    const incident = await incidents.open(tx, scope, {
      ...{ ...at, reach, finding, observations: evidence },
      ...{ subject, subjectName: null },
    });
    await observations.attach(tx, { ...at, positions: finding.evidence }, incident.id);
    await react(tx, scope, incident, { occasion: 'opened', inOtherHands });
    return incident;
  }

  async #trim(
    tx: Transaction,
    scope: ExecutionScope,
    added: readonly Pick<NewObservation, 'detection'>[],
  ): Promise<void> {
    const { observations, log } = this.#parts;
    for (const [detection, { length }] of Map.groupBy(added, (one) => one.detection)) {
      const key = `${scope.workspace} ${detection}`;
      const since = (this.#added.get(key) ?? TRIMMED_AFTER) + length;
      this.#added.set(key, since >= TRIMMED_AFTER ? 0 : since);
      if (since >= TRIMMED_AFTER && (await observations.trimDetection(tx, detection)))
        log.warn('More was observed than is kept; the oldest observations were forgotten.', { detection });
    }
  }
}

const pick = (known: ReadonlyMap<string, Observation>, positions: Iterable<string>): readonly Observation[] =>
  [...positions].flatMap((position) => known.get(position) ?? []);
