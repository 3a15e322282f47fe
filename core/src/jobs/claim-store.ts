import { type ClaimedJob, type ClaimedRow, claimedColumns, claimedJob } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';

/** How many jobs of a name are wanted. */
export interface Want {
  readonly name: string;
  readonly count: number;
}

/** How long a claim is good without renewal, in milliseconds, and in whose name it is made. */
export interface ClaimTerms {
  readonly worker: string;
  readonly leaseMs: number;
}

// The attempt counts from the claim, not from its end: a job that takes its process down must not be tried for ever.
const take = `update core.jobs j
  set state = 'running', attempt = j.attempt + 1, token = j.token + 1, worker = $1::uuid, started_at = now(),
    lease_until = now() + $2 * interval '1 millisecond', fraction = 0, detail = null`;

const inOrder = (a: ClaimedJob, b: ClaimedJob): number => b.priority - a.priority || (a.id < b.id ? -1 : 1);

/** Claims the best waiting jobs of the wanted names, without waiting for rows that another worker is claiming. */
export function claimBest(
  storage: JobsStorage,
  terms: ClaimTerms,
  wants: readonly Want[],
): Promise<readonly ClaimedJob[]> {
  return claimWanted(storage, terms, wants, 'w.lost = 0', null);
}

/** Claims one job, of any of the wanted names, whose earlier worker died with it. */
export function claimSuspect(
  storage: JobsStorage,
  terms: ClaimTerms,
  wants: readonly Want[],
): Promise<readonly ClaimedJob[]> {
  return claimWanted(storage, terms, wants, 'w.lost > 0', 1);
}

async function claimWanted(
  storage: JobsStorage,
  terms: ClaimTerms,
  wants: readonly Want[],
  condition: 'w.lost = 0' | 'w.lost > 0',
  limit: number | null,
): Promise<readonly ClaimedJob[]> {
  const rows = await storage.execute<ClaimedRow>({
    text: `with picked as materialized (
        select best.id from unnest($3::text[], $4::int[]) as want(name, count)
        cross join lateral (
          select w.id from core.jobs w
          where w.name = want.name and w.state = 'waiting' and ${condition}
          order by w.priority desc, w.id limit want.count
          for update skip locked
        ) best
        limit $5
      )
      ${take}
      where j.id = any(array(select id from picked)) returning ${claimedColumns}`,
    parameters: [
      terms.worker,
      terms.leaseMs,
      wants.map((want) => want.name),
      wants.map((want) => want.count),
      limit,
    ],
  });
  return rows.map(claimedJob).sort(inOrder);
}

/** Claims those of the given jobs that are waiting, by key. */
export async function claimByKey(
  storage: JobsStorage,
  terms: ClaimTerms,
  ids: readonly string[],
): Promise<readonly ClaimedJob[]> {
  const rows = await storage.execute<ClaimedRow>({
    text: `with picked as materialized (
        select w.id from core.jobs w where w.id = any($3::uuid[]) and w.state = 'waiting' and w.lost = 0
        for update skip locked
      )
      ${take}
      where j.id = any(array(select id from picked)) returning ${claimedColumns}`,
    parameters: [terms.worker, terms.leaseMs, ids],
  });
  return rows.map(claimedJob).sort(inOrder);
}
