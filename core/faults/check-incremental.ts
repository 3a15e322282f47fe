import type { FaultPlatform } from './fault-platform.ts';

/** Why an incremental scan may read a table that nobody changed: its source cannot tell. */
const CANNOT_TELL = /^its (?:source does not tell|number of rows changed|size changed)/;
/** SQLite keeps one mark for all tables of a file. */
const WHOLE_FILE = /^it was modified since/;

/** What became of an incremental scan. */
export interface IncrementalScan {
  /** How many tables it left as they were. */
  readonly left: number;
  readonly faults: readonly string[];
}

/**
 * What an incremental scan read although nothing changed, and what it left out although something did.
 * @param options.isFresh - whether other tables than those were changed shortly before the scan that it follows
 */
export async function checkIncremental(
  platform: FaultPlatform,
  run: string,
  changed: readonly string[],
  { isFresh }: { readonly isFresh: boolean },
): Promise<IncrementalScan> {
  const tasks = await platform.look(async (client) => {
    const { rows } = await client.query<{ name: string; state: string; reason: string | null }>(
      `select distinct asset #>> array['path', (jsonb_array_length(asset -> 'path') - 1)::text] as name, state, reason from scans.tasks where run_id = $1::uuid`,
      [run],
    );
    return rows;
  });
  const read = new Set(tasks.filter(({ state }) => state === 'completed').map(({ name }) => name));
  const missed = changed.filter((name) => !read.has(name));
  const needless = tasks.filter(({ name, state, reason }) => {
    if (state !== 'completed' || changed.includes(name)) return false;
    const why = reason ?? '';
    // Files that have been at rest tell when they were written.
    const canTell = platform.source.connector === 'files' && !isFresh;
    const isExcused =
      CANNOT_TELL.test(why) || (platform.source.connector === 'sqlite' && WHOLE_FILE.test(why));
    return canTell || !isExcused;
  });
  const faults = [
    ...missed.map((name) => `${name} was changed and an incremental scan did not read it`),
    ...needless.map(
      ({ name, reason }) => `${name} was read by an incremental scan and nobody changed it: ${reason}`,
    ),
  ];
  return { faults, left: tasks.filter(({ reason }) => reason?.startsWith('unchanged') === true).length };
}
